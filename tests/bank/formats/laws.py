"""What holds of every format that is both written and read: hypothesis makes the questions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.formats.exchange import Format, Incoming, Item, Parcel, quote_span, reduce_to
from quizapp.bank.formats.registry import write_parcel
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Skill,
)

# Letters of several scripts, and every sign that some format gives a meaning to.
SIGNS = st.sampled_from("abcXYZ äßøñ жщ 漢 😀 =~#{}:\\%->/*<>&\"'“”,;.()[]$@!?|_0123456789")


def texts(least: int = 1, most: int = 40) -> SearchStrategy[str]:
    """One line of text with single spaces, neither empty nor with a gap in it."""
    return (
        st.text(SIGNS, min_size=least, max_size=most)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: len(text) >= least and GAP not in text)
    )


SPANS = st.builds(quote_span, st.integers(1, 9), texts(3))


@st.composite
def drafts(draw: DrawFn, kind: Kind) -> QuestionDraft:
    """A sound question of the kind, evidence in any place."""
    common = {
        "uid": draw(st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8})?", fullmatch=True)),
        "kind": kind,
        "skill": draw(st.sampled_from(Skill)),
        "difficulty": draw(st.sampled_from(Difficulty)),
        "critical_span": draw(SPANS),
        "stem": draw(texts(3)),
        "writer": draw(st.sampled_from(["", "llama3.2:3b", "org/model 7B"])),
    }
    rationale = draw(st.just("") | texts(3))
    if kind in CHOICE_KINDS:
        return QuestionDraft(**common, options=draw(_options(kind)))
    if kind is Kind.MATCHING:
        return QuestionDraft(**common, pairs=draw(_pairs()), rationale=rationale)
    if kind is Kind.ORDERING:
        order = draw(st.lists(texts(), min_size=3, max_size=5, unique_by=str.casefold))
        return QuestionDraft(**common, order=tuple(order), rationale=rationale)
    if kind is Kind.CLOZE:
        gaps = draw(st.integers(1, 3))
        parts = [draw(texts(3)) for _ in range(gaps + 1)]
        common["stem"] = f" {GAP} ".join(parts)
        answers = [_answers(gap) for gap in range(1, gaps + 1)]
        accepted = tuple(answer for it in answers for answer in draw(it))
        return QuestionDraft(**common, accepted_answers=accepted, rationale=rationale)
    if kind is Kind.NUMERICAL:
        number = st.decimals(-9999, 9999, places=2).map(lambda it: f"{it.normalize():f}")
        tolerance = st.sampled_from(["", "0.5", "2"])
        answer = AcceptedAnswer(draw(number), tolerance=draw(tolerance))
        return QuestionDraft(**common, accepted_answers=(answer,), rationale=rationale)
    return QuestionDraft(**common, accepted_answers=draw(_answers(1)), rationale=rationale)


def _answers(gap: int) -> SearchStrategy[tuple[AcceptedAnswer, ...]]:
    words = st.lists(texts(), min_size=1, max_size=3, unique_by=str.casefold)
    return words.map(lambda them: tuple(AcceptedAnswer(it, gap) for it in them))


@st.composite
def _pairs(draw: DrawFn) -> tuple[Pair, ...]:
    premises = draw(st.lists(texts(), min_size=2, max_size=4, unique=True))
    count = len(premises) + draw(st.integers(0, 2))
    responses = draw(st.lists(texts(), min_size=count, max_size=count, unique=True))
    premises += [""] * (count - len(premises))
    return tuple(Pair(*it) for it in zip(premises, responses, strict=True))


@st.composite
def _options(draw: DrawFn, kind: Kind) -> tuple[Option, ...]:
    fixed = FIXED_OPTIONS.get(kind)
    words = fixed or draw(st.lists(texts(), min_size=2, max_size=6, unique_by=str.casefold))
    several = kind is Kind.MULTIPLE_RESPONSE
    most = len(words) - 1 if several else 1
    keys = draw(st.sets(st.integers(0, len(words) - 1), min_size=1, max_size=most))
    classes = st.none() | st.sampled_from(DistractorClass)
    return tuple(
        Option(
            text,
            at in keys,
            draw(st.just("") | texts(3)),
            None if at in keys else draw(classes),
        )
        for at, text in enumerate(words)
    )


PASSAGES = st.builds(
    lambda title, body: Document(title, tuple(Block(BlockRole.BODY, it) for it in body)),
    texts(3),
    st.lists(texts(10), min_size=1, max_size=4),
)
TAGS = st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=3, unique=True)


@st.composite
def parcels(draw: DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Parcel:
    """Up to five questions about up to two passages."""
    passages = draw(st.lists(PASSAGES, max_size=2, unique_by=lambda it: it.title))
    chosen = draw(st.lists(st.sampled_from(kinds).flatmap(drafts), min_size=1, max_size=5))
    items = []
    for at, draft in enumerate(chosen):
        index = draw(st.integers(0, len(passages) - 1)) if passages else None
        own = replace(draft, uid=f"{draft.uid}-{at}")
        items.append(Item(own, index, tuple(sorted(draw(TAGS)))))
    return Parcel(draw(texts(3)), tuple(items), tuple(passages))


def assert_it_comes_back(kept: Format, parcel: Parcel) -> Incoming:
    """Written and read again, every question says what the format can carry of it."""
    expected = [reduced for it in parcel.items if (reduced := reduce_to(it, kept))]
    if not expected or kept.read is None:
        return Incoming(Parcel())
    incoming = kept.read(write_parcel(parcel, kept).content)
    assert [it for it in incoming.notices if it.is_lost] == []
    found = [replace(it, place="") for it in incoming.parcel.items]
    assert [it.draft for it in found] == [it.draft for it in expected]
    assert [it.tags for it in found] == [it.tags for it in expected]
    for got, wanted in zip(found, expected, strict=True):
        assert (got.passage is None) == (wanted.passage is None)
        if got.passage is not None and wanted.passage is not None:
            ours, theirs = parcel.passages[wanted.passage], incoming.parcel.passages[got.passage]
            assert (ours.title, ours.paragraphs) == (theirs.title, theirs.paragraphs)
    return incoming
