"""text2qti writes QTI 1.2 that Canvas takes: an independent witness for both directions."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from quizapp.bank.formats.exchange import Incoming, Item, Parcel, begin_import
from quizapp.bank.formats.qti.classic_reading import read_classic
from quizapp.bank.formats.qti.formats import QTI_12
from quizapp.bank.formats.registry import write_parcel
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, QuestionDraft

QUIZ = """Quiz title: Bridges

1.  Which river is it?
... It says so.
a)  The Oder
... It is further east.
*b) The Ostravice

1.  Which of these are rivers?
[*] The Oder
[*] The Lubina
[ ] The Tatra

1.  The bridge is long.
*a) True
b)  False

1.  Who opened it?
*   The mayor
*   A mayor

1.  How long is it in metres?
=   120 +- 5
"""
ESSAY_AND_DRAW = """
1.  Say what you think.
____

GROUP
pick: 1
points per question: 1

1.  Which colour is it?
*a) Red
b)  Blue

END_GROUP
"""


def draft(kind: Kind, stem: str, **parts: object) -> QuestionDraft:
    return replace(begin_import(kind, stem), **parts)  # type: ignore[arg-type]


SAME = (
    draft(
        Kind.MULTIPLE_CHOICE,
        "Which river is it?",
        options=(
            Option("The Oder", rationale="It is further east."),
            Option("The Ostravice", key=True),
        ),
        rationale="It says so.",
    ),
    draft(
        Kind.MULTIPLE_RESPONSE,
        "Which of these are rivers?",
        options=(Option("The Oder", key=True), Option("The Lubina", key=True), Option("The Tatra")),
    ),
    draft(
        Kind.TRUE_FALSE,
        "The bridge is long.",
        options=(Option("True", key=True), Option("False")),
    ),
    draft(
        Kind.SHORT_ANSWER,
        "Who opened it?",
        accepted_answers=(AcceptedAnswer("The mayor"), AcceptedAnswer("A mayor")),
    ),
    draft(
        Kind.NUMERICAL,
        "How long is it in metres?",
        accepted_answers=(AcceptedAnswer("120", tolerance="5"),),
    ),
)


def write_with_text2qti(text: str, folder: Path) -> bytes:
    pytest.importorskip("text2qti")
    from text2qti.config import Config  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from text2qti.qti import QTI  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from text2qti.quiz import Quiz  # type: ignore[import-not-found,import-untyped,unused-ignore]

    path = folder / "quiz.zip"
    QTI(Quiz(text, config=Config(), source_name="bridges")).save(path)
    return path.read_bytes()


def read_theirs(text: str, folder: Path) -> Incoming:
    return read_classic(write_with_text2qti(text, folder))


def test_what_text2qti_writes_is_read_word_for_word(tmp_path: Path) -> None:
    incoming = read_theirs(QUIZ, tmp_path)
    assert [replace(it.draft, uid="") for it in incoming.parcel.items] == list(SAME)
    assert (incoming.parcel.title, incoming.notices) == ("Bridges", ())


def test_its_essays_are_named_and_its_draws_are_read(tmp_path: Path) -> None:
    incoming = read_theirs(QUIZ + ESSAY_AND_DRAW, tmp_path)
    assert len(incoming.parcel.items) == len(SAME) + 1
    assert [it.is_lost for it in incoming.notices] == [True, False]


def test_our_package_has_the_files_and_elements_of_theirs(tmp_path: Path) -> None:
    theirs = write_with_text2qti(QUIZ, tmp_path)
    ours = write_parcel(Parcel("Bridges", tuple(map(Item, SAME))), QTI_12).content
    for tell in (tell_resources, tell_questions):
        assert sorted(tell(ours)) == sorted(tell(theirs))


def test_each_element_of_ours_says_no_less_than_theirs(tmp_path: Path) -> None:
    theirs = dict(tell_attributes(write_with_text2qti(QUIZ, tmp_path)))
    ours = dict(
        tell_attributes(write_parcel(Parcel("Bridges", tuple(map(Item, SAME))), QTI_12).content)
    )
    assert {name: theirs[name] - ours[name] for name in theirs if theirs[name] - ours[name]} == {}


def open_tree(raw: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        (path,) = [it for it in archive.namelist() if name in (it, name_content(it))]
        return etree.fromstring(archive.read(path))


def name_content(path: str) -> str:
    """The questions are in the file that is called like its folder."""
    folder, _, name = path.rpartition("/")
    return "questions" if name == f"{folder}.xml" else ""


def tell_resources(raw: bytes) -> Iterator[tuple[str, int, int]]:
    """Of each resource: its type, and how many files and dependencies it has."""
    for resource in open_tree(raw, "imsmanifest.xml").iter("{*}resource"):
        files, needs = resource.findall("{*}file"), resource.findall("{*}dependency")
        yield resource.get("type"), len(files), len(needs)


def tell_questions(raw: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each question: its type, and the elements by which it is asked and explained."""
    for item in open_tree(raw, "questions").iter("{*}item"):
        parts = [
            element
            for name in ("presentation", "itemfeedback", "resprocessing")
            for part in item.findall(f"{{*}}{name}")
            for element in part.iter()
        ]
        yield (
            str(item.findtext(".//{*}fieldentry")),
            tuple(etree.QName(it).localname for it in parts),
        )


def tell_attributes(raw: bytes) -> Iterator[tuple[str, frozenset[str]]]:
    for element in open_tree(raw, "questions").iter():
        yield etree.QName(element).localname, frozenset(map(str, element.attrib))
