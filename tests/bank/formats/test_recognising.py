"""What is written in one format is taken for no other, and keeps questions by their passages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.formats import (
    aiken,
    gift_writing,
    kahoot,
    moodle_xml_writing,
    own_sheet_writing,
    wayground,
)
from quizapp.bank.formats.exchange import Format, Item, Parcel, Part, begin_import
from quizapp.bank.formats.registry import guess_format, read_parcel, write_parcel
from quizapp.generation.draft import Kind, Option

FORMATS = [
    aiken.FORMAT,
    gift_writing.FORMAT,
    kahoot.FORMAT,
    moodle_xml_writing.FORMAT,
    own_sheet_writing.CSV_FORMAT,
    own_sheet_writing.WORKBOOK_FORMAT,
    wayground.FORMAT,
]


def make_item(stem: str, passage: int | None) -> Item:
    options = (Option("yes", True), Option("no"))
    return Item(replace(begin_import(Kind.MULTIPLE_CHOICE, stem), options=options), passage)


PASSAGES = tuple(
    Document("One title", (Block(BlockRole.HEADING, "Why"), Block(BlockRole.BODY, text)))
    for text in ("The first text.", "The second text.")
)
MIXED = Parcel(
    "Bridges",
    tuple(make_item(f"Question {at}?", passage) for at, passage in enumerate([1, None, 0, 1])),
    PASSAGES,
)


@pytest.mark.parametrize("kept", FORMATS, ids=lambda it: it.name)
def test_a_file_is_known_by_its_content(kept: Format) -> None:
    assert guess_format(write_parcel(MIXED, kept).content) is kept


@pytest.mark.parametrize(
    "kept", [it for it in FORMATS if Part.PASSAGE in it.keeps], ids=lambda it: it.name
)
def test_questions_find_their_passage_though_two_have_one_title(kept: Format) -> None:
    _, incoming = read_parcel(write_parcel(MIXED, kept).content)
    parcel = incoming.parcel
    texts = [
        None if it.passage is None else parcel.passages[it.passage].paragraphs
        for it in parcel.items
    ]
    assert texts == [
        ("The second text.",),
        None,
        ("The first text.",),
        ("The second text.",),
    ]
    assert [len(it.blocks) for it in parcel.passages] == [2, 2]


@pytest.mark.parametrize("raw", [b"", b"words", b"\0\1", b"PK\x03\x04", b"<p>{}</p>", b"a,b\n1,2"])
def test_what_is_no_bank_is_taken_for_none(raw: bytes) -> None:
    assert [it.name for it in FORMATS if it.recognise and it.recognise(raw)] == []
