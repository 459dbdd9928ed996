"""Which questions say what a teacher is looking for?

The one place that knows how each engine searches: SQLite with FTS5, PostgreSQL with tsvector.
Both are handed folded stems (`bank.words`), so both find the same questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    Subquery,
    column,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session, contains_eager

from quizapp.bank.content import CHILDREN, to_draft
from quizapp.bank.indexing import IN_FORCE
from quizapp.bank.library_models import BankTag, QuestionTag
from quizapp.bank.models import Question, QuestionVersion
from quizapp.bank.sharing import is_readable
from quizapp.bank.tags import normalise_tag
from quizapp.bank.words import Phrase, light_up, read_search, spell
from quizapp.generation.draft import Kind, QuestionDraft, Skill, Status

HITS_ON_A_PAGE = 50
SNIPPET = 90  # characters before and after the first word that was found
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Filters:
    """What every hit must be; None and an empty tag mean any."""

    status: Status | None = None
    kind: Kind | None = None
    skill: Skill | None = None
    bank_id: int | None = None
    tag: str = ""


EVERYTHING = Filters()


@dataclass(frozen=True)
class Hit:
    """A question that was found; pieces of text say which of their words were searched for.

    `snippet` is from the `place` outside the stem that has such a word, if there is one.
    """

    question: Question
    draft: QuestionDraft
    stem: tuple[Piece, ...]
    place: str
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """A page of hits, the best first, and how many there are on all pages."""

    hits: list[Hit]
    total: int


@dataclass(frozen=True)
class Engine:
    """How one database searches: its statement, how it says a phrase, and that all must be."""

    statement: str
    say: Callable[[Phrase], str]
    also: str

    def find(self, phrases: Sequence[Phrase]) -> Subquery:
        """The ids of the questions that hold all phrases, and how well they do (`rank`)."""
        search = self.also.join(self.say(phrase) for phrase in phrases)
        columns = column("id", Integer), column("rank", Float)
        return text(self.statement).bindparams(search=search).columns(*columns).subquery("found")


def search_questions(
    session: Session, teacher_id: int, words: str, filters: Filters = EVERYTHING, page: int = 1
) -> Found:
    """One page of the questions that `teacher_id` may read and that say `words`.

    Without words these are all questions that pass the filters, the newest first.
    """
    phrases = read_search(words)
    if words.strip() and not phrases:
        return Found([], 0)  # signs alone stand in no question
    statement = _select_readable(teacher_id, filters)
    if phrases:
        found = ENGINES[session.get_bind().dialect.name].find(phrases)
        statement = statement.join(found, found.c.id == Question.id).order_by(found.c.rank.desc())
    count = statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    rows = session.execute(
        statement.order_by(Question.id.desc())
        .limit(HITS_ON_A_PAGE)
        .offset((page - 1) * HITS_ON_A_PAGE)
        .options(*CHILDREN)
    )
    hits = [_make_hit(question, version, phrases) for question, version in rows]
    return Found(hits, session.scalar(count) or 0)


def _select_readable(teacher_id: int, filters: Filters) -> Select[Question, QuestionVersion]:
    return (
        select(Question, QuestionVersion)
        .join(QuestionVersion, IN_FORCE)
        .join(Question.bank)
        .join(Question.article)
        .where(is_readable(teacher_id), *_filter(filters))
        .options(contains_eager(Question.bank), contains_eager(Question.article))
    )


def _filter(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.status:
        yield Question.status == filters.status
    if filters.kind:
        yield QuestionVersion.kind == filters.kind
    if filters.skill:
        yield QuestionVersion.skill == filters.skill
    if filters.bank_id:
        yield Question.bank_id == filters.bank_id
    if tag := normalise_tag(filters.tag):
        questions = select(QuestionTag.question_id).where(QuestionTag.word == tag)
        banks = select(BankTag.bank_id).where(BankTag.word == tag)
        yield or_(Question.id.in_(questions), Question.bank_id.in_(banks))


def _make_hit(question: Question, version: QuestionVersion, phrases: list[Phrase]) -> Hit:
    draft = to_draft(version, question)
    place, snippet = _find_snippet(draft, phrases)
    return Hit(question, draft, tuple(light_up(draft.stem, phrases)), place, snippet)


def _find_snippet(draft: QuestionDraft, phrases: list[Phrase]) -> tuple[str, tuple[Piece, ...]]:
    """The first text outside the stem that has a word that was searched for, and its name."""
    for place, said in _list_texts(draft):
        pieces = light_up(said, phrases)
        if any(lit for _, lit in pieces):
            return place, tuple(_cut(pieces))
    return "", ()


def _list_texts(draft: QuestionDraft) -> Iterator[tuple[str, str]]:
    yield from (("Option", option.text) for option in draft.options)
    yield from (("Accepted answer", answer.text) for answer in draft.accepted_answers)
    yield from (("Pair", f"{pair.premise} – {pair.response}") for pair in draft.pairs)
    yield from (("Line", line) for line in draft.order)
    yield ("Evidence", draft.critical_span.quote)
    yield from (("Rationale", it.rationale) for it in draft.options)
    yield ("Rationale", draft.rationale)
    spans = (*draft.distractor_spans, *draft.hidden_spans)
    yield from (("Passage", span.quote) for span in spans)


def _cut(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces around the first one that is lit."""
    left, found = 2 * SNIPPET, False
    for words, lit in pieces:
        if not found and not lit and len(words) > SNIPPET:
            words = f"… {words[-SNIPPET:].partition(' ')[2]}"
        found = found or lit
        if not lit and len(words) > left:
            yield f"{words[:left].rpartition(' ')[0]} …", False
            return
        yield words, lit
        left = max(left - len(words), 0)


def _say_fts5(phrase: Phrase) -> str:
    said = f'"{" ".join(map(spell, phrase.stems))}"'
    return f'({said} OR "{spell(phrase.begins)}"*)' if phrase.begins else said


def _say_tsquery(phrase: Phrase) -> str:
    said = " <-> ".join(f"'{spell(stem)}'" for stem in phrase.stems)
    return f"({said} | '{spell(phrase.begins)}':*)" if phrase.begins else f"({said})"


# The words of the vector are to the letter those that the migration has put the index on.
_VECTOR = (
    "(setweight(to_tsvector('simple', stem), 'A')"
    " || setweight(to_tsvector('simple', labels), 'B')"
    " || setweight(to_tsvector('simple', body), 'C'))"
)
ENGINES = {
    "sqlite": Engine(
        "SELECT rowid AS id, -bm25(question_search, 8.0, 4.0, 1.0) AS rank"
        " FROM question_search WHERE question_search MATCH :search",
        _say_fts5,
        " AND ",
    ),
    "postgresql": Engine(
        f"SELECT question_id AS id, ts_rank({_VECTOR}, to_tsquery('simple', :search)) AS rank"
        f" FROM question_text WHERE {_VECTOR} @@ to_tsquery('simple', :search)",
        _say_tsquery,
        " & ",
    ),
}
