"""What `python -m benchmarks.eval` measures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import eval as evaluation
from benchmarks.texts import ARTICLES, SEEDS, MissingTextsError, Text, join_texts, load_texts
from benchmarks.timing import Pace, add_up
from benchmarks.yields import describe_bank, measure_yield, per_thousand, tally
from quizapp.generation.draft import (
    Difficulty,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)


def choice(*texts: str, key: int, skill: Skill = Skill.DETAIL) -> QuestionDraft:
    """A multiple-choice question with these options."""
    return QuestionDraft(
        uid="q",
        kind=Kind.MULTIPLE_CHOICE,
        skill=skill,
        difficulty=Difficulty.EASY,
        stem="Who opened the market?",
        critical_span=Span(1, 0, 1, "A"),
        options=tuple(Option(text, key=index == key) for index, text in enumerate(texts)),
        pattern="who_did",
    )


def test_a_run_prints_and_writes_what_it_measured(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "eval.json"
    evaluation.main([str(folder), "--repeats=1", "--growth", "300", f"--out={out}"])
    record = json.loads(out.read_text("utf-8"))
    assert set(record["texts"]) == {"harbour", "orchard"}
    assert record["words"] == sum(text["words"] for text in record["texts"].values())
    assert record["all"]["candidates"] == sum(p["candidates"] for p in record["patterns"].values())
    assert record["all"]["candidates"] == sum(k["candidates"] for k in record["kinds"].values())
    assert record["bank"]["all"]["questions"] == record["all"]["drafts"] + record["all"]["approved"]
    assert record["all"]["candidates"] > 0
    assert record["speed"]["all"]["ratio_to_parse"] > 0
    assert record["growth"][0]["words"] >= 300
    assert record["peak_memory_mb"] > 10
    printed = capsys.readouterr().out
    assert "harbour" in printed
    assert "Peak memory" in printed


def test_every_candidate_is_dropped_left_out_or_kept(texts: tuple[Text, ...]) -> None:
    yields = [measure_yield(text, seed=1) for text in texts]
    for counts in tally(yields, lambda draft: draft.pattern).values():
        kept = counts.approved + counts.drafts
        assert counts.candidates == counts.dropped + counts.left_out + kept
        assert counts.left_out >= 0
        assert bool(counts.reasons) == bool(counts.dropped)


def test_counts_are_given_per_thousand_words() -> None:
    assert per_thousand(3, 750) == 4.0
    assert per_thousand(3, 0) == 0.0


def test_the_look_of_a_bank_is_told_in_shares() -> None:
    bank = [
        choice("Lena Marsh", "Paul", key=0),
        choice("Lena", "Paul", key=1, skill=Skill.CAUSE),
        choice("1998", "12003", key=1),  # of numbers the length says nothing
    ]
    looks = describe_bank(bank)
    assert looks["beyond_detail"] == 0.333
    assert (looks["key_longest"], looks["key_longest_of"]) == (0.5, 2)
    assert looks["key_places"] == {"A": 0.333, "B": 0.667}


def test_of_an_empty_bank_no_share_is_told() -> None:
    looks = describe_bank([])
    assert looks["questions"] == 0
    assert looks["beyond_detail"] is looks["key_longest"] is None


def test_documents_are_added_up_by_their_seconds() -> None:
    whole = add_up([Pace(100, 1.0, 1.5, 0.5), Pace(300, 1.0, 1.0, 1.0)])
    assert (whole.words, whole.total, whole.ratio) == (400, 4.0, 2.0)


def test_a_long_text_is_made_of_whole_paragraphs(texts: tuple[Text, ...]) -> None:
    known = {paragraph for text in texts for paragraph in text.document.paragraphs}
    document = join_texts(texts, 1000)
    longest = max(len(paragraph.split()) for paragraph in known)
    assert 1000 <= document.word_count < 1000 + longest
    assert set(document.paragraphs) == known


def test_a_default_folder_that_is_absent_is_no_error(tmp_path: Path) -> None:
    with pytest.raises(MissingTextsError, match="There is no article in") as missing:
        load_texts([], [tmp_path / "absent"])
    assert missing.value.exit_code == 0


@pytest.mark.parametrize("make", [lambda path: None, Path.mkdir], ids=["absent", "empty"])
def test_a_folder_that_was_asked_for_must_have_articles(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "asked")
    with pytest.raises(MissingTextsError, match="There is no") as missing:
        load_texts([tmp_path / "asked"], [])
    assert missing.value.exit_code == 2


def test_a_command_says_what_is_missing_and_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        evaluation.main([str(tmp_path / "absent")])
    assert capsys.readouterr().out.startswith("There is no file or folder ")


@pytest.mark.skipif(not ARTICLES.exists(), reason="the shared texts are not beside the project")
def test_the_shared_texts_are_found_without_being_named() -> None:
    assert len(load_texts([], (ARTICLES, SEEDS))) >= 9
