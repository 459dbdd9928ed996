from __future__ import annotations

import pytest
from hypothesis import given

from quizapp.bank.formats.aiken import FORMAT, read_aiken
from quizapp.bank.formats.exchange import Parcel
from tests.bank.formats.laws import assert_it_comes_back, parcels
from tests.samples import sample

TWO_GOOD_AND_FOUR_BAD = """Which river runs through the town?
A) The Ostravice
B. The Oder
ANSWER: A

C) A choice before any question
Which year was it?
A) 1998
ANSWER: A
Who opened the bridge?
A) A cyclist
B) The mayor
ANSWER: D
When did it rain?
A) On Monday
B) On Friday

What does it carry?
A) Trams
B) Ships
C) Trains
ANSWER: A
A question at the end that nobody answers
"""


@given(parcels())
def test_what_is_written_comes_back(parcel: Parcel) -> None:
    assert_it_comes_back(FORMAT, parcel)


def test_each_fault_is_told_by_its_line_and_the_rest_is_read() -> None:
    incoming = read_aiken(TWO_GOOD_AND_FOUR_BAD.encode())
    stems = [item.draft.stem for item in incoming.parcel.items]
    assert stems == ["Which river runs through the town?", "What does it carry?"]
    assert [notice.place for notice in incoming.notices] == [
        "line 6",
        "line 7",
        "line 13",
        "line 14",
        "line 23",
    ]
    assert all(notice.is_lost for notice in incoming.notices)


def test_the_letter_after_answer_marks_the_key() -> None:
    (first, _) = read_aiken(TWO_GOOD_AND_FOUR_BAD.encode()).parcel.items
    assert [(it.text, it.key) for it in first.draft.options] == [
        ("The Ostravice", True),
        ("The Oder", False),
    ]


def test_a_file_of_windows_with_its_mark_and_line_ends_is_read() -> None:
    text = "Où est-ce?\r\nA) Là\r\nB) Ici\r\nANSWER: B\r\n"
    for raw in (text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("cp1252")):
        (item,) = read_aiken(raw).parcel.items
        assert item.draft.stem == "Où est-ce?"


def test_two_choices_that_read_the_same_are_named_and_the_rest_is_read() -> None:
    text = "Which?\nA) this\nB) This\nANSWER: A\n\nGood?\nA) yes\nB) no\nANSWER: A\n"
    incoming = read_aiken(text.encode())
    assert [item.draft.stem for item in incoming.parcel.items] == ["Good?"]
    assert str(incoming.notices[0]) == "line 1: “Which?” is not taken: 2 options read “this”."


@pytest.mark.parametrize(
    ("name", "taken", "lost"),
    [
        ("moodle_questions.aiken.txt", 2, 0),
        ("moodle_aiken_errors.txt", 2, 4),
        ("qas_aiken_1.txt", 4, 1),
    ],
)
def test_a_sample_is_read_as_far_as_it_is_sound(name: str, taken: int, lost: int) -> None:
    incoming = read_aiken(sample(f"aiken/{name}").read_bytes())
    assert (len(incoming.parcel.items), len(incoming.notices)) == (taken, lost)
