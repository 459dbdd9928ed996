"""Can these words be understood without the sentence before them, and do they matter?

Shared by the patterns that ask about facts: what leans on something said earlier ("the money",
"another plan", "then") is refused, surnames are given in full, background is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizapp.reading.reading import Clause, Entity, EntityType, Reading, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTERS = word_set(
    "this that these those such another other others same latter former both each former here "
    "there then now again also too so thus instead later earlier meanwhile already recently "
    "currently ago still yet otherwise similarly likewise subsequent following previous next "
    "further parallel additional elsewhere afterwards one ones least else i we you me us my our "
    "your"
)
_KNOWN = word_set(
    "world sun moon earth sky sea internet government public police media press army navy law "
    "church economy environment climate past future president king queen parliament state poor "
    "rich coast countryside ground air universe equator end beginning rest north south east west "
    "first last middle"
)
_LINKED = frozenset({"prep", "relcl", "acl", "poss", "nummod", "appos"})
_SAYS_WHICH = frozenset({"JJS", "RBS"})
_ORDINALS = word_set("first second third only main last")
_OPENERS = word_set("though although while but when after since as if because however unlike")
_NEWS, _SALIENT, _OUTSTANDING = 0.3, 0.4, 0.6
_FAMILIAR, _DOMINANT = 3, 5


def leans(reading: Reading, words: Iterable[Token]) -> bool:
    """Whether a word among these points at something that they do not name."""
    tokens = list(words)
    inside = {token.i for token in tokens}
    return any(_points(token) or _is_bare(reading, token, inside) for token in tokens)


def _points(token: Token) -> bool:
    if token.lower_ in {"that", "there"}:
        return token.tag_ in {"DT", "RB"}
    if token.lower_ == "so" and token.tag_ == "IN":
        return False
    return token.lower_ in _POINTERS or (token.tag_ == "PRP" and token.lower_ != "it")


def _is_bare(reading: Reading, token: Token, inside: set[int]) -> bool:
    """A definite noun that nothing beside it explains: "the site", not "the site of the wreck"."""
    noun = token.head
    if token.lower_ != "the" or token.dep_ != "det" or noun.pos_ != "NOUN":
        return False
    if noun.lemma_.lower() in _KNOWN or _is_titled(reading, noun):
        return False
    if _is_placed(noun, inside):
        return False
    return not any(_tells_which(child) for child in noun.children if child.i in inside)


def _is_placed(noun: Token, inside: set[int]) -> bool:
    """ "the research at the Hartley Institute", wherever the parser hangs the "at"."""
    if noun.i + 2 not in inside or noun.nbor(1).lower_ not in {"at", "in", "of", "for", "against"}:
        return False
    after = noun.nbor(2)
    name = after.nbor(1) if after.lower_ == "the" and after.i + 1 in inside else after
    return name.pos_ == "PROPN" and name.ent_type_ not in {"DATE", "TIME"}


def _is_titled(reading: Reading, noun: Token) -> bool:
    """What the title names is what the whole article is about."""
    title = re.findall(r"\w+", reading.document.title.lower())
    return noun.lower_ in title or noun.lemma_.lower() in title


def _tells_which(child: Token) -> bool:
    if child.dep_ in _LINKED or child.pos_ == "PROPN" or child.tag_ in _SAYS_WHICH:
        return True
    named = any(grandchild.pos_ == "PROPN" for grandchild in child.children)
    return child.lower_ in _ORDINALS or named or child.ent_type_ in {"NORP", "GPE", "ORG"}


def in_full(reading: Reading, text: str, sentence: Sentence) -> str:
    """The words with each person's name in full where it comes up first."""
    for person in people_of(reading, sentence):
        if person.name in text:
            continue
        short = sorted((a for a in person.aliases if _is_part(a, person.name)), key=len)
        for alias in reversed(short):
            found = re.search(rf"(?<![\w“-]){re.escape(alias)}(?![\w-])", text)
            if found:
                text = text[: found.start()] + person.name + text[found.end() :]
                break
    return text


def _is_part(alias: str, name: str) -> bool:
    return name.endswith(f" {alias}") or name.startswith(f"{alias} ")


def people_of(reading: Reading, sentence: Sentence) -> tuple[Entity, ...]:
    """The people whom a sentence names, each once."""
    named = (reading.entity_at(sentence.paragraph, token.idx) for token in sentence.span)
    people = {e.id: e for e in named if e is not None and e.type is EntityType.PERSON}
    return tuple(people.values())


def is_central(reading: Reading, clause: Clause, actor: Entity | None) -> bool:
    """Whether the clause tells what the article is about, not an aside.

    Somebody who comes up once must do something weighty in a weighty sentence.
    """
    weight = reading.salience[clause.sentence]
    if _is_background(reading, clause):
        return False
    words = load_vocabulary()
    if actor is not None and (len(actor.mentions) >= 2 or _is_in_title(reading, actor)):
        return weight >= (
            _NEWS if _is_news(clause) and len(actor.mentions) >= _FAMILIAR else _SALIENT
        )
    weighty = clause.verb.lemma_ in words.news_verbs | words.change_verbs
    return weighty and weight >= _OUTSTANDING


def _is_news(clause: Clause) -> bool:
    """Somebody was arrested, dismissed, elected … or "is under arrest"."""
    news = load_vocabulary().news_verbs
    return clause.verb.lemma_ in news or any(
        token.lower_ in news
        for child in clause.verb.rights
        for token in child.subtree
        if clause.verb.lemma_ == "be"
    )


def _is_in_title(reading: Reading, entity: Entity) -> bool:
    return any(name in reading.document.title for name in entity.aliases)


def _is_background(reading: Reading, clause: Clause) -> bool:
    """What had happened before the story, or what stands between brackets."""
    helpers = {child.lower_ for child in clause.verb.children if child.dep_ in {"aux", "auxpass"}}
    before = reading.document.paragraphs[clause.predicate.paragraph - 1][: clause.predicate.start]
    return "had" in helpers or before.count("(") > before.count(")")


_TOGETHER = re.compile(r"\b(?:like|unlike|as well as|along with|together with|and also)\b")


def is_alone(reading: Reading, clause: Clause) -> bool:
    """Whether nobody shares in it: not "Ruritania, like Borduria, refused"."""
    paragraph = reading.document.paragraphs[clause.predicate.paragraph - 1]
    between = paragraph[clause.subject.end : clause.predicate.start]
    return _TOGETHER.search(between) is None


def is_sure_person(entity: Entity) -> bool:
    """A full name or a form of address, and evidence beyond the model's vote."""
    first, _, rest = entity.name.partition(" ")
    full = (rest and first.lower() not in _OPENERS) or any(m.title for m in entity.mentions)
    notes = [note for note in entity.evidence if note.startswith("person")]
    human = [note for note in notes if "votes of the model" not in note and "full name" not in note]
    return bool(full) and (bool(human) or len(entity.mentions) >= _FAMILIAR)


def is_sure_body(entity: Entity) -> bool:
    """A name that says it is a body, or a body everybody knows: a model calls a rocket one too."""
    telling = ("noun for a body", "in the list of bodies")
    return any(word in note for note in entity.evidence for word in telling)


def is_obvious(reading: Reading, actor: Entity) -> bool:
    """Whether the article is about this one actor: every second question would have this answer."""
    others = [len(e.mentions) for e in reading.of_type(actor.type) if e.id != actor.id]
    return len(actor.mentions) >= _DOMINANT and len(actor.mentions) > 2 * max(others, default=0)
