from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from openpyxl import load_workbook

from quizapp.bank.formats import kahoot, wayground
from quizapp.bank.formats.exchange import (
    Format,
    FormatError,
    Item,
    Parcel,
    begin_import,
    quote_span,
)
from quizapp.bank.formats.game_sheets import read_game_sheet
from quizapp.bank.formats.registry import guess_format, write_parcel
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, QuestionDraft
from tests.bank.formats.laws import assert_it_comes_back, parcels

CHOICE = replace(
    begin_import(Kind.MULTIPLE_CHOICE, "Which?"),
    options=(Option("this"), Option("=that", True, "It says so.")),
    critical_span=quote_span(2, "that one"),
)


def write_rows(draft: QuestionDraft, kept: Format) -> list[tuple[object, ...]]:
    content = write_parcel(Parcel(items=(Item(draft),)), kept).content
    return [*load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("kept", [kahoot.FORMAT, wayground.FORMAT], ids=lambda it: it.name)
@given(parcel=parcels())
def test_what_is_written_comes_back(kept: Format, parcel: Parcel) -> None:
    assert_it_comes_back(kept, parcel)


def test_the_workbook_for_kahoot_is_as_its_template() -> None:
    rows = write_rows(CHOICE, kahoot.FORMAT)
    assert rows[7] == (
        None,
        "Question - max 120 characters",
        "Answer 1 - max 75 characters",
        "Answer 2 - max 75 characters",
        "Answer 3 - max 75 characters",
        "Answer 4 - max 75 characters",
        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
        "Correct answer(s) - choose at least one",
    )
    assert rows[8] == (1, "Which?", "this", "=that", None, None, 20, 2)


def test_the_workbook_for_wayground_is_as_its_template() -> None:
    head, help_row, row = write_rows(CHOICE, wayground.FORMAT)
    assert ",".join(map(str, head)) == (
        "Question Text,Question Type,Option 1,Option 2,Option 3,Option 4,Option 5,Correct Answer,"
        "Time in seconds,Image Link,Answer explanation"
    )
    assert str(help_row[0]).startswith("Text of the question")
    why = "It says so. Evidence (paragraph 2): “that one”"
    assert row == (
        *("Which?", "Multiple Choice", "this", "=that", None, None, None, 2, 20, None, why),
    )


def test_a_question_is_written_up_to_the_limits_and_refused_beyond() -> None:
    def refuse(stem: int, option: int, count: int = 2) -> str:
        options = tuple(Option(f"{at}" * option, at == 0) for at in range(count))
        return kahoot.FORMAT.refuse(replace(CHOICE, stem="s" * stem, options=options))

    assert refuse(120, 75, 4) == ""
    assert "Its stem has 121 characters; Kahoot takes 120" in refuse(121, 75)
    assert "An option has 76 characters; Kahoot takes 75" in refuse(120, 76)
    assert "It has 5 options; Kahoot takes 4" in refuse(120, 75, 5)
    five = tuple(Option(str(at), at == 0) for at in range(5))
    assert wayground.FORMAT.refuse(replace(CHOICE, options=five)) == ""
    assert "more than 5" in wayground.FORMAT.refuse(replace(CHOICE, options=(*five, Option("5"))))
    assert "one gap only" in wayground.FORMAT.refuse(begin_import(Kind.CLOZE, "____ ____"))


@pytest.mark.parametrize(("signs", "seconds"), [(10, 20), (120, 30), (400, 90), (2000, 240)])
def test_the_time_is_one_that_kahoot_allows(signs: int, seconds: int) -> None:
    asked = Parcel(items=(Item(replace(CHOICE, stem="s" * signs)),))
    book = load_workbook(io.BytesIO(kahoot.write_kahoot(asked)))
    assert book.active.cell(9, 7).value == seconds


GAMES = {
    "wayground": (
        "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Answer explanation",
        "Text of the question (required),,,,,,",
        "Which?,Multiple Choice,a,b,c,2,It says so.",
    ),
    "blooket": (
        '"Blooket\nImport Template",,,,,,,',
        "Question #,Question Text,Answer 1,Answer 2,Answer 3 (Optional),Answer 4,"
        "Time Limit (sec),Correct Answer(s)",
        "1,Which?,a,b,c,,,2",
    ),
    "gimkit": (
        "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional)",
        "Which?,b,a,c",
    ),
    "kahoot": (
        ",Quiz template",
        ",Question - max 120 characters,Answer 1 - max 75 characters,Answer 2,Answer 3,"
        "Correct answer(s) - choose at least one",
        "1,Which?,a,b,c,2",
    ),
}


@pytest.mark.parametrize("name", GAMES)
def test_the_template_of_each_game_is_known_and_read(name: str) -> None:
    raw = "\n".join(GAMES[name]).encode()
    assert guess_format(raw).name == name
    incoming = read_game_sheet(raw)
    (item,) = incoming.parcel.items
    assert item.draft.kind is Kind.MULTIPLE_CHOICE
    assert {(it.text, it.key) for it in item.draft.options} == {
        ("a", False),
        ("b", True),
        ("c", False),
    }
    assert [it for it in incoming.notices if it.is_lost] == []


def read_row(row: str) -> tuple[QuestionDraft | None, str]:
    head = "Question Text,Question Type,Option 1,Option 2,Correct Answer,Time in seconds,Image Link"
    incoming = read_game_sheet(f"{head}\n{row}".encode())
    draft = incoming.parcel.items[0].draft if incoming.parcel.items else None
    return draft, " ".join(map(str, incoming.notices))


def test_each_type_of_wayground_is_a_kind_of_ours() -> None:
    several, _ = read_row('Which?,Checkbox,a,b,"1",,')
    assert several is not None
    assert several.kind is Kind.MULTIPLE_RESPONSE
    typed, _ = read_row("Who?,Fill-in-the-Blank,Ada,Ada L.,,,")
    assert typed is not None
    assert typed.accepted_answers == (AcceptedAnswer("Ada"), AcceptedAnswer("Ada L."))
    true, _ = read_row("It rained.,Multiple Choice,TRUE,FALSE,1,,")
    assert true is not None
    assert true.kind is Kind.TRUE_FALSE
    assert true.options == (Option("True", True), Option("False"))


def test_where_a_template_asks_for_a_number_it_counts_and_that_is_told() -> None:
    draft, told = read_row("Which?,,2,3,2,,")
    assert draft is not None
    assert [it.text for it in draft.options if it.key] == ["3"]
    assert "The number of the right option is also the text of another" in told
    assert read_row("Which?,,1,2,2,,")[1] == ""


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("What?,Poll,a,b,,,", "row 2, column E: “poll” is no kind of question"),
        ("What?,Open-Ended,,,,,", "“open-ended” is no kind of question"),
        ("What?,Multiple Choice,a,b,3,,", "row 2, column E: “3” is none of the options"),
        ("What?,Multiple Choice,a,b,,,", "No option is marked as right"),
        (",Multiple Choice,a,b,1,,", "the stem is empty"),
    ],
)
def test_each_fault_is_told_by_its_row(row: str, message: str) -> None:
    draft, told = read_row(row)
    assert draft is None
    assert message in told


def test_the_time_and_the_picture_of_a_question_are_named() -> None:
    draft, told = read_row("Which?,,a,b,1,30,https://example.org/x.png")
    assert draft is not None
    assert "The time for a single question is left out" in told
    assert "A picture is left out" in told


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(FormatError, match="Fill in the template"):
        read_game_sheet(b"a,b\n1,2")
