from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from quizapp.bank.formats.exchange import Parcel, begin_import
from quizapp.bank.formats.gift import read_gift, recognise
from quizapp.bank.formats.gift_writing import FORMAT, write_gift
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, Pair, QuestionDraft
from tests.bank.formats.laws import assert_it_comes_back, parcels
from tests.samples import FOLDER, sample

PASSAGE = "The bridge was built in 1998 by the town of Quelmar. " * 4


def read_one(text: str) -> QuestionDraft:
    """The only question of a text that is taken without a word."""
    incoming = read_gift(text.encode())
    assert incoming.notices == ()
    (item,) = incoming.parcel.items
    return item.draft


def told(text: str) -> list[tuple[str, str]]:
    """Where and what the notices of a text say."""
    return [(it.place, it.message) for it in read_gift(text.encode()).notices]


@given(parcels())
def test_what_is_written_comes_back(parcel: Parcel) -> None:
    assert_it_comes_back(FORMAT, parcel)


@given(parcels())
def test_what_is_written_is_recognised(parcel: Parcel) -> None:
    assert recognise(write_gift(parcel))


def test_every_type_is_told_by_what_stands_in_the_braces() -> None:
    text = """
::first::Which river? {=The Oder ~The Ostravice}

Who crossed? {~%50%Ada ~%50%Ben ~%-100%Cem}

It rained. {F}

Who opened the bridge? {=the mayor =a mayor}

It was {=built =made} in 1998.

How old is it? {#28:1}

How many? {#1..5}

What belongs together? {=one -> eins =two -> zwei = -> drei}
"""
    kinds = [item.draft.kind for item in read_gift(text.encode()).parcel.items]
    assert kinds == [
        Kind.MULTIPLE_CHOICE,
        Kind.MULTIPLE_RESPONSE,
        Kind.TRUE_FALSE,
        Kind.SHORT_ANSWER,
        Kind.CLOZE,
        Kind.NUMERICAL,
        Kind.NUMERICAL,
        Kind.MATCHING,
    ]


def test_a_range_is_its_middle_with_what_is_left_on_both_sides() -> None:
    assert read_one("How many? {#1..5}").accepted_answers == (AcceptedAnswer("3", tolerance="2"),)


def test_an_empty_premise_is_a_distractor() -> None:
    draft = read_one("Pair them. {=one -> eins =two -> zwei = -> drei}")
    assert draft.pairs == (Pair("one", "eins"), Pair("two", "zwei"), Pair("", "drei"))


def test_feedback_of_true_or_false_goes_to_the_wrong_and_to_the_right_answer() -> None:
    draft = read_one("It rained. {FALSE#It was dry.#So it was.####All in all.}")
    assert draft.options == (
        Option("True", False, "It was dry."),
        Option("False", True, "So it was."),
    )
    assert draft.rationale == "All in all."


def test_an_empty_line_among_the_answers_ends_no_question() -> None:
    draft = read_one("Which?\n{\n=this\n\n~that\n}")
    assert [it.text for it in draft.options] == ["this", "that"]


def test_html_and_escaped_signs_become_the_words_that_they_show() -> None:
    draft = read_one(r"[html]<p>Is 1 &lt; 2 \= true, \{really\}?</p> {=yes ~[plain]<no>}")
    assert draft.stem == "Is 1 < 2 = true, {really}?"
    assert [it.text for it in draft.options] == ["yes", "<no>"]


def test_ids_and_tags_stand_in_the_comment_above() -> None:
    text = r"// question: 7 [id:q-7\]x] [tag:rivers] [tag:skill:cause]" + "\nWhich? {=a ~b}"
    (item,) = read_gift(text.encode()).parcel.items
    assert (item.draft.uid, item.draft.skill, item.tags) == ("q-7]x", "cause", ("rivers",))


def test_one_category_is_the_title_and_several_are_tags() -> None:
    one = read_gift(b"$CATEGORY: $course$/top/Bridges\n\nWhich? {=a ~b}").parcel
    assert (one.title, one.items[0].tags) == ("Bridges", ())
    text = "$CATEGORY: top/Rivers//Seas\n\nA? {=a ~b}\n\n$CATEGORY: top/Hills\nB? {=a ~b}"
    two = read_gift(text.encode()).parcel
    assert (two.title, [it.tags for it in two.items]) == ("", [("Rivers/Seas",), ("Hills",)])


