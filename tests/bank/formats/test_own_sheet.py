from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.formats import wayground
from quizapp.bank.formats.choices import find_keys, name_keys
from quizapp.bank.formats.exchange import Format, FormatError, Incoming, Item, Parcel
from quizapp.bank.formats.own_columns import join_cell, name_column, split_cell
from quizapp.bank.formats.own_sheet import read_own_sheet, recognise_table
from quizapp.bank.formats.own_sheet_writing import (
    CSV_FORMAT,
    WORKBOOK_FORMAT,
    name_passages,
    write_own_workbook,
)
from quizapp.bank.formats.registry import write_parcel
from quizapp.bank.formats.tables import count_signs
from quizapp.cells import guard, unguard
from quizapp.generation.draft import (
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Skill,
)
from tests.bank.formats.laws import assert_it_comes_back, parcels


def read(*lines: str) -> Incoming:
    return read_own_sheet("\n".join(lines).encode())


def read_one(*lines: str) -> QuestionDraft:
    """The only question of a table that is taken without a word."""
    incoming = read(*lines)
    assert incoming.notices == ()
    (item,) = incoming.parcel.items
    return item.draft


def make_workbook(rows: list[list[object]], **sheets: list[list[object]]) -> bytes:
    book = Workbook()
    for name, them in {"questions": rows, **sheets}.items():
        sheet = book.active if name == "questions" else book.create_sheet(name)
        for row in them:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kept", [CSV_FORMAT, WORKBOOK_FORMAT], ids=["csv", "xlsx"])
@given(parcel=parcels())
def test_what_is_written_comes_back(kept: Format, parcel: Parcel) -> None:
    assert_it_comes_back(kept, parcel)


@given(parcels())
def test_what_is_written_is_recognised_and_runs_nothing(parcel: Parcel) -> None:
    raw = write_parcel(parcel, CSV_FORMAT).content
    assert recognise_table(raw)
    book = load_workbook(io.BytesIO(write_parcel(parcel, WORKBOOK_FORMAT).content))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert types <= {"s", "n"}


@given(st.text(alphabet="'=+-@|%\t12.ab"))
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert guard(cell) == cell or guard(cell).startswith("'")


@given(st.lists(st.text(alphabet="ab|\\ ", min_size=1).map(str.strip).filter(bool)))
def test_texts_in_one_cell_come_apart_again(texts: list[str]) -> None:
    assert split_cell(join_cell(texts)) == texts


def test_a_table_of_three_columns_is_enough() -> None:
    draft = read_one("stem,option_1,option_2,key", "Which?,this,that,2")
    assert draft.kind is Kind.MULTIPLE_CHOICE
    assert draft.options == (Option("this"), Option("that", True))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_though_stems_have_commas(separator: str) -> None:
    head = separator.join(["key", "Stem", "Option A", "Option B"])
    row = separator.join(["B", '"One, two, three, four, five; or six?"', "yes", "no"])
    draft = read_one(head, row)
    assert draft.stem == "One, two, three, four, five; or six?"
    assert [it.key for it in draft.options] == [False, True]


GUESSED = {
    "stem,key\nIt rained.,false": Kind.TRUE_FALSE,
    "stem,option_1,option_2,option_3,key\nA,true,false,not given,3": Kind.TRUE_FALSE_NOT_GIVEN,
    'stem,option_1,option_2,option_3,key\nA,x,y,z,"1,3"': Kind.MULTIPLE_RESPONSE,
    "stem,answer\nWho?,Ada | Ada L.": Kind.SHORT_ANSWER,
    "stem,answer_1,answer_2\n_____ and ______,a,b": Kind.CLOZE,
    "stem;answer;tolerance\nHow many?;3,5;0,5": Kind.NUMERICAL,
    "stem,premise_1,response_1,premise_2,response_2\nPair.,a,b,c,d": Kind.MATCHING,
    "stem,item_1,item_2,item_3\nOrder.,a,b,c": Kind.ORDERING,
}


@pytest.mark.parametrize("text", GUESSED)
def test_the_kind_is_guessed_from_what_is_filled_in(text: str) -> None:
    assert read_one(text).kind is GUESSED[text]


def test_every_column_has_its_place() -> None:
    (item,) = read(
        "id,kind,skill,difficulty,stem,option_1,option_2,key,rationale_1,class_2,rationale,"
        "evidence_paragraph,evidence_quote,distractor_spans,tags,points",
        "q-1,MC,cause,hard,Why?,because,so,because,It says so.,other span,All in all.,"
        '3,it fell,4: it rose | 5: it stayed,"rivers, Towns",7',
    ).parcel.items
    draft = item.draft
    assert (draft.uid, draft.skill, draft.difficulty) == ("q-1", Skill.CAUSE, Difficulty.HARD)
    assert draft.options == (
        Option("because", True, "It says so."),
        Option("so", False, "", DistractorClass.OTHER_SPAN),
    )
    assert (draft.critical_span.paragraph, draft.critical_span.quote) == (3, "it fell")
    assert [(it.paragraph, it.quote) for it in draft.distractor_spans] == [
        (4, "it rose"),
        (5, "it stayed"),
    ]
    assert (draft.rationale, item.tags) == ("All in all.", ("rivers", "Towns"))


