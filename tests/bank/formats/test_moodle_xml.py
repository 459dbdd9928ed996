from __future__ import annotations

import base64
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given

from quizapp.bank.formats.exchange import FormatError, Item, Parcel, begin_import
from quizapp.bank.formats.moodle_xml import read_moodle_xml, recognise
from quizapp.bank.formats.moodle_xml_writing import FORMAT, write_moodle_xml
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, Pair, Picture
from tests.bank.formats.laws import assert_it_comes_back, parcels
from tests.samples import sample

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
PASSAGE = "The bridge was built in 1998 by the town of Quelmar. " * 4
GOOD = (
    '<answer fraction="100"><text>yes</text></answer><answer fraction="0"><text>no</text></answer>'
)


def question(kind: str, text: str, body: str = "", name: str = "") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"{body}</question>"
    )


def choice(text: str, body: str = GOOD, name: str = "") -> str:
    return question("multichoice", text, f"<single>true</single>{body}", name)


def answers(*weights: str) -> str:
    return "".join(
        f'<answer fraction="{weight}"><text>option {at}</text></answer>'
        for at, weight in enumerate(weights)
    )


def quiz(*questions: str) -> bytes:
    return f"<?xml version='1.0'?>\n<quiz>{''.join(questions)}</quiz>".encode()


@given(parcels())
def test_what_is_written_comes_back(parcel: Parcel) -> None:
    assert_it_comes_back(FORMAT, parcel)