def test_a_text_without_answers_is_the_passage_of_the_questions_after_it() -> None:
    text = f"::Bridges::{PASSAGE}\n\nA? {{=a ~b}}\n\nB? {{=a ~b}}"
    parcel = read_gift(text.encode()).parcel
    assert [it.passage for it in parcel.items] == [0, 0]
    assert parcel.passages[0].title == "Bridges"
    assert parcel.passages[0].paragraphs == (PASSAGE.strip(),)


def test_texts_that_stand_together_are_no_passage_of_any_question() -> None:
    text = f"::One::{PASSAGE}\n\n::Two::{PASSAGE}!\n\nA? {{=a ~b}}"
    incoming = read_gift(text.encode())
    assert [it.passage for it in incoming.parcel.items] == [None]
    assert [it.place for it in incoming.notices] == ["line 3"]


FAULTS = {
    "Which? {=a ~b": "line 1: One of the braces { } around the answers is missing.",
    "Write about it. {}": "line 1: An essay is no question that quizapp can mark.",
    "\n\nWhich? {~a ~b}": "line 3: None of its options is right; mark those that are.",
    "Which? {~%40%a ~%40%b ~c}": "line 1: Its right options earn 80 per cent together",
    "Which? {=a =b ~c}": "line 1: 2 of its options earn all points",
    "Which? {=a -> b =c}": "line 1: “c” has no arrow -> to what it belongs to.",
    "How many? {#many}": "line 1: “many” is no number; write digits, as in 3.14.",
    "How many? {#5..1}": "line 1: “5..1” is no range",
    "How many? {#%50%3}": "line 1: No number earns all points",
    "Who? {=%50%Ada}": "line 1: No answer in plain letters earns all points",
    "Which? {=a ~b ~c ~d ~e ~f ~g ~h ~i}": "“Which?” is not taken: it has 9 options",
    "Which? {=a ~A}": "“Which?” is not taken: 2 options read “a”",
    "{=a ~b}": "“” is not taken: the stem is empty",
}


@pytest.mark.parametrize("text", FAULTS)
def test_each_fault_is_told_by_its_line_and_the_rest_is_read(text: str) -> None:
    incoming = read_gift(f"{text}\n\nGood? {{=yes ~no}}".encode())
    assert [item.draft.stem for item in incoming.parcel.items] == ["Good?"]
    (notice,) = incoming.notices
    assert notice.is_lost
    assert FAULTS[text] in str(notice)


LOSSES = {
    "::Geography 7::Which? {=a ~b}": "The title says something else",
    "Which? {=a ~%50%b ~c}": "a part of the points",
    "Who? {=Ada =%75%Adah}": "earn only a part of the points are left out",
    "Who? {=Ada* =*}": "Answers stand with *",
    "How many? {#3:1 ~#No}": "Feedback for single answers",
    "Who? {=Ada#Well done}": "Feedback for single answers",
    "[html]Which <b>one</b>? {=a ~b}": "Words are bold",
    "[html]Which? <img src='x.png'> {=a ~b}": "A picture is left out",
    "[html]Which? {=a ~b <img src\\=x>}": "A picture stands in an option",
    "Read this.\n\nWhich? {=a ~b}": "A short text stands among the questions",
}


@pytest.mark.parametrize("text", LOSSES)
def test_what_is_left_out_of_a_question_is_named(text: str) -> None:
    incoming = read_gift(text.encode())
    assert len(incoming.parcel.items) == 1
    (notice,) = incoming.notices
    assert not notice.is_lost
    assert LOSSES[text] in notice.message


def test_one_notice_tells_of_a_loss_in_many_questions() -> None:
    text = "\n\n".join(f"::Title {at}::Which? {{=a{at} ~b}}" for at in range(300))
    (notice,) = read_gift(text.encode()).notices
    assert notice.message.startswith("The title")
    assert notice.place.endswith(" and 297 more")


