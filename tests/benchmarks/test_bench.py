"""The measures of saves, pages and a district run through, on the real program."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from benchmarks import district
from benchmarks.bench import AGAINST, measure, tell
from benchmarks.faults import Plan, temporary_settings
from benchmarks.faults_database import fill_database

T = TypeVar("T")


def in_its_own_thread(work: Callable[[], T]) -> T:
    """A browser that an earlier test of this process opened keeps a loop running in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def test_saves_and_pages_are_held_against_bare_ones() -> None:
    options = Namespace(sqlite=True, clients=2, seconds=0.3, rounds=1)
    with temporary_settings(Plan()) as settings:
        record = in_its_own_thread(lambda: asyncio.run(measure(options, settings)))
    assert record["ratios"].keys() == AGAINST.keys()
    assert all(it["cpu"] > 0 and it["requests"] > 1 for it in record["figures"].values())
    assert len(tell(record)) == len(record["figures"]) + 2


@pytest.mark.parametrize("lane", [0, 2])
def test_a_small_district_loses_nothing(lane: int) -> None:
    day = district.Day(learners=4, minutes=0.15, arriving=1, thinking=1, rush=1)
    names = [f"Learner {number}" for number in range(1, day.learners + 1)]
    with temporary_settings(Plan(postgres=True)) as settings:
        room = fill_database(settings, names, district.QUESTIONS)
        record = in_its_own_thread(lambda: district.measure(day, settings, room, lane))
    assert record["errors"] == {}
    assert record["told_saved"] == record["kept"] > day.learners
    assert record["attempts"] == record["scored"] == day.learners
