"""Does a word do here what it does elsewhere: is this "if" a condition, this "may" a doubt?

MARKS says it by the name of the sentence's function (see `sentence_functions`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from quizapp.generation.clause_grammar import (
    QUOTES,
    SUBJECTS,
    is_main,
    is_person,
    is_stated,
    lower,
    next_to,
    verb_of,
)
from quizapp.generation.connectives import NEGATIVE
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

Fits = Callable[[Sequence["Token"], Sequence["Token"]], bool]

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_FEW_WORDS = 3
_UNTRUE_IF = word_set("even as only ask asked asks wonder wondered see know what and or not")
_SPEECHSUBJECTS = word_set("i we you that which it who")
_AMOUNTS = word_set(
    "number price population rate sale share figure temperature level cost amount income wage "
    "total value profit demand revenue production output count proportion percentage tax fee "
    "membership attendance budget consumption emission export import stock unemployment"
)
_GENERIC = word_set("they a an such any every each you we i one no who which that")
_REASONED = word_set(
    "study survey research researcher scientist investigation test experiment census "
    "poll analysis report excavation archaeologist inquiry examination scan"
)
_ROUNDED = word_set(
    "a one half two three twenty thirty expected thought ever before usual planned that previously "
    "this it ten hundred many any just"
)


def always(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    return True


def _is_plain_because(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    return lower(next_to(found[0], -1)) not in NEGATIVE | {"just", "simply"}


def _is_condition(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    token = found[0]
    clause = token.dep_ == "mark" and token.head.dep_ == "advcl" and is_main(token.head.head)
    finite = any(c.dep_ in SUBJECTS for c in token.head.children)
    asked = (before := next_to(token, -1)) is not None and before.pos_ == "ADJ"  # "not clear if"
    return (
        clause
        and finite
        and not asked
        and lower(next_to(token, -1)) not in _UNTRUE_IF
        and lower(next_to(token)) != "not"
    )


def _is_speech(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """A finite verb of saying or thinking with its speaker and with what is said."""
    token = found[0]
    if token.lower_ == "according":
        names = [c for to in token.children for c in to.children if c.dep_ == "pobj"]
        return any(name.pos_ == "PROPN" or is_person(name) for name in names)
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if token.pos_ != "VERB" or token.tag_ not in _FINITE or subject is None:
        return False
    if not is_main(token):
        return False
    said = any(c.dep_ == "ccomp" for c in token.children) or any(t.text in QUOTES for t in sentence)
    return said and subject.lower_ not in _SPEECHSUBJECTS and lower(next_to(token, -1)) != "to"


def _is_the_writers_doubt(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """No doubt of somebody who is quoted, and no "appeared on the stage"."""
    speech = load_vocabulary().reporting_verbs | {"according"}
    if any(t.text in QUOTES or t.lemma_.lower() in speech or t.text == "?" for t in sentence):
        return False
    token = found[0]
    if not is_main(verb_of(token)):
        return False
    if token.lemma_ in {"appear", "seem"}:
        return lower(next_to(token)) in {"to", "that"} and token.tag_ in _FINITE
    if token.lower_ in {"may", "might"}:
        return token.tag_ == "MD"
    return not any(c.dep_ == "neg" for c in token.children)


def _is_comparison(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "taller than the tower", neither "more than 20" nor "rather than" nor "than expected"."""
    than = found[0]
    near = [t for t in sentence if 0 < than.i - t.i <= _FEW_WORDS]
    graded = any(
        t.tag_ in {"JJR", "RBR"} and t.lower_ not in {"rather", "later", "earlier"} for t in near
    )
    after = next_to(than)
    if (
        after is None
        or not graded
        or not is_main(verb_of(than))
        or after.like_num
        or after.ent_type_ in {"MONEY", "CARDINAL"}
    ):
        return False
    return after.lower_ not in _ROUNDED and after.pos_ in {"DET", "NOUN", "PROPN", "ADJ", "PRON"}