def test_a_passage_is_told_once_and_named_in_each_row() -> None:
    parcel = read(
        "stem,key,passage,passage_text",
        'A.,true,Bridges,"# Why\n\nIt was built.\n\\# is a sign."',
        "B.,true,Bridges,",
        "C.,true,,",
    ).parcel
    assert [it.passage for it in parcel.items] == [0, 0, None]
    assert parcel.passages[0].title == "Bridges"
    assert parcel.passages[0].paragraphs == ("It was built.", "# is a sign.")
    assert len(parcel.passages[0].blocks) == 3


def test_a_passage_that_is_only_named_is_told() -> None:
    incoming = read("stem,key,passage", "A.,true,Bridges")
    assert incoming.parcel.items[0].passage is None
    assert "The passage is named, and its text is not in the file" in incoming.notices[0].message


def test_a_workbook_has_its_passages_on_a_sheet_of_their_own() -> None:
    raw = make_workbook(
        [["stem", "key", "passage"], ["A.", True, "Bridges"]],
        passages=[
            ["passage", "paragraph", "text"],
            ["Bridges", "heading", "Why"],
            ["Bridges", 1, "It was built."],
        ],
    )
    parcel = read_own_sheet(raw).parcel
    assert parcel.items[0].passage == 0
    assert parcel.passages[0].paragraphs == ("It was built.",)


def test_cells_of_a_workbook_that_hold_numbers_and_dates_are_read_as_they_look() -> None:
    raw = make_workbook(
        [["stem", "option_1", "option_2", "key"], ["When?", 1998.0, 19.5, 1], ["=1+1", "a", "b", 1]]
    )
    incoming = read_own_sheet(raw)
    assert [it.text for it in incoming.parcel.items[0].draft.options] == ["1998", "19.5"]
    # The formula has no value yet: nobody has opened the workbook.
    assert [str(it) for it in incoming.notices] == ["row 3: “” is not taken: the stem is empty."]


EITHER = "stem,option_1,option_2,option_3,key\nWhich?,"


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("2,3,4,3", "option_3"),
        ("B,A,C,a", "option_1"),
        ('x,y,a and b,"A and B"', "option_1,option_2"),
        ('"1,2",y,z,"1,2"', "option_1,option_2"),
    ],
)
def test_a_key_that_is_the_text_of_one_option_and_the_place_of_another_is_refused(
    row: str, columns: str
) -> None:
    incoming = read(EITHER + row)
    assert incoming.parcel.items == ()
    (notice,) = incoming.notices
    assert "is the text of one option and the place of another" in notice.message
    assert f": {columns} when the place is meant" in notice.message


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        ("2,3,4,option_3", {"4"}),
        ("2,3,4,Option_2", {"3"}),
        ("2,3,4,4", {"4"}),
        ("2,3,4,C", {"4"}),
        ("1,2,3,2", {"2"}),
        ('2,3,4,"option_1,option_3"', {"2", "4"}),
    ],
)
def test_a_key_that_can_only_be_meant_in_one_way_is_taken(row: str, keys: set[str]) -> None:
    assert {it.text for it in read_one(EITHER + row).options if it.key} == keys


@given(
    st.permutations(["1", "2", "3", "1,2", "option_1", "a"]), st.sets(st.integers(0, 5), min_size=1)
)
def test_the_key_of_options_that_look_like_places_comes_back(
    texts: list[str], keys: set[int]
) -> None:
    options = [Option(text, at in keys) for at, text in enumerate(texts)]
    assert find_keys(name_keys(options), dict(enumerate(texts, start=1))) == {it + 1 for it in keys}


def test_passages_of_one_title_get_names_that_none_of_the_others_has() -> None:
    titles = ("A", "A ", "A (2)", "", "Passage 4", "A")
    named = name_passages([Document(title, ()) for title in titles])
    assert named == ["A", "A (2)", "A (2) (2)", "Passage 4", "Passage 4 (2)", "A (3)"]


@pytest.mark.parametrize("text", ["=漢字" * 30_000, "a b c d " * 9_000 + "end", "😀" * 40_000])
def test_a_paragraph_longer_than_a_cell_of_excel_comes_back_whole(text: str) -> None:
    blocks = (Block(BlockRole.HEADING, "Why"), Block(BlockRole.BODY, text))
    passage = Document("Bridges", (*blocks, Block(BlockRole.BODY, "The end.")))
    draft = read_one("stem,option_1,option_2,key", "Which?,this,that,2")
    raw = write_own_workbook(Parcel(items=(Item(draft, 0),), passages=(passage,)))
    cells = [it for sheet in load_workbook(io.BytesIO(raw)) for row in sheet.values for it in row]
    assert max(count_signs(it) for it in cells if isinstance(it, str)) <= 32_767
    assert read_own_sheet(raw).parcel.passages == (passage,)


