"""What `quizapp read` prints for a person and for a program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizapp.cli.content import generate, read

ARTICLE = """---
title: The cranes of Quelmar
date: 2024-06-01
---

Skip to main content

Marta Delgren, the head of the Coastal Safety Committee (CSC), visited the port of Quelmar on
May 2. She said that the cranes were not safe, because they had never been repaired. Ivo Brandt,
the captain of the port, did not agree with Delgren.

## What the papers wrote

Brandt was reportedly sacked on May 4, but the CSC said that he is still at his post. The
committee opened an office in Newhaven in 2019. Although the office is small, it controls the
safety of eleven ports, and its engineers travel from one to the next all through the year.

The cranes were closed on 8 May. Brandt ordered two new cranes from a company in Oldhaven, and
the workers of the port will learn to use them in the autumn before the storms begin again.
"""
MUSING = "\n\n".join(
    f"Perhaps one could say that hope {verb} slowly. If somebody were to ask, nobody would know "
    "what to answer, and it may be that there is never an answer to such things. We might wait, "
    "or we might go, and perhaps it would all come to the same in the end."
    for verb in ("grows", "fades", "sleeps")
)

Run = Callable[..., Result]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "cranes.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def page(article: Path, *options: str) -> str:
    result = CliRunner().invoke(read, [str(article), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_page_has_every_part_and_fits_into_a_hundred_columns(article: Path) -> None:
    text = page(article)
    for part in (
        "NAMES (",
        "TIMELINE (",
        "WHO SAYS WHAT (",
        "STATEMENTS THAT ARE NO PLAIN FACTS (",
        "RELATIONS (",
        "WHAT MATTERS MOST (",
    ):
        assert part in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_body_headings_and_boilerplate_are_counted_and_shown(article: Path) -> None:
    text = page(article)
    assert "3 paragraphs, " in text
    assert "1 block left out" in text
    assert "boilerplate Skip to main content" in text
    assert "heading     What the papers wrote" in text


def test_a_name_is_shown_with_its_aliases_and_the_evidence_for_its_type(article: Path) -> None:
    text = page(article)
    assert "Marta Delgren (also Delgren) — 2 mentions, paragraph 1" in text
    assert "Coastal Safety Committee (also CSC)" in text
    assert "noun for a body in the name" in text


def test_the_timeline_runs_in_order_of_time_with_its_events(article: Path) -> None:
    found = json.loads(page(article, "--json"))
    dates = [each["date"] for each in found["timeline"] if each["date"]]
    assert dates == ["2019", "2024-05-02", "2024-05-04", "2024-05-08"]
    assert "The cranes were closed on 8 May" in [each["event"] for each in found["timeline"]]


def test_a_contradicted_report_and_a_claim_are_told_as_such(article: Path) -> None:
    found = json.loads(page(article, "--json"))
    assert "contradicted" in [each["factuality"] for each in found["statements"]]
    assert "the cranes were not safe" in found["claims"][0]["says"]


def test_relations_name_both_sides(article: Path) -> None:
    kinds = {each["kind"] for each in json.loads(page(article, "--json"))["relations"]}
    assert {"cause", "contrast", "sequence"} <= kinds


def test_top_says_how_many_sentences_are_ranked(article: Path) -> None:
    assert len(json.loads(page(article, "--json", "--top", "2"))["salience"]) == 2
    assert "WHAT MATTERS MOST (2)" in page(article, "--top", "2")


def test_the_same_article_prints_the_same_page(article: Path) -> None:
    assert page(article) == page(article)


def test_what_is_no_article_is_refused_in_a_sentence(tmp_path: Path) -> None:
    short = tmp_path / "short.md"
    short.write_text("Too short.")
    result = CliRunner().invoke(read, [str(short)])
    assert result.exit_code == 1
    assert f"Error: {short}: The article has 2 words" in result.output


def test_a_text_with_nothing_safe_to_ask_gives_few_questions_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "musing.txt"
    path.write_text(MUSING, encoding="utf-8")
    result = CliRunner().invoke(generate, [str(path), "--out", str(tmp_path / "bank.yaml")])
    assert result.exit_code == 0, result.output
    assert "0 approved" in result.stderr
    assert "That is little: the text names no person, body or place for certain" in result.stderr