def test_a_title_that_only_begins_the_stem_is_not_missed() -> None:
    assert told("::Which river runs::Which river runs here? {=a ~b}") == []


def test_a_cloze_with_two_gaps_and_an_arrow_in_an_answer_cannot_be_written() -> None:
    two = begin_import(Kind.CLOZE, "____ and ____")
    assert "one gap only" in FORMAT.refuse(two)
    arrow = begin_import(Kind.SHORT_ANSWER, "Where?")
    assert FORMAT.refuse(arrow) == ""
    typed = replace(arrow, accepted_answers=(AcceptedAnswer("a->b"),))
    assert "arrow" in FORMAT.refuse(typed)


PAIRS_OF_FILES = sorted(FOLDER.glob("gift/*.gift"))


@pytest.mark.parametrize("path", PAIRS_OF_FILES, ids=lambda path: path.stem)
def test_a_sample_says_what_its_makers_expect(path: Any) -> None:
    entries = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    expected = [it for it in entries if it["type"] not in ("Category", "Essay", "Description")]
    incoming = read_gift(path.read_bytes())
    assert len(incoming.parcel.items) == len(expected)
    for item, entry in zip(incoming.parcel.items, expected, strict=True):
        assert_says(item.draft, entry)


def assert_says(draft: QuestionDraft, entry: dict[str, Any]) -> None:
    """The question says what the entry of the expected parse says, as far as it has a place."""
    assert tight(draft.stem) == tight(plain(entry["stem"]))
    assert draft.rationale == plain(entry["globalFeedback"])
    choices = entry.get("choices", [])
    if entry["type"] == "TF":
        assert [it.key for it in draft.options] == [entry["isTrue"], not entry["isTrue"]]
        wrong, right = plain(entry["trueFeedback"]), plain(entry["falseFeedback"])
        assert {it.key: it.rationale for it in draft.options} == {False: wrong, True: right}
    elif entry["type"] == "MC":
        assert [it.text for it in draft.options] == [plain(it["text"]) for it in choices]
        assert [it.rationale for it in draft.options] == [plain(it["feedback"]) for it in choices]
        several = not any(it["isCorrect"] for it in choices)
        keys = [it["isCorrect"] or (several and (it["weight"] or 0) > 0) for it in choices]
        assert [it.key for it in draft.options] == keys
    elif entry["type"] == "Short":
        full = [plain(it["text"]) for it in choices if it["weight"] is None]
        assert [it.text for it in draft.accepted_answers] == full
    elif entry["type"] == "Numerical":
        ranges = [choices] if isinstance(choices, dict) else [choices[0]["text"]]
        (answer,) = draft.accepted_answers
        assert (float(answer.text), float(answer.tolerance or 0)) == (
            ranges[0]["number"],
            ranges[0].get("range", 0),
        )
    else:
        pairs = [(plain(it["subquestion"]), it["subanswer"]) for it in entry["matchPairs"]]
        assert [(it.premise, it.response) for it in draft.pairs] == pairs


def plain(text: dict[str, str] | None) -> str:
    """The words of a text in the expected parse."""
    if text is None:
        return ""
    words = re.sub(r"<[^>]*>", " ", text["text"]) if text["format"] == "html" else text["text"]
    return " ".join(words.replace("&nbsp;", " ").replace("**", "").split())


def tight(text: str) -> str:
    """Without spaces, and with blanks of one length."""
    return re.sub(r"_+", "_", "".join(text.split()))


def test_the_sample_of_moodle_is_read() -> None:
    incoming = read_gift(sample("gift/moodle_questions.gift.txt").read_bytes())
    kinds = [item.draft.kind for item in incoming.parcel.items]
    assert kinds == [
        Kind.MATCHING,
        Kind.MULTIPLE_CHOICE,
        Kind.MULTIPLE_RESPONSE,
        Kind.NUMERICAL,
        Kind.SHORT_ANSWER,
        Kind.TRUE_FALSE,
        Kind.TRUE_FALSE,
        Kind.TRUE_FALSE,
    ]
    assert next(str(it) for it in incoming.notices if it.is_lost).startswith("line 2: An essay")
