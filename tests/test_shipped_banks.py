"""The shipped banks: every question rests on its passage, and none gives its key away."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    TEXT_KINDS,
    Difficulty,
    DistractorClass,
    Kind,
    Origin,
    Skill,
    Status,
)

BANKS = Path(__file__).parents[1] / "questions"
QUESTIONS_OF_LEVEL = {"introductory": 14, "intermediate": 20, "advanced": 34}
SINGLE_ANSWER_KINDS = {"multiple_choice", "true_false", "true_false_not_given"}
FIXED_OPTIONS = {
    "true_false": ["True", "False"],
    "true_false_not_given": ["True", "False", "Not given"],
}
QUESTION_KEYS = [
    "id",
    "kind",
    "skill",
    "difficulty",
    "stem",
    "options",
    "accepted_answers",
    "pairs",
    "order",
    "rationale",
    "critical_span",
    "distractor_spans",
    "hidden_spans",
    "origin",
    "pattern",
    "confidence",
    "status",
]

levels = pytest.mark.parametrize("level", QUESTIONS_OF_LEVEL)


def path_of(level: str) -> Path:
    return BANKS / f"kazakhstan-january-2022.{level}.yaml"


def read_bank(level: str) -> dict[str, Any]:
    bank: dict[str, Any] = yaml.safe_load(path_of(level).read_text(encoding="utf-8"))
    return bank


def questions_of(level: str) -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = read_bank(level)["questions"]
    return questions


def paragraphs_of(level: str) -> list[str]:
    """Return the body paragraphs of the passage that the bank names, headings left out."""
    passage = path_of(level).parent / read_bank(level)["article"]["file"]
    body = passage.read_text(encoding="utf-8").split("---\n", 2)[2]
    blocks = (" ".join(block.split("\n")) for block in body.strip().split("\n\n"))
    return [block for block in blocks if not block.startswith("#")]


def keys_of(question: dict[str, Any]) -> list[str]:
    return [option["text"] for option in question["options"] if option["key"]]


def of_kind(level: str, kind: str) -> list[dict[str, Any]]:
    return [question for question in questions_of(level) if question["kind"] == kind]


@levels
def test_bank_fits_its_passage(level: str) -> None:
    bank = read_bank(level)
    assert list(bank) == ["article", "generator", "questions"]
    assert bank["article"]["level"] == level
    digest = hashlib.sha256("\n\n".join(paragraphs_of(level)).encode()).hexdigest()
    assert bank["article"]["sha256"] == digest
    assert bank["generator"] == {"name": "quizapp", "version": "0.1.0", "seed": 1}


@levels
def test_bank_is_large_enough_and_ids_are_unique(level: str) -> None:
    ids = [question["id"] for question in questions_of(level)]
    assert len(ids) >= QUESTIONS_OF_LEVEL[level]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) for name in ids)


@levels
def test_questions_speak_the_words_of_the_draft(level: str) -> None:
    for question in questions_of(level):
        assert list(question) == [key for key in QUESTION_KEYS if key in question], question["id"]
        assert question["kind"] in set(Kind)
        assert question["skill"] in set(Skill)
        assert question["difficulty"] in set(Difficulty)
        authored = question["origin"] == Origin.AUTHORED
        assert authored == (question["pattern"] == "authored"), question["id"]
        assert authored == (question["confidence"] == 1.0), question["id"]
        assert question["status"] == Status.APPROVED


@levels
def test_both_origins_are_there_and_labelled(level: str) -> None:
    origins = [question["origin"] for question in questions_of(level)]
    assert origins.count(Origin.AUTHORED) >= 14
    assert origins.count(Origin.GENERATED) >= 5


@levels
def test_quotes_stand_at_their_offsets(level: str) -> None:
    paragraphs = paragraphs_of(level)
    for question in questions_of(level):
        for span in [question["critical_span"], *question.get("distractor_spans", [])]:
            text = paragraphs[span["paragraph"] - 1]
            assert text[span["start"] : span["end"]] == span["quote"] != "", question["id"]


@levels
def test_options_are_complete(level: str) -> None:
    for question in questions_of(level):
        assert ("options" in question) == (question["kind"] in CHOICE_KINDS), question["id"]
        options = question.get("options", [])
        texts = [option["text"] for option in options]
        assert len(set(texts)) == len(texts), question["id"]
        assert texts == FIXED_OPTIONS.get(question["kind"], texts), question["id"]
        for option in options:
            assert option["rationale"].endswith((".", '."')), question["id"]
            assert ("distractor_class" in option) != option["key"], question["id"]
            if not option["key"]:
                assert option["distractor_class"] in set(DistractorClass)


@levels
def test_single_answer_kinds_have_exactly_one_key(level: str) -> None:
    for question in questions_of(level):
        if question["kind"] in SINGLE_ANSWER_KINDS:
            assert len(keys_of(question)) == 1, question["id"]
        if question["kind"] == "multiple_choice":
            assert len(question["options"]) == 4, question["id"]
        if question["kind"] == "multiple_response":
            assert 2 <= len(keys_of(question)) < len(question["options"]), question["id"]


@levels
def test_kinds_without_options_are_complete(level: str) -> None:
    for question in questions_of(level):
        kind = question["kind"]
        assert ("rationale" in question) == (kind not in CHOICE_KINDS), question["id"]
        assert ("accepted_answers" in question) == (kind in TEXT_KINDS), question["id"]
        assert ("pairs" in question) == (kind == "matching"), question["id"]
        assert ("order" in question) == (kind == "ordering"), question["id"]
        if kind == "cloze":
            gaps = {answer.get("gap", 1) for answer in question["accepted_answers"]}
            assert gaps == set(range(1, question["stem"].count(GAP) + 1)), question["id"]
        if kind == "numerical":
            assert all(float(answer["text"]) for answer in question["accepted_answers"])
            assert all(float(answer["tolerance"]) >= 0 for answer in question["accepted_answers"])
        if kind == "matching":
            responses = [pair["response"] for pair in question["pairs"]]
            assert len(set(responses)) == len(responses) >= 3, question["id"]
        if kind == "ordering":
            assert len(set(question["order"])) == len(question["order"]) >= 3, question["id"]


@levels
@pytest.mark.parametrize(
    ("stem", "key"),
    [
        (r"arrest", r"Masimov"),
        (r"renamed", r"2019"),
        (r"peacekeepers", r"CSTO|Collective Security Treaty Organization"),
    ],
    ids=["who-was-arrested", "when-astana-was-renamed", "who-sent-peacekeepers"],
)
def test_the_three_questions_that_must_be_asked(level: str, stem: str, key: str) -> None:
    assert any(
        re.search(stem, question["stem"]) and re.search(key, keys_of(question)[0])
        for question in of_kind(level, "multiple_choice")
    )


@levels
def test_the_key_is_seldom_the_longest_option(level: str) -> None:
    questions = of_kind(level, "multiple_choice")
    longest = 0
    for question in questions:
        lengths = [len(option["text"]) for option in question["options"] if not option["key"]]
        longest += len(keys_of(question)[0]) > max(lengths)
    assert longest / len(questions) < 0.35


@levels
def test_every_position_holds_the_key_often_enough(level: str) -> None:
    questions = of_kind(level, "multiple_choice")
    positions = Counter(
        [option["key"] for option in question["options"]].index(True) for question in questions
    )
    assert all(positions[position] / len(questions) >= 0.15 for position in range(4)), positions


@levels
def test_the_key_does_not_stand_in_the_stem(level: str) -> None:
    for question in of_kind(level, "multiple_choice"):
        assert keys_of(question)[0].lower() not in question["stem"].lower(), question["id"]


@levels
def test_stems_do_without_known_flaws(level: str) -> None:
    for question in questions_of(level):
        texts = [option["text"].lower() for option in question.get("options", [])]
        assert not re.search(r"\bNOT\b|\bEXCEPT\b", question["stem"]), question["id"]
        places = question["kind"] in {Kind.INSERTION, Kind.SELECT_SENTENCE}
        assert places or not re.search(r"paragraph \d", question["stem"]), question["id"]
        assert not any("of the above" in text for text in texts), question["id"]


def test_every_paragraph_of_the_advanced_level_is_asked_about() -> None:
    asked = {question["critical_span"]["paragraph"] for question in questions_of("advanced")}
    assert asked == set(range(1, len(paragraphs_of("advanced")) + 1))


def test_the_advanced_bank_uses_every_kind() -> None:
    assert {question["kind"] for question in questions_of("advanced")} == set(Kind)


@levels
def test_many_questions_ask_for_more_than_details(level: str) -> None:
    skills = [question["skill"] for question in questions_of(level)]
    assert 1 - skills.count("detail") / len(skills) >= 0.4
