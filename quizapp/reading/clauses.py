"""What does each finite verb say of its subject, in one unbroken stretch of the text?

Questions are made from these stretches, never from pruned trees: a predicate runs from its
first auxiliary to the last complement that can be kept without a gap, or there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quizapp.reading.attachment import hangs_on
from quizapp.reading.factuality import judge_factuality
from quizapp.reading.reading import Clause, Sentence, TextSpan, TimeExpression
from quizapp.reading.vocabulary import Vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_COMPLEMENTS = word_set(
    "dobj attr acomp prep agent prt xcomp dative oprd advmod npadvmod pobj nmod neg"
)
_CUTS = frozenset({"--", "–", "—", ";", ":", "…", "..."})
_MAX_TOKENS = 24
_DANGLING = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "AUX"})

Owners = Mapping[tuple[int, int], str]


def find_clauses(
    sentences: Sequence[Sentence],
    owners: Owners,
    times: Sequence[TimeExpression],
    words: Vocabulary,
) -> tuple[Clause, ...]:
    """Every clause whose subject and predicate are each one unbroken stretch.

    `owners` says which entity a name or pronoun at (paragraph, offset) stands for.
    """
    by_sentence: defaultdict[int, list[TimeExpression]] = defaultdict(list)
    for time in times:
        by_sentence[time.sentence].append(time)
    return tuple(
        clause
        for sentence in sentences
        for verb in sentence.span
        if verb.pos_ in {"VERB", "AUX"} and verb.dep_ not in {"aux", "auxpass"}
        for clause in _clause(sentence, verb, owners, by_sentence[sentence.index], words)
    )


def _clause(
    sentence: Sentence,
    verb: Token,
    owners: Owners,
    times: Sequence[TimeExpression],
    words: Vocabulary,
) -> Iterator[Clause]:
    subject = find_subject(verb)
    if subject is None or not _is_finite(verb):
        return
    predicate = _predicate(verb)
    if predicate is None or not _agree(subject, predicate):
        return
    phrase = subject_phrase(subject, predicate.start)
    if phrase is None:
        return
    yield Clause(
        sentence=sentence.index,
        subject=as_text_span(phrase, sentence.paragraph),
        entity=owners.get((sentence.paragraph, subject.idx)),
        predicate=as_text_span(predicate, sentence.paragraph),
        factuality=judge_factuality(verb, words),
        times=tuple(time for time in times if hangs_on(time, verb)),
        passive=any(child.dep_ == "auxpass" for child in verb.children),
        complete=_is_complete(verb, predicate),
        verb=verb,
    )


def as_text_span(span: Span, paragraph: int) -> TextSpan:
    return TextSpan(paragraph, span.start_char, span.end_char, span.text)


def find_subject(verb: Token) -> Token | None:
    """The noun that the verb is about: its own, its antecedent's, or its first conjunct's."""
    own = next((c for c in verb.children if c.dep_ in _SUBJECTS and c.i < verb.i), None)
    if own is not None and own.tag_ in {"WP", "WDT"}:
        return _antecedent(own, verb)
    if own is not None:
        return _named_by(own)
    if verb.dep_ != "conj":
        return None
    first = verb.head
    while _is_finite(verb) and not _is_finite(first) and first.dep_ in {"conj", "xcomp", "ccomp"}:
        first = (
            first.head
        )  # "ordered it to be cut and then accepted": the parser joins the last two
    return find_subject(first) if first.pos_ in {"VERB", "AUX"} else None


def _named_by(noun: Token) -> Token:
    """ "The general who led the army, NAME, was elected": the name stands for the noun."""
    if noun.pos_ != "NOUN":
        return noun
    names = [c for c in noun.rights if c.dep_ == "appos" and c.pos_ == "PROPN"]
    comma = names and names[0].left_edge.i > 0 and names[0].left_edge.nbor(-1).text == ","
    return names[0] if comma else noun


def _antecedent(relative: Token, verb: Token) -> Token | None:
    """The name directly before "who" or "which", else the noun the parser hangs the clause on."""
    i = relative.i - 1
    while i > relative.sent.start and relative.doc[i].text in {",", "--", "–", "—"}:
        i -= 1
    token = relative.doc[i]
    if token.text == ")":
        while i > relative.sent.start and relative.doc[i].text != "(":
            i -= 1
        token = relative.doc[i - 1]
    noun = verb.head
    while noun.dep_ == "appos" and noun.head.pos_ == "PROPN" and relative.lower_ == "who":
        noun = noun.head  # "NAME, envoy to X, who": the name, not the office
    known = verb.dep_ == "relcl" and noun.pos_ in {"PROPN", "NOUN"}
    if token.pos_ == "PROPN":
        return noun if known and token.dep_ == "pobj" and noun.pos_ == "PROPN" else token
    if not known:
        return None
    # "a protest over prices that started in X": protest or prices? Nobody can tell from the tree.
    is_inner = noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN" and relative.lower_ != "who"
    return None if is_inner else noun


def subject_phrase(head: Token, before: int) -> Span | None:
    """The subject with everything that restricts it, up to the predicate at `before`.

    An aside behind a comma may be left out, a restriction may not: "the right … to chew leaves".
    """
    doc: Doc = head.doc
    if any(child.dep_ in {"conj", "cc"} for child in head.rights):
        return None  # "X and Y": a question about X alone would not be the whole truth
    end = head.right_edge.i + 1 if head.i < before else head.i + 1
    for token in doc[head.i + 1 : min(end, before)]:
        if token.text in {",", "--", "–", "—", "("} or token.tag_ in {"WP", "WDT"}:
            end = token.i
            inner = doc[token.i : before]
            if token.tag_ in {"WP", "WDT"} and any(t.pos_ == "VERB" for t in inner):
                return None  # "the general who led … was elected": it may be any general
            break
    end = min(end, max(before, head.i + 1))
    if doc[end - 1].pos_ in _DANGLING or head.pos_ in {"VERB", "AUX"} or _is_misread(head):
        return None
    start = head.left_edge.i
    lefts = doc[start : head.i]
    if any(t.text in {",", "“", "”", '"', "(", ")"} or t.tag_ in {"WP", "WDT"} for t in lefts):
        return None
    span: Span = doc[start:end]
    return span if len(span) <= 18 else None


def _is_misread(head: Token) -> bool:
    """ "HMRC estimates …": a verb of speech that the parser took for a plural noun."""
    before = head.nbor(-1) if head.i else None
    return (
        head.tag_ == "NNS"
        and head.lemma_ in {"estimate", "claim", "report", "say"}
        and (before is not None and before.pos_ == "PROPN")
    )


def _agree(subject: Token, predicate: Span) -> bool:
    """A singular name with a plural verb tells that the parser took the wrong subject."""
    first = predicate[0]
    return not (subject.tag_ == "NNP" and (first.tag_ == "VBP" or first.lower_ == "were"))


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(helper.tag_ in {"VBD", "VBZ", "VBP", "MD"} for helper in helpers):
        return True
    return verb.dep_ == "conj" and verb.tag_ == "VBN" and not helpers and _is_finite(verb.head)


def _predicate(verb: Token) -> Span | None:
    """From the first auxiliary to the last complement before a gap, trimmed to stand alone."""
    doc: Doc = verb.doc
    start = min(
        (
            c.i
            for c in verb.lefts
            if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and _touches(c, verb)
        ),
        default=verb.i,
    )
    end = verb.i + 1
    for child in verb.rights:
        if not _is_complement(child) or child.left_edge.i != end:
            break
        end = child.right_edge.i + 1
    end = _cut(doc, verb, end)
    while end > verb.i + 1 and doc[end - 1].pos_ in _DANGLING and doc[end - 1].dep_ != "prt":
        end -= 1
    span: Span = doc[start:end]
    return (
        span if len(span) <= _MAX_TOKENS and span.text.count("“") == span.text.count("”") else None
    )


def _is_complete(verb: Token, predicate: Span) -> bool:
    """Whether no object, that-clause or restriction was left behind the predicate's end."""
    if _lacks_object(verb):
        return False
    after = [child for child in verb.rights if child.i >= predicate.end]
    if any(child.dep_ in {"ccomp", "dobj", "attr", "xcomp", "acomp", "oprd"} for child in after):
        return False
    rest = verb.doc[predicate.end : predicate.end + 2]
    first = rest[0] if len(rest) else None
    if first is None:
        return True
    if first.tag_ in {"WDT", "WP", "WRB"} or (first.dep_ in {"cc", "mark"} and first.head != verb):
        return False  # a restrictive clause or the rest of a list would be lost
    if first.lower_ == "to" and any(token.lower_ == "from" for token in predicate):
        return False  # "renamed from A" without "to B"
    last = predicate[-1]
    return not (last == verb and not _stands_alone(verb))


