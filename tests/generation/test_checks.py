"""Every gate refuses an example of what it is there to refuse, and lets a sound draft pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import (
    AcceptedAnswer,
    Difficulty,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.reasons import EXPLANATIONS, Reason
from quizapp.reading import Reading
from quizapp.reading.reading import Claim, Entity, EntityType, Mention

TEXT = "Marta Delgren opened the port of Quelmar in 2019. Ivo Brandt said the CSC had paid for it."


def entity(number: int, type_: EntityType, name: str, *aliases: str) -> Entity:
    start = TEXT.find(name)
    mention = Mention(1, start, start + len(name), name, 0)
    return Entity(str(number), type_, name, (name, *aliases), (mention,), ("test",))


READING = Reading(
    document=Document("The Port", (Block(BlockRole.BODY, TEXT),)),
    sentences=(),
    mentions=(),
    entities=(
        entity(1, EntityType.PERSON, "Marta Delgren", "Delgren"),
        entity(2, EntityType.PERSON, "Ivo Brandt", "Brandt"),
        entity(3, EntityType.PLACE, "Quelmar"),
        entity(4, EntityType.ORGANISATION, "CSC"),
        entity(5, EntityType.PERSON, "Anna Osei", "Osei"),
    ),
    roles=(),
    times=(),
    claims=(Claim(1, 66, 89, TEXT[66:89], 1, "Ivo Brandt", "2", "say"),),
    clauses=(),
    salience=(),
)
NAMES = (Option("Marta Delgren", key=True), Option("Ivo Brandt"), Option("Anna Osei"))
SOUND = QuestionDraft(
    uid="q-0000000000",
    kind=Kind.MULTIPLE_CHOICE,
    skill=Skill.DETAIL,
    difficulty=Difficulty.EASY,
    stem="Who opened the port of Quelmar in 2019?",
    critical_span=Span(1, 0, 48, TEXT[0:48]),
    options=NAMES,
)
CLOZE = replace(
    SOUND,
    kind=Kind.CLOZE,
    options=(),
    stem="Marta Delgren opened the port of ____ in 2019.",
    accepted_answers=(AcceptedAnswer("Quelmar"),),
)
ORDERING = replace(
    SOUND,
    kind=Kind.ORDERING,
    options=(),
    stem="Put these in order.",
    order=("Delgren opened the port", "Brandt paid for a crane", "Osei won the race"),
)
MATCHING = replace(
    SOUND,
    kind=Kind.MATCHING,
    options=(),
    stem="Match each person with a role.",
    pairs=(Pair("Osei", "judge"), Pair("Brandt", "pilot"), Pair("Delgren", "baker")),
)


def with_options(*texts: str, key: int = 0) -> QuestionDraft:
    options = tuple(Option(text, key=index == key) for index, text in enumerate(texts))
    return replace(SOUND, options=options)


@pytest.mark.parametrize("draft", [SOUND, CLOZE, ORDERING, MATCHING])
def test_a_sound_draft_passes_every_gate(draft: QuestionDraft) -> None:
    assert find_reasons(draft, READING) == ()


FAILURES: list[tuple[Reason, QuestionDraft]] = [
    (Reason.NOT_ONE_KEY, replace(SOUND, options=(*NAMES[:2], Option("Anna Osei", key=True)))),
    (Reason.NOT_ONE_KEY, replace(CLOZE, accepted_answers=())),
    (Reason.NOT_ONE_KEY, replace(CLOZE, stem="____ opened the port of ____ in 2019.")),
    (Reason.TOO_FEW_OPTIONS, with_options("Marta Delgren", "Ivo Brandt")),
    (Reason.OPTIONS_ALIKE, with_options("Marta Delgren", "Delgren", "Ivo Brandt")),
    (Reason.OPTIONS_ALIKE, with_options("a ship", "a ship", "a crane")),
    (Reason.OPTIONS_MIXED, with_options("Marta Delgren", "Ivo Brandt", "CSC")),
    (Reason.OPTIONS_MIXED, with_options("May 4", "May 5, 2019", "May 7")),
    (Reason.OPTIONS_UNORDERED, with_options("1990", "2021", "2001")),
    (Reason.OPTIONS_ABSOLUTE, with_options("Marta Delgren", "Ivo Brandt", "None of the above")),
    (Reason.KEY_IN_STEM, replace(SOUND, stem="Who opened the port that Delgren had built?")),
    (Reason.KEY_TELLTALE, with_options("the first of all the ports on the coast", "a pier", "mud")),
    (Reason.DANGLING_PRONOUN, replace(SOUND, stem="Who opened it for the people of Quelmar?")),
    (Reason.DANGLING_PRONOUN, replace(SOUND, stem="When was their old port opened at last?")),
    (Reason.VAGUE_REFERENCE, replace(SOUND, stem="Who criticised the move in Quelmar?")),
    (Reason.VAGUE_REFERENCE, replace(SOUND, stem="Who opened the port of Quelmar last month?")),
    (Reason.UNBALANCED_MARKS, replace(SOUND, stem="Who opened the “new port of Quelmar?")),
    (Reason.STEM_TOO_LONG, replace(SOUND, stem="Who " + "opened and closed " * 12 + "ports?")),
    (Reason.STEM_TOO_SHORT, replace(SOUND, stem="Who opened it?")),
    (Reason.NEGATIVE_STEM, replace(SOUND, stem="Who did not open the port of Quelmar?")),
    (Reason.SPAN_MISQUOTED, replace(SOUND, critical_span=Span(1, 0, 5, "Marie"))),
    (Reason.SPAN_MISQUOTED, replace(SOUND, critical_span=Span(7, 0, 5, "Marta"))),
    (
        Reason.ATTRIBUTION_LOST,
        replace(SOUND, stem="Who had paid for a port?", critical_span=Span(1, 66, 88, TEXT[66:88])),
    ),
    (Reason.ORDER_UNCLEAR, replace(ORDERING, order=("Delgren opened the port", "Osei won it"))),
    (Reason.PAIRS_UNCLEAR, replace(MATCHING, pairs=(*MATCHING.pairs[:2], Pair("Ito", "judge")))),
]


@pytest.mark.parametrize(("reason", "draft"), FAILURES)
def test_each_gate_refuses_its_failure(reason: Reason, draft: QuestionDraft) -> None:
    assert reason in find_reasons(draft, READING)


def test_every_reason_is_shown_to_fail_and_said_in_plain_words() -> None:
    # Said of a pattern's record and of a language model, not of what a draft says.
    of_writers = {Reason.PATTERN_ON_TRIAL, Reason.WRITTEN_BY_MODEL, Reason.GUESSED}
    of_writers |= {Reason.KEY_ECHOES, Reason.OPTION_STRANGE}
    assert {reason for reason, _ in FAILURES} | of_writers == set(Reason) == set(EXPLANATIONS)
    assert all(text.endswith(".") for text in EXPLANATIONS.values())


def test_attribution_is_kept_by_naming_the_source() -> None:
    draft = replace(
        SOUND,
        stem="According to Ivo Brandt, which body had paid for the port?",
        critical_span=Span(1, 66, 88, TEXT[66:88]),
        options=(),
        kind=Kind.SHORT_ANSWER,
        accepted_answers=(AcceptedAnswer("CSC"),),
    )
    assert Reason.ATTRIBUTION_LOST not in find_reasons(draft, READING)


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=5))
def test_the_gates_judge_any_text_without_failing(stem: str, texts: list[str]) -> None:
    draft = replace(with_options(*texts), stem=stem)
    assert set(find_reasons(draft, READING)) <= set(Reason)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_span_that_quotes_its_paragraph_passes(start: int, length: int) -> None:
    end = min(start + length, len(TEXT))
    start = min(start, end)
    draft = replace(SOUND, critical_span=Span(1, start, end, TEXT[start:end]))
    assert Reason.SPAN_MISQUOTED not in find_reasons(draft, READING)