def test_what_is_written_is_recognised_in_either_width() -> None:
    raw = write_moodle_xml(Parcel("Bridges"))
    assert recognise(raw)
    assert recognise(raw.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert not recognise(b"<questestinterop/>")


def test_other_xml_is_refused() -> None:
    with pytest.raises(FormatError, match="Export the questions there as Moodle XML"):
        read_moodle_xml(b"<questestinterop/>")


def test_a_picture_of_the_stem_comes_back_with_its_words() -> None:
    digest = sha256(PNG).hexdigest()
    picture = Picture(digest, 'A "bridge" <1998>')
    draft = begin_import(Kind.MULTIPLE_CHOICE, "What is this?")
    options = (Option("a", True), Option("b"))
    draft = replace(draft, pictures=(picture,), options=options)
    raw = write_moodle_xml(Parcel(items=(Item(draft),), pictures={digest: PNG}))
    incoming = read_moodle_xml(raw)
    assert incoming.notices == ()
    assert incoming.parcel.items[0].draft.pictures == (picture,)
    assert incoming.parcel.pictures == {digest: PNG}


@pytest.mark.parametrize("raw", [b"<svg/>", b"not a picture", b""])
def test_a_file_that_is_no_picture_is_named(raw: bytes) -> None:
    code = base64.b64encode(raw).decode()
    text = (
        '<questiontext format="html"><text>&lt;img src="@@PLUGINFILE@@/a%20b.svg"&gt; Which?</text>'
        f'<file name="a b.svg" encoding="base64">{code}</file></questiontext>'
    )
    incoming = read_moodle_xml(
        quiz(f'<question type="multichoice">{text}<single>1</single>{GOOD}</question>')
    )
    assert incoming.parcel.items[0].draft.pictures == ()
    assert "A picture is left out" in incoming.notices[0].message


def test_a_picture_in_an_option_is_named() -> None:
    body = GOOD.replace("yes", 'yes &lt;img src="x.png"&gt;')
    (notice,) = read_moodle_xml(quiz(choice("Which?", body))).notices
    assert "A picture stands in an option" in notice.message


def test_passages_are_found_by_their_marks_wherever_they_stand() -> None:
    mark = "<tags><tag><text>passage:{}</text></tag></tags>"
    raw = quiz(
        question("description", "<p>One.</p>", mark.format(1), "First"),
        question("description", "<p>Two.</p>", mark.format(2), "Second"),
        choice("A?", GOOD + mark.format(2)),
        choice("B?", GOOD + mark.format(1)),
        choice("C?"),
    )
    parcel = read_moodle_xml(raw).parcel
    assert [it.passage for it in parcel.items] == [1, 0, None]
    assert [it.title for it in parcel.passages] == ["First", "Second"]
    assert [it.tags for it in parcel.items] == [(), (), ()]


def test_a_longer_description_is_the_passage_of_what_follows() -> None:
    raw = quiz(question("description", f"<p>{PASSAGE}</p>", name="Bridges"), choice("A?"))
    parcel = read_moodle_xml(raw).parcel
    assert (parcel.items[0].passage, parcel.passages[0].title) == (0, "Bridges")


CLOZES = {
    "It is {1:SHORTANSWER:=red#yes~=crimson~%50%pink} and {:SA:=big}.": (
        "It is ____ and ____.",
        [("red", 1), ("crimson", 1), ("big", 2)],
    ),
    "A {1:MW:=x\\}y\\~z} b": ("A ____ b", [("x}y~z", 1)]),
    "A {1:SA:=caf&eacute;&#39;s} b": ("A ____ b", [("café's", 1)]),
    "{2:NM:=3.5:0.1} and {2:NUMERICAL:%100%4}": ("____ and ____", [("3.5", 1), ("4", 2)]),
    "{1:MC:=a~b} and {1:MULTICHOICE_VS:b~%100%c}": ("____ and ____", [("a", 1), ("c", 2)]),
}


@pytest.mark.parametrize("text", CLOZES)
def test_the_codes_of_a_cloze_are_its_gaps(text: str) -> None:
    stem, accepted = CLOZES[text]
    (item,) = read_moodle_xml(quiz(question("cloze", text))).parcel.items
    assert (item.draft.kind, item.draft.stem) == (Kind.CLOZE, stem)
    assert item.draft.accepted_answers == tuple(AcceptedAnswer(*it) for it in accepted)


def test_a_cloze_whose_only_gap_offers_words_is_a_choice() -> None:
    raw = quiz(question("cloze", "It is {1:MCV:=red#yes~blue#no} here."))
    incoming = read_moodle_xml(raw)
    draft = incoming.parcel.items[0].draft
    assert (draft.kind, draft.stem) == (Kind.MULTIPLE_CHOICE, "It is ____ here.")
    assert draft.options == (Option("red", True, "yes"), Option("blue", False, "no"))
    assert incoming.notices == ()


def test_several_right_options_are_a_multiple_response() -> None:
    raw = quiz(
        question("multichoice", "Which?", f"<single>false</single>{answers('50', '-50', '50')}")
    )
    incoming = read_moodle_xml(raw)
    assert incoming.notices == ()
    draft = incoming.parcel.items[0].draft
    assert draft.kind is Kind.MULTIPLE_RESPONSE
    assert [it.key for it in draft.options] == [True, False, True]


def test_an_order_is_that_of_the_fractions() -> None:
    raw = quiz(question("ordering", "Order them.", answers("2.0", "1.0", "3.0")))
    draft = read_moodle_xml(raw).parcel.items[0].draft
    assert draft.order == ("option 1", "option 0", "option 2")


def test_an_answer_in_scientific_writing_is_a_plain_number() -> None:
    body = '<answer fraction="100"><text>1.5e3</text><tolerance>0.0</tolerance></answer>'
    draft = read_moodle_xml(quiz(question("numerical", "How many?", body))).parcel.items[0].draft
    assert draft.accepted_answers == (AcceptedAnswer("1500"),)


FAULTS = {
    question("essay", "Write."): "An essay is no question that quizapp can mark.",
    question("calculated", "Count."): "Moodle's type “calculated” has no counterpart here.",
    question("", "What?"): "Moodle's type “” has no counterpart",
    choice("Which?", answers("50", "0")): "0 of its options earn all points",
    choice("Which?", answers("100")): "is not taken: it has 1 options",
    choice("Which?", answers("100", *"000000000")): "is not taken: it has 10 options",
    choice("", GOOD): "the stem is empty",
    question("truefalse", "Is it?", GOOD): "Its two answers are not “true” and “false”",
    question("cloze", "No gap {1:MULTICHOICE} here"): "It has no gap as in {1:SHORTANSWER:=word}",
    question("cloze", "A {1:MR:=a~b} and {1:SA:=b}"): "lets several options be ticked",
    question("cloze", "A {1:XX:=a} here"): "of the type XX, which Moodle does not have",
    question("cloze", "A {1:NM:=zero} here"): "Gap 1 has no number",
    question("cloze", "A {1:SA:zero} here"): "No answer of gap 1 earns all points",
    question("matching", "Pair.", ""): "it has 0 pairs",
    question("ordering", "Order.", answers("1", "2")): "it has 2 items",
    question("numerical", "How many?", answers("100")): "“option 0” is no number",
}


@pytest.mark.parametrize("bad", FAULTS)
def test_each_fault_is_told_by_its_place_and_the_rest_is_read(bad: str) -> None:
    incoming = read_moodle_xml(quiz(choice("Good?"), bad, choice("Good too?")))
    assert [item.draft.stem for item in incoming.parcel.items] == ["Good?", "Good too?"]
    (notice,) = incoming.notices
    assert notice.is_lost
    assert notice.place == "question 2, line 2"
    assert FAULTS[bad] in notice.message


LOSSES = {
    choice("Which?", GOOD + "<defaultgrade>2.0</defaultgrade>"): "worth more or less than one",
    choice("Which?", GOOD + "<hint><text>Look up.</text></hint>"): "Hints are left out",
    choice("Which?", GOOD + "<hidden>1</hidden>"): "hidden",
    choice("Which?", GOOD + "<correctfeedback><text>Wow</text></correctfeedback>"): "Well done",
    choice("Which? <audio src='a.mp3'></audio>"): "Sound, video or a linked file",
    choice("Which <b>one</b>?"): "Words are bold",
    choice("Which?", answers("100", "50")): "a part of the points",
    choice("Which?", name="Geography 7"): "The title says something else",
    question("shortanswer", "Who?", GOOD + "<usecase>1</usecase>"): "Capitals matter",
    question("cloze", "A {1:MC:=a~b} or {1:SA:=c}."): "Gaps offer words to choose from",
    question("cloze", "A {1:NM:=3:1} or {1:SA:=c}."): "Gaps take numbers with a tolerance",
}


@pytest.mark.parametrize("text", LOSSES)
def test_what_is_left_out_of_a_question_is_named(text: str) -> None:
    incoming = read_moodle_xml(quiz(text))
    assert len(incoming.parcel.items) == 1
    (notice,) = incoming.notices
    assert not notice.is_lost
    assert LOSSES[text] in notice.message


def test_a_file_that_is_cut_short_is_read_as_far_as_it_goes() -> None:
    raw = quiz(choice("Good?"), choice("Broken?"))
    incoming = read_moodle_xml(raw[: raw.index(b"Broken?") + 3])
    assert incoming.parcel.items[0].draft.stem == "Good?"
    assert "The XML is broken here" in incoming.notices[0].message


SAMPLE_KINDS = {
    "moodle_broken_cloze_questions.xml": [],
    "moodle_export_category.xml": [Kind.TRUE_FALSE],
    "moodle_html_chars_in_idnumbers.xml": [Kind.TRUE_FALSE],
    "moodle_multianswer.xml": [Kind.CLOZE],
    "moodle_multichoice.xml": [Kind.MULTIPLE_CHOICE],
    "moodle_nested_categories.xml": [Kind.TRUE_FALSE],
    "moodle_truefalse.xml": [Kind.TRUE_FALSE, Kind.TRUE_FALSE],
    "qtype_description.moodle.xml": [],
    "qtype_match.moodle.xml": [],
    "qtype_numerical.moodle.xml": [Kind.NUMERICAL],
    "qtype_shortanswer.moodle.xml": [Kind.CLOZE],
}


@pytest.mark.parametrize("name", SAMPLE_KINDS)
def test_a_sample_of_moodle_is_read(name: str) -> None:
    incoming = read_moodle_xml(sample(f"moodle_xml/{name}").read_bytes())
    assert [it.draft.kind for it in incoming.parcel.items] == SAMPLE_KINDS[name]


def test_what_the_samples_of_moodle_say_in_particular() -> None:
    folder = sample("moodle_xml")
    broken = read_moodle_xml((folder / "moodle_broken_cloze_questions.xml").read_bytes())
    assert [it.is_lost for it in broken.notices] == [True] * 5
    chars = read_moodle_xml((folder / "moodle_html_chars_in_idnumbers.xml").read_bytes())
    assert chars.parcel.items[0].draft.uid == "T & F"
    flags = read_moodle_xml((folder / "moodle_multianswer.xml").read_bytes()).parcel
    assert [it.description for it in flags.items[0].draft.pictures] == [
        "California flag",
        "Arizona flag",
    ]
    assert len(flags.pictures) == 2
    match = read_moodle_xml((folder / "qtype_match.moodle.xml").read_bytes())
    assert "two responses read the same" in match.notices[0].message
    number = read_moodle_xml((folder / "qtype_numerical.moodle.xml").read_bytes()).parcel
    assert number.items[0].draft.accepted_answers == (AcceptedAnswer("6.25", tolerance="0.05"),)
    nested = read_moodle_xml((folder / "moodle_nested_categories.xml").read_bytes()).parcel
    assert nested.items[0].tags == ("Zeta",)


def test_an_empty_premise_is_a_distractor() -> None:
    pair = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"
    body = pair.format("one", "eins") + pair.format("two", "zwei") + pair.format("", "drei")
    draft = read_moodle_xml(quiz(question("matching", "Pair.", body))).parcel.items[0].draft
    assert draft.pairs == (Pair("one", "eins"), Pair("two", "zwei"), Pair("", "drei"))


def test_bytes_that_are_no_letters_spoil_no_question_before_them() -> None:
    raw = quiz(choice("Good?"), choice("Bad @ one?")).replace(b"@", b"\xed\xa0\x80")
    assert read_moodle_xml(raw).parcel.items[0].draft.stem == "Good?"


@pytest.mark.parametrize(
    ("single", "kind"),
    [
        ("", Kind.MULTIPLE_CHOICE),
        ("<single/>", Kind.MULTIPLE_CHOICE),
        ("<single>true</single>", Kind.MULTIPLE_CHOICE),
        ("<single>1</single>", Kind.MULTIPLE_CHOICE),
        ("<single>false</single>", Kind.MULTIPLE_RESPONSE),
        ("<single>0</single>", Kind.MULTIPLE_RESPONSE),
    ],
)
def test_several_options_may_be_ticked_only_where_the_file_says_so(single: str, kind: Kind) -> None:
    incoming = read_moodle_xml(quiz(question("multichoice", "Which?", single + GOOD)))
    assert [it.draft.kind for it in incoming.parcel.items] == [kind]