def _lacks_object(verb: Token) -> bool:
    """ "the car that X has begun testing": the object stands before the subject."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in {"VERB", "AUX"}:
        first = first.head
    subject = next((c for c in first.children if c.dep_ in _SUBJECTS), None)
    return first.dep_ == "relcl" and subject is not None and subject.tag_ not in {"WP", "WDT"}


def _stands_alone(verb: Token) -> bool:
    return verb.lemma_ in {"die", "resign", "retire", "surrender", "win", "lose", "arrest"}


def _is_complement(child: Token) -> bool:
    # "relieved of his duties as chief": the parser takes "as chief" for a clause.
    return child.dep_ in _COMPLEMENTS or (child.dep_ == "advcl" and child.pos_ in {"NOUN", "PROPN"})


def _touches(child: Token, verb: Token) -> bool:
    """Whether nothing but auxiliaries and adverbs stands between the word and its verb."""
    between = verb.doc[child.i : verb.i]
    return all(token.pos_ in {"AUX", "ADV", "PART"} for token in between)


def _cut(doc: Doc, verb: Token, end: int) -> int:
    """Where to stop before an aside, a relative clause or a quotation inside the complements."""
    for token in doc[verb.i + 1 : end]:
        if token.text in _CUTS or token.tag_ in {"WP", "WDT", "WRB", "WP$"}:
            return token.i
        if token.text == "(" and not _closes_soon(token):
            return token.i
        if token.text == "," and not (_in_date(token) or _in_list(token, end)):
            return token.i
    return end


def _closes_soon(token: Token) -> bool:
    return token.i + 2 < len(token.doc) and token.nbor(2).text == ")"


def _in_date(comma: Token) -> bool:
    return (
        comma.i + 1 < len(comma.doc)
        and comma.nbor(-1).is_digit
        and comma.nbor(1).is_digit
        and len(comma.nbor(1).text) == 4
    )


def _in_list(comma: Token, end: int) -> bool:
    return any(c.dep_ == "conj" and comma.i < c.i < end for c in comma.head.children)
