from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.importing import read_document
from quizapp.bank.file import read_bank
from quizapp.bank.formats.exchange import Format, Item, Parcel, begin_import
from quizapp.bank.formats.qti.formats import QTI_12, QTI_21, QTI_22, QTI_30
from quizapp.bank.formats.registry import FORMATS, guess_format, write_parcel
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, Picture
from tests.bank.formats.laws import assert_it_comes_back, parcels
from tests.bank.formats.qti.structure import check_package

ROOT = Path(__file__).parents[4]
PASSAGE = "kazakhstan-january-2022.intermediate.md"
PNG = b"\x89PNG\r\n\x1a\n...."
EVERY = pytest.mark.parametrize("kept", [QTI_12, QTI_21, QTI_22, QTI_30], ids=lambda it: it.name)


def make_choice(uid: str = "river", **changes: object) -> Item:
    options = (Option("The Ostravice", key=True, rationale="It says so."), Option("The Oder"))
    draft = replace(begin_import(Kind.MULTIPLE_CHOICE, "Which river is it?"), options=options)
    return Item(replace(draft, uid=uid, **changes))  # type: ignore[arg-type]


@EVERY
@given(parcel=parcels())
@settings(max_examples=60)
def test_what_is_written_comes_back_and_keeps_the_rules_of_the_standard(
    kept: Format, parcel: Parcel
) -> None:
    assert_it_comes_back(kept, parcel)
    assert check_package(write_parcel(parcel, kept).content) == []


@EVERY
def test_a_picture_of_the_stem_travels_with_its_words(kept: Format) -> None:
    sha256 = "0" * 64
    item = make_choice(pictures=(Picture(sha256, "A bridge & a <tram>"),))
    content = write_parcel(Parcel("", (item,), (), {sha256: PNG}), kept).content
    assert check_package(content) == []
    assert kept.read is not None
    incoming = kept.read(content)
    (picture,) = incoming.parcel.items[0].draft.pictures
    assert incoming.parcel.pictures == {picture.sha256: PNG}
    assert picture.description == "A bridge & a <tram>"
    assert incoming.notices == ()


@EVERY
def test_one_passage_serves_many_questions_and_its_headings_stay(kept: Format) -> None:
    blocks = (
        Block(BlockRole.BODY, "The bridge opened in May."),
        Block(BlockRole.HEADING, "The trams"),
        Block(BlockRole.BODY, "They came later & slower."),
    )
    items = tuple(replace(make_choice(uid), passage=0) for uid in ("one", "two", "three"))
    assert kept.read is not None
    assert kept.write is not None
    incoming = kept.read(kept.write(Parcel("Bridges", items, (Document("A bridge", blocks),))))
    assert [it.passage for it in incoming.parcel.items] == [0, 0, 0]
    (passage,) = incoming.parcel.passages
    assert (passage.title, passage.blocks) == ("A bridge", blocks)
    assert incoming.parcel.title == "Bridges"


@EVERY
def test_an_id_that_begins_with_a_digit_or_is_missing_makes_a_sound_identifier(
    kept: Format,
) -> None:
    items = (make_choice("2nd-river"), make_choice(""), make_choice("river"), make_choice("river"))
    content = write_parcel(Parcel("", items), kept).content
    assert check_package(content) == []
    assert kept.read is not None
    uids = [it.draft.uid for it in kept.read(content).parcel.items]
    assert uids == ["2nd-river", "", "river", ""]


@EVERY
def test_lines_and_signs_that_xml_has_no_place_for_become_spaces(kept: Format) -> None:
    item = make_choice(stem="Which\x0b river\nis it?")
    assert kept.read is not None
    (found,) = kept.read(write_parcel(Parcel("\x00", (item,)), kept).content).parcel.items
    assert found.draft.stem == "Which river is it?"


@EVERY
def test_a_number_comes_back_in_plain_digits_with_its_tolerance(kept: Format) -> None:
    draft = replace(
        begin_import(Kind.NUMERICAL, "How many people?"),
        accepted_answers=(AcceptedAnswer("20,000", tolerance="5.0"), AcceptedAnswer("7.50")),
    )
    assert kept.read is not None
    (found,) = kept.read(write_parcel(Parcel("", (Item(draft),)), kept).content).parcel.items
    assert found.draft.accepted_answers == (
        AcceptedAnswer("20000", tolerance="5"),
        AcceptedAnswer("7.5"),
    )


@EVERY
def test_a_package_is_recognised_as_its_own_version_and_no_other(kept: Format) -> None:
    content = write_parcel(Parcel("", (make_choice(),)), kept).content
    assert guess_format(content) is kept
    takers = [it.name for it in FORMATS.values() if it.recognise and it.recognise(content)]
    assert takers == [kept.name]


@EVERY
def test_a_line_drawn_in_a_stem_that_has_no_gap_stays_as_it_is(kept: Format) -> None:
    stem = "Which word belongs into “the ____ carries _____”?"
    short = replace(begin_import(Kind.SHORT_ANSWER, stem), accepted_answers=(AcceptedAnswer("a"),))
    parcel = Parcel("", (make_choice(stem=stem), Item(replace(short, uid="typed"))))
    assert kept.read is not None
    found = kept.read(write_parcel(parcel, kept).content).parcel.items
    assert [(it.draft.kind, it.draft.stem) for it in found] == [
        (Kind.MULTIPLE_CHOICE, stem),
        (Kind.SHORT_ANSWER, stem),
    ]


@EVERY
def test_a_reviewed_bank_with_all_its_kinds_comes_back_whole(kept: Format) -> None:
    bank = read_bank(ROOT / "questions" / "kazakhstan-january-2022.intermediate.yaml")
    passage = read_document((ROOT / "seeds" / PASSAGE).read_bytes(), PASSAGE)
    items = tuple(Item(draft, 0, ("kazakhstan",)) for draft in bank.questions)
    parcel = Parcel(bank.title, items, (passage,))
    assert len(assert_it_comes_back(kept, parcel).parcel.items) == len(items)
    assert check_package(write_parcel(parcel, kept).content) == []


@EVERY
def test_the_same_questions_make_the_same_bytes(kept: Format) -> None:
    parcel = Parcel("Bridges", (make_choice(),))
    assert write_parcel(parcel, kept).content == write_parcel(parcel, kept).content
