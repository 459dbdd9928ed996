"""Printed sheets: each version has its own order, and its key fits that version alone."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, give_both_articles

pytestmark = ON_SQLITE
LINE = re.compile(r"<b>([A-Z])</b> <span>(.*?)</span>")


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def sheet(page: str, name: str) -> str:
    return page.partition(f'aria-label="{name}"')[2].partition("</section>")[0]


def lettered(questions: str) -> dict[str, set[str]]:
    """For each question, by its number, its printed lines: `B. Cyclists`."""
    parts = re.split(r'<li class="sheet-question" value="(\d+)"', questions)[1:]
    return {
        number: {f"{letter}. {unescape(text)}" for letter, text in LINE.findall(part)}
        for number, part in zip(parts[::2], parts[1::2], strict=True)
    }


def keyed(key: str) -> dict[str, list[str]]:
    parts = re.split(r'<li value="(\d+)"', key)[1:]
    return {
        number: [unescape(it) for it in re.findall(r'<p class="key-answer">(.*?)</p>', part)]
        for number, part in zip(parts[::2], parts[1::2], strict=True)
    }


def count_fitting(questions: dict[str, set[str]], key: dict[str, list[str]]) -> tuple[int, int]:
    """How many lettered lines of the key stand like that on the sheet, and how many there are."""
    lines = [
        (number, line.rpartition(": ")[2])
        for number, answers in key.items()
        for line in answers
        if questions[number] and re.search(r"(^|: )[A-Z]\. ", line)
    ]
    return sum(line in questions[number] for number, line in lines), len(lines)


def test_the_key_of_each_version_fits_its_own_sheet_and_not_the_other(
    ids: Ids, teacher: Visitor
) -> None:
    page = teacher.see(f"/teach/quizzes/{ids.quiz_id}/print?versions=2")
    sheets = {it: lettered(sheet(page, f"Questions, version {it}")) for it in "AB"}
    keys = {it: keyed(sheet(page, f"Key, version {it}")) for it in "AB"}
    assert len(keys["A"]) == len(keys["B"]) == COUNT
    assert sheets["A"] != sheets["B"]
    for version in "AB":
        fitting, lines = count_fitting(sheets[version], keys[version])
        assert fitting == lines > 0
    fitting, lines = count_fitting(sheets["A"], keys["B"])
    assert fitting < lines


def test_a_version_is_the_same_again(ids: Ids, teacher: Visitor) -> None:
    url = f"/teach/quizzes/{ids.quiz_id}/print"
    one, two = teacher.see(url), teacher.see(f"{url}?versions=2")
    assert lettered(sheet(one, "Questions, version A")) == lettered(
        sheet(two, "Questions, version A")
    )
    assert "Version A" not in one.partition("</form>")[2]


def test_questions_and_key_are_printed_together_or_alone(ids: Ids, teacher: Visitor) -> None:
    url = f"/teach/quizzes/{ids.quiz_id}/print"
    questions = teacher.see(f"{url}?parts=questions")
    assert "Questions, version A" in questions
    assert "key-answer" not in questions
    key = teacher.see(f"{url}?parts=key&type=large&size=letter")
    assert "Questions, version A" not in key
    assert 'class="sheets large on-letter"' in key
    nonsense = teacher.see(f"{url}?parts=evil&type=%22%3E&size=a0&versions=99")
    assert 'class="sheets on-a4"' in nonsense


def test_a_printed_passage_leaves_out_what_gives_a_key_away(
    app: Flask, clock: MovableClock
) -> None:
    ids = give_both_articles(app, build(app, clock()), clock())
    page = sign_in_teacher(app).see(f"/teach/quizzes/{ids.quiz_id}/print")
    questions = sheet(page, "Questions, version A")
    assert "Its last journey was made by" in questions
    assert "Ludvik Horak" not in questions
    assert "Ludvik Horak" in sheet(page, "Key, version A")
