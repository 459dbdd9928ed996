"""Whatever a file says, its reader ends in questions or in a report (more: benchmarks.formats)."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.formats.exchange import Format, FormatError, Item, Parcel
from quizapp.bank.formats.registry import FORMATS, read_parcel, write_parcel
from quizapp.bank.import_plans import plan_import
from tests.bank.formats.mutating import list_readers, mutate_files, seed_file
from tests.factories import DOCUMENT, choice

READERS = pytest.mark.parametrize("kept", list_readers(), ids=lambda it: it.name)
FILES = 150


def read(raw: bytes, name: str = "") -> int:
    """How many questions the file gave; a report is as good as a question."""
    try:
        _, incoming = read_parcel(raw, name)
    except FormatError:
        return 0
    plan = plan_import(incoming.parcel, DOCUMENT)
    assert all(it.message for it in incoming.notices)
    return len(plan.added)


@READERS
def test_a_sound_file_gives_questions_and_its_format_is_found(kept: Format) -> None:
    raw = seed_file(kept.name)
    assert read(raw, kept.name) > 0
    assert read_parcel(raw)[0].name == kept.name


@READERS
def test_a_damaged_file_ends_in_questions_or_in_a_report(kept: Format) -> None:
    for raw in islice(mutate_files(kept, Random(1)), FILES):
        read(raw, kept.name)


def test_a_passage_has_a_title_that_can_be_kept() -> None:
    for title, kept in (
        ("x" * 400, "x" * 300),
        ("", "The old bridge was closed in 1998 after a flood. …"),
    ):
        parcel = Parcel("", (Item(choice(), 0),), (replace(DOCUMENT, title=title),))
        raw = write_parcel(parcel, FORMATS["moodle_xml"]).content
        (passage,) = read_parcel(raw)[1].parcel.passages
        assert passage.title == kept


@given(st.binary(max_size=300))
def test_any_bytes_at_all_end_in_questions_or_in_a_report(raw: bytes) -> None:
    read(raw)
    for kept in list_readers():
        read(raw, kept.name)
