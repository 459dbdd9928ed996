"""Every value that a column can have is read as it was written; all else is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column

from quizapp.course_archive.contents import MEMBERS
from quizapp.course_archive.values import WrongValueError, read_value, write_value
from quizapp.generation.draft import Kind

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(8000, 12, 31), timezones=st.just(UTC))
COLUMNS = [it for member in MEMBERS for it in member.columns]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda it: st.lists(it, max_size=3) | st.dictionaries(st.text(), it, max_size=3),
    max_leaves=5,
)


def column(name: str) -> Column[Any]:
    """The column `table.name`."""
    return next(it for it in COLUMNS if str(it) == name)


def through_a_file(name: str, value: Any) -> Any:
    return read_value(column(name), json.loads(json.dumps(write_value(value))))


@given(text=TEXTS)
def test_texts_come_back(text: str) -> None:
    assert through_a_file("question_version.stem", text) == text


@given(texts=st.lists(TEXTS, max_size=4))
def test_lists_of_texts_come_back(texts: list[str]) -> None:
    assert through_a_file("response.value", tuple(texts)) == tuple(texts)


@given(moment=MOMENTS)
def test_moments_come_back(moment: datetime) -> None:
    assert through_a_file("attempt.started_at", moment) == moment


@given(day=st.dates(date(1000, 1, 1)))
def test_dates_come_back(day: date) -> None:
    assert through_a_file("article.published_on", day) == day


@given(number=st.decimals(-9_999_999, 9_999_999, places=5))
def test_points_come_back_exactly(number: Decimal) -> None:
    assert through_a_file("paper_item.score", number) == number


@given(share=st.floats(0, 1))
def test_shares_come_back_exactly(share: float) -> None:
    assert through_a_file("paper_item.share", share) == share


@given(kind=st.sampled_from(Kind))
def test_words_of_a_list_come_back(kind: Kind) -> None:
    assert through_a_file("question_version.kind", kind) == kind


@pytest.mark.parametrize("table", [it.table.name for it in MEMBERS])
@given(value=JSON)
def test_whatever_stands_there_is_a_value_or_refused(table: str, value: Any) -> None:
    for it in (it for it in COLUMNS if it.table.name == table):
        with suppress(WrongValueError):
            read = read_value(it, value)
            assert read is None or json.dumps(write_value(read))
