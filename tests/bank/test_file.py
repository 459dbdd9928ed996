"""A bank file says what the bank says: nothing is lost on the way, and errors name the place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.file import (
    BankFileError,
    parse_bank,
    read_bank,
    schema_errors,
    to_bank_file,
    write_bank,
)
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Option,
    Origin,
    Pair,
    QuestionDraft,
    Skill,
    Status,
)
from tests.factories import DOCUMENT, choice, one_of_each_kind, span

# What YAML can write: no lone surrogates, no control characters.
texts = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=40
)


@st.composite
def drafts(draw: st.DrawFn) -> QuestionDraft:
    """A question of any kind with other words, evidence and remarks."""
    draft = draw(st.sampled_from(one_of_each_kind()))
    return replace(
        draft,
        uid=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{1,20}", fullmatch=True)),
        skill=draw(st.sampled_from(Skill)),
        difficulty=draw(st.sampled_from(Difficulty)),
        stem=draw(texts),
        rationale=draw(st.just("") | texts),
        options=tuple(
            replace(
                option,
                text=draw(texts),
                rationale=draw(st.just("") | texts),
                distractor_class=draw(st.none() | st.sampled_from(DistractorClass)),
            )
            for option in draft.options
        ),
        accepted_answers=tuple(
            replace(answer, text=draw(texts)) for answer in draft.accepted_answers
        ),
        pairs=tuple(Pair(draw(st.just("") | texts), draw(texts)) for _ in draft.pairs),
        order=tuple(draw(texts) for _ in draft.order),
        distractor_spans=draw(st.sampled_from([(), (span(1, "a flood"), span(2, "May 4"))])),
        origin=draw(st.sampled_from(Origin)),
        pattern=draw(st.just("") | texts),
        writer=draw(st.just("") | texts),
        confidence=draw(st.integers(0, 1000)) / 1000,
        status=draw(st.sampled_from(Status)),
        reasons=tuple(draw(st.lists(texts, max_size=2))),
    )


@given(st.lists(drafts(), max_size=3).map(tuple), st.integers(0, 10**6))
def test_what_is_written_reads_the_same(questions: tuple[QuestionDraft, ...], seed: int) -> None:
    mapping = parse_bank(write_bank(DOCUMENT, "../passage.md", questions, seed))
    assert list(schema_errors(mapping)) == []
    bank = to_bank_file(mapping)
    assert (bank.questions, bank.seed) == (questions, seed)
    assert (bank.title, bank.passage) == (DOCUMENT.title, "../passage.md")
    assert (bank.level, bank.sha256) == (DOCUMENT.level, DOCUMENT.sha256)


@given(st.lists(drafts(), max_size=3).map(tuple))
def test_the_same_bank_gives_the_same_bytes(questions: tuple[QuestionDraft, ...]) -> None:
    text = write_bank(DOCUMENT, "p.md", questions, 1)
    assert text == write_bank(DOCUMENT, "p.md", copy.deepcopy(questions), 1)
    assert text == write_bank(DOCUMENT, "p.md", to_bank_file(parse_bank(text)).questions, 1)


def test_what_a_kind_does_not_use_is_left_out() -> None:
    (entry,) = parse_bank(write_bank(DOCUMENT, "p.md", (choice(),), 1))["questions"]
    assert not {"accepted_answers", "pairs", "order", "rationale", "reasons"} & set(entry)
    assert entry["options"][0] == {
        "text": "Jana Kralova",
        "key": True,
        "rationale": "The second paragraph says so.",
    }


def test_letters_stand_in_the_file_as_they_are() -> None:
    draft = choice(options=(Option("Králová", True), Option("Алматы")))
    text = write_bank(DOCUMENT, "p.md", (draft,), 1)
    assert "Králová" in text
    assert "Алматы" in text


def remove(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda mapping: mapping.pop(key)


def change(*way: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    """Put `to` at the place that `way` leads to."""

    def apply(mapping: dict[str, Any]) -> None:
        at: Any = mapping
        for step in way[:-1]:
            at = at[step]
        at[way[-1]] = to

    return apply


@pytest.mark.parametrize(
    ("damage", "place", "message"),
    [
        (remove("article"), (), "'article' is a required property"),
        (change("extra", to=1), (), "'extra' was unexpected"),
        (change("article", "sha256", to="abc"), ("article", "sha256"), "does not match"),
        (change("generator", "seed", to=-1), ("generator", "seed"), "less than the minimum"),
        (change("questions", to="none"), ("questions",), "is not of type 'array'"),
        (change("questions", 0, "kind", to="essay"), ("questions", 0, "kind"), "'essay' is not"),
        (change("questions", 0, "id", to="A B"), ("questions", 0, "id"), "does not match"),
        (change("questions", 0, "stem", to=""), ("questions", 0, "stem"), "non-empty"),
        (
            change("questions", 0, "options", 1, "key", to="yes"),
            ("questions", 0, "options", 1, "key"),
            "is not of type 'boolean'",
        ),
        (
            change("questions", 0, "critical_span", "paragraph", to=0),
            ("questions", 0, "critical_span", "paragraph"),
            "less than the minimum",
        ),
        (
            change("questions", 0, "confidence", to=2),
            ("questions", 0, "confidence"),
            "greater than the maximum",
        ),
    ],
)
def test_a_place_that_breaks_the_schema_is_named(
    tmp_path: Path,
    damage: Callable[[dict[str, Any]], None],
    place: tuple[str | int, ...],
    message: str,
) -> None:
    mapping = parse_bank(write_bank(DOCUMENT, "p.md", (choice(),), 1))
    damage(mapping)
    ((found_place, found_message),) = schema_errors(mapping)
    assert found_place == place
    assert message in found_message


def test_an_undamaged_bank_can_be_read_and_a_damaged_one_says_where(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    text = write_bank(DOCUMENT, "p.md", (choice(),), 1)
    path.write_text(text, encoding="utf-8")
    assert read_bank(path).questions == (choice(),)
    path.write_text(text.replace("skill: detail", "skill: magic"), encoding="utf-8")
    with pytest.raises(BankFileError, match=r"bank\.yaml: questions\.0\.skill: 'magic' is not"):
        read_bank(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("article: [", "this is no YAML"),
        ("when: 2022-02-31", "this is no YAML"),
        ("a: !!python/object:os.system x", "this is no YAML"),
        ("", "a bank is a mapping"),
        ("- one\n- two", "a bank is a mapping"),
        ("just words", "a bank is a mapping"),
    ],
)
def test_what_is_no_bank_at_all_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(BankFileError, match=message):
        parse_bank(text)