def test_a_question_longer_than_a_cell_of_excel_is_refused_for_a_workbook_alone() -> None:
    draft = read_one("stem,option_1,option_2,key", "Which?,this,that,2")
    longest = replace(draft, stem="s" * 32_767)
    assert WORKBOOK_FORMAT.refuse(longest) == ""
    for too_long in ("s" * 32_768, "😀" * 16_384):
        asked = replace(draft, stem=too_long)
        for kept in (WORKBOOK_FORMAT, wayground.FORMAT):
            assert "has 32,768 characters; a cell of Excel takes 32,767" in kept.refuse(asked)
        assert CSV_FORMAT.refuse(asked) == ""
    guarded = replace(draft, stem="=" + "s" * 32_766)
    assert "has 32,768 characters" in WORKBOOK_FORMAT.refuse(guarded)


FAULTS = {
    "Which?,essay,1,a,b,": "row 2, column B: “essay” is no kind of question.",
    "Which?,,5,a,b,": "row 2, column C: “5” is none of the options",
    "Which?,,,a,b,": "row 2, column C: No option is marked as right",
    "Which?,mc,1,a,,": "row 2: “Which?” is not taken: it has 1 options",
    "Which?,numerical,,,,many": "row 2, column F: “many” is no number",
    "Which?,short_answer,,,,": "row 2: “Which?” is not taken: the stem has 1 gaps",
    ",,1,a,b,": "row 2: “” is not taken: the stem is empty",
}


@pytest.mark.parametrize("row", FAULTS)
def test_each_fault_is_told_by_row_and_column_and_the_rest_is_read(row: str) -> None:
    incoming = read("stem,kind,key,option_1,option_2,answer_1", row, "Good?,,1,yes,no,")
    assert [item.draft.stem for item in incoming.parcel.items] == ["Good?"]
    (notice,) = incoming.notices
    assert notice.is_lost
    assert str(notice).startswith(FAULTS[row])


def test_words_that_are_none_of_ours_are_named_and_the_question_is_taken() -> None:
    incoming = read("stem,key,skill,difficulty,distractor_spans", "A.,true,reading,C1,somewhere")
    assert len(incoming.parcel.items) == 1
    assert [it.message.partition(".")[0] for it in incoming.notices] == [
        "The skill is none that quizapp has",
        "The difficulty is neither easy, medium nor hard",
        "A distractor span is not written as “3: words of paragraph 3”, and left out",
    ]


def test_a_table_without_a_head_is_refused_with_what_to_write() -> None:
    for raw in (b"a,b\n1,2", make_workbook([["a", "b"]]), b""):
        with pytest.raises(FormatError, match="No row names the columns"):
            read_own_sheet(raw)


def test_a_broken_workbook_is_refused_with_what_to_do() -> None:
    raw = make_workbook([["stem", "key"], ["A.", 1]])
    for broken in (raw[:200], raw[:-30], b"PK\x03\x04nothing"):
        with pytest.raises(FormatError):
            read_own_sheet(broken)


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(70_000_000))
    with pytest.raises(FormatError, match="far more than a table of questions has"):
        read_own_sheet(raw.getvalue())


def test_a_table_that_is_too_long_is_refused() -> None:
    with pytest.raises(FormatError, match="more than 5,000 rows"):
        read("stem,key", *["A.,true"] * 5001)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Option B", "option_2"),
        ("OPTION-3", "option_3"),
        ("Question text", "stem"),
        ("Right answer", "key"),
        ("premise 2", "premise_2"),
        ("points", ""),
        ("", ""),
    ],
)
def test_a_column_may_be_named_in_several_ways(cell: str, name: str) -> None:
    assert name_column(cell) == name


def test_pairs_with_an_empty_premise_are_distractors() -> None:
    draft = read_one(
        "stem,premise_1,response_1,premise_2,response_2,response_3", "Pair.,one,eins,two,zwei,drei"
    )
    assert draft.pairs == (Pair("one", "eins"), Pair("two", "zwei"), Pair("", "drei"))


def test_each_answer_of_a_number_has_its_tolerance_or_the_last_one() -> None:
    draft = read_one("stem,kind,answer_1,tolerance", "How many?,numerical,3 | 4 | 5,0.5 | 1")
    assert draft.accepted_answers == (
        AcceptedAnswer("3", tolerance="0.5"),
        AcceptedAnswer("4", tolerance="1"),
        AcceptedAnswer("5", tolerance="1"),
    )
