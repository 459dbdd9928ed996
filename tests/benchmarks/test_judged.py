"""What a filled form comes to."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks import judged
from benchmarks.judged import (
    FormError,
    Judgement,
    by_pattern,
    interval_of,
    is_as_keyed,
    read_form,
    share_of,
    summarise,
)

KEY: dict[str, dict[str, Any]] = {
    "Q1": {"article": "a", "origin": "generated_draft", "pattern": "who_did", "keys": ["B"]},
    "Q2": {"article": "b", "origin": "generated_draft", "pattern": "when_did", "keys": ["1999"]},
    "Q3": {"article": "a", "origin": "human", "pattern": "", "keys": ["1B 2A"]},
    "Q4": {"article": "b", "origin": "damaged", "pattern": "who_did", "keys": ["A"]},
}
ROWS = [
    {"id": "Q1", "answer": "b", "C2": "no", "verdict": "Accept"},
    {"id": "Q2", "answer": "1998", "C9": "", "verdict": "edit"},
    {"id": "Q3", "answer": "1b, 2a", "verdict": "accept"},
    {"id": "Q4", "answer": "", "C4": "No", "C7": "yes", "verdict": "reject"},
]


def judge(article: str, verdict: str) -> Judgement:
    return Judgement(article, "human", "", verdict, as_keyed=None)


def test_a_form_is_read_with_what_the_judge_was_not_told() -> None:
    first, second, third, fourth = read_form(ROWS, KEY)
    assert first == Judgement("a", "generated_draft", "who_did", "accept", True, ("C2",))
    assert (second.as_keyed, third.as_keyed, fourth.as_keyed) == (False, True, None)
    assert fourth.failed == ("C4",)


def test_a_row_without_a_verdict_is_left_out() -> None:
    assert read_form([{"id": "Q1", "answer": "B", "verdict": " "}], KEY) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "Q1", "verdict": "good"}, "Line 2: the verdict “good” is none of accept"),
        ({"id;answer;verdict": "Q1;B;edit"}, "The form has no column “verdict”"),
        ({"id": "Q9", "verdict": "edit"}, "Line 2: the key file has no question “Q9”."),
    ],
)
def test_a_row_that_cannot_be_counted_is_refused(row: dict[str, str], message: str) -> None:
    with pytest.raises(FormError, match=message):
        read_form([row], KEY)


def test_an_answer_is_compared_without_case_and_marks() -> None:
    assert is_as_keyed("c, a, b.", ["C A B"])
    assert is_as_keyed("The lighthouse", ["lighthouse", "the lighthouse"])
    assert not is_as_keyed("c b a", ["C A B"])


def test_a_share_is_exact() -> None:
    judgements = [judge("a", "accept"), judge("a", "accept"), judge("b", "edit")]
    assert share_of(judgements, "accept") == 2 / 3
    assert share_of(judgements, "reject") == 0


def test_the_interval_of_two_opposite_articles_goes_from_end_to_end() -> None:
    judgements = [judge("a", "accept"), judge("b", "reject")]
    assert interval_of(judgements, "accept", Random(1)) == (0.0, 1.0)


def test_articles_that_agree_with_each_other_leave_no_width() -> None:
    """Half of each article is accepted: whichever articles are drawn, the share is a half."""
    judgements = [judge(article, verdict) for article in "abc" for verdict in ("accept", "edit")]
    assert interval_of(judgements, "accept", Random(1)) == (0.5, 0.5)


def test_one_article_gives_no_interval() -> None:
    assert interval_of([judge("a", "accept"), judge("a", "edit")], "accept", Random(1)) is None


def test_unanimity_has_the_exact_binomial_bound() -> None:
    judgements = [judge(article, "accept") for article in "ab" for _ in range(36)]
    low, high = interval_of(judgements, "accept", Random(1)) or (0.0, 0.0)
    assert (round(low, 4), high) == (0.9501, 1.0)  # 0.025 ** (1 / 72)
    low, high = interval_of(judgements, "reject", Random(1)) or (0.0, 0.0)
    assert (low, round(high, 4)) == (0.0, 0.0499)
    assert (interval_of(judgements[1:], "accept", Random(1)) or (1.0, 1.0))[0] < 0.95


def test_one_seed_gives_one_interval() -> None:
    verdicts = {"a": "accept", "b": "edit", "c": "accept", "d": "accept", "e": "reject"}
    judgements = [judge(article, verdict) for article, verdict in verdicts.items()]
    first, second = (interval_of(judgements, "accept", Random(7)) for _ in range(2))
    assert first == second
    assert first is not None
    assert first[0] < 0.6 < first[1]


def test_shares_are_told_by_origin() -> None:
    summary = summarise(read_form(ROWS, KEY), lambda each: each.origin, seed=1)
    assert list(summary) == ["damaged", "generated_draft", "human"]
    generated = summary["generated_draft"]
    assert (generated["questions"], generated["articles"]) == (2, 2)
    assert generated["answered_as_keyed"] == 0.5
    assert generated["accept"] == {"share": 0.5, "interval": (0.0, 1.0)}
    assert generated["failed"] == {"C2": 1}
    assert summary["damaged"]["reject"] == {"share": 1.0, "interval": None}
    assert summary["damaged"]["answered_as_keyed"] is None


def test_a_damaged_question_says_nothing_about_its_pattern() -> None:
    assert [each.pattern for each in by_pattern(read_form(ROWS, KEY))] == ["who_did", "when_did"]


def test_the_command_prints_and_writes_the_shares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, key, out = tmp_path / "form.csv", tmp_path / "key.json", tmp_path / "judged.json"
    key.write_text(json.dumps(KEY), "utf-8")
    with form.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "answer", "C2", "C4", "C7", "C9", "verdict"])
        writer.writeheader()
        writer.writerows(ROWS)
    judged.main([str(form), str(key), f"--out={out}"])
    record = json.loads(out.read_text("utf-8"))
    assert record["judged"] == 4
    assert set(record["patterns"]) == {"who_did", "when_did"}
    assert "50 % (0–100)" in capsys.readouterr().out


def test_a_form_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        judged.main([str(tmp_path / "absent.csv"), str(tmp_path / "key.json")])
    assert "absent.csv" in capsys.readouterr().out