def _is_example(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """No "(for example, Smith 1999)"."""
    return lower(next_to(found[0], -1)) != "("


def _is_purpose(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "so that … could", "in order to" and the infinitive that opens its sentence."""
    token = found[0]
    if token.lower_ == "in":
        return True
    if token.lower_ == "so":
        after = [t for t in sentence if 0 < t.i - token.i <= 8]
        modal = any(t.lower_ in {"can", "could", "would", "will", "may", "might"} for t in after)
        return modal if lower(next_to(token)) == "that" else True
    opens = token.i == sentence[0].i and token.head.dep_ == "advcl" and token.head.tag_ == "VB"
    return opens and any(t.text == "," for t in sentence)


def _is_future(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    token = found[0]
    """ "will open in May"; no "will have", and no rule ("such a court will not hear …")."""
    subject = next((c for c in token.head.children if c.dep_ in SUBJECTS), None)
    if subject is not None and any(c.lower_ in _GENERIC for c in (subject, *subject.children)):
        return False
    if any(t.lower_ in {"if", "when", "whenever"} for t in sentence):
        return False
    perfect = lower(next_to(token)) in {"have", "not", "often", "usually", "always"}
    return token.tag_ == "MD" and token.head.tag_ == "VB" and not perfect and is_main(token.head)


def _opens_a_contrast(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    first, last = found[0], found[-1]
    if first.i == sentence[0].i:
        return first.lower_ in {"but", "yet"} or lower(next_to(last)) == ","
    commas = lower(next_to(first, -1)) == "," and lower(next_to(last)) == ","
    return commas and first.lower_ not in {"but", "yet"}


def _is_finding(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "a study has found that …": the finder is a study or somebody who studies."""
    verb = found[0]
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    told = any(c.dep_ == "ccomp" for c in verb.children)
    done = verb.pos_ == "VERB" and verb.tag_ in {"VBD", "VBN", "VBZ", "VBP"} and is_main(verb)
    return done and told and subject is not None and subject.lemma_.lower() in _REASONED


def _is_done(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """It is the sentence's own verb in the past, neither denied nor only possible."""
    verb = found[-1] if found[0].lemma_ == "be" and found[-1].pos_ == "VERB" else found[0]
    verb = verb if verb.pos_ == "VERB" else found[min(1, len(found) - 1)]
    return verb.tag_ in {"VBD", "VBN"} and is_stated(verb)


def _is_made(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "is made of", "consists of"."""
    verb = next((t for t in found if t.pos_ == "VERB"), found[0])
    return verb.tag_ in {"VBD", "VBN", "VBZ", "VBP"} and is_stated(verb)


def _is_age(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "12 years old", "a 12-year-old boy", "at the age of 12"."""
    before, after = next_to(found[0], -1), next_to(found[-1])
    return any(t is not None and t.like_num for t in (before, after))


def _is_concession(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "Although …, …" and "despite"; "…, although" often adds an afterthought."""
    token = found[0]
    if token.lower_ in {"despite", "in"} or len(found) == 2:
        return True
    clause = token.dep_ == "mark" and token.head.dep_ == "advcl"
    return clause and token.i == sentence[0].i


def _is_result(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "led to", no "results in the school"; "therefore" only where the clause is the main one."""
    token = found[0]
    if token.lemma_ in {"lead", "result"}:
        return token.pos_ == "VERB" and token.tag_ in _FINITE and is_main(token)
    return is_main(verb_of(token))


def _is_naming(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "a tower called the Needle", no "called for help"."""
    token = found[0]
    if token.lower_ == "known":
        return lower(next_to(found[-1])) not in {"a", "an", "being", "having"}
    return token.tag_ == "VBN" and any(c.dep_ == "oprd" and c.i > token.i for c in token.children)


def _is_definition(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    verb = found[0]
    return verb.tag_ in _FINITE and verb.dep_ == "ROOT"


def _is_wish(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    token = found[0]
    wanted = {"xcomp", "ccomp", "dobj", "prep"}
    verb = token.head if token.lower_ == "would" else token
    wanting = any(c.dep_ == "nsubj" for v in (verb, verb.head) for c in v.children)
    objects = wanting and any(c.dep_ in wanted for c in verb.children)
    return objects and is_stated(verb)


def _is_fault_finding(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    return is_stated(found[0])


def _is_duty(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """ "must leave" and "has to leave"; no guess ("must have left", "should be safe")."""
    token, verb = found[0], next_to(found[-1])
    near = (*token.children, *token.head.children)
    if any(c.dep_ == "neg" for c in near) or any(t.text == "?" for t in sentence):
        return False
    if len(found) == 2 and any(c.tag_ == "MD" for c in token.children):
        return False  # "might have to"
    modal = token.tag_ == "MD" or (len(found) == 2 and token.pos_ in {"VERB", "AUX"})
    if any(t.lower_ == "case" for t in sentence):
        return False  # "in case the owner needs to …"
    guess = {"have", "be"} if token.lower_ == "should" else {"have"}
    if not modal or verb is None or verb.tag_ != "VB" or verb.lower_ in guess:
        return False
    return is_main(verb_of(token))


def _is_change_of_amount(found: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """Something countable rises or falls, and it has done so."""
    token = found[0]
    subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
    if token.pos_ != "VERB" or subject is None or subject.lemma_.lower() not in _AMOUNTS:
        return False
    grew_so = any(c.dep_ == "acomp" for c in token.children)  # "grew broader"
    return token.tag_ in {"VBD", "VBN"} and not grew_so and is_stated(token)


MARKS: Mapping[str, Fits] = {
    "refusal": _is_done,
    "ban": _is_done,
    "decision": _is_done,
    "finding": _is_finding,
    "death": _is_done,
    "marriage": _is_done,
    "influence": _is_done,
    "material": _is_made,
    "praise": _is_done,
    "age": _is_age,
    "concession": _is_concession,
    "reason": _is_plain_because,
    "condition": _is_condition,
    "attribution": _is_speech,
    "doubt": _is_the_writers_doubt,
    "comparison": _is_comparison,
    "example": _is_example,
    "purpose": _is_purpose,
    "result": _is_result,
    "future": _is_future,
    "contrast": _opens_a_contrast,
    "naming": _is_naming,
    "meaning": _is_definition,
    "criticism": _is_fault_finding,
    "wish": _is_wish,
    "duty": _is_duty,
    "increase": _is_change_of_amount,
    "decrease": _is_change_of_amount,
}
