from __future__ import annotations

import pytest

from quizapp.bank.formats.exchange import FormatError, Incoming, Notice
from quizapp.bank.formats.qti.classic_reading import read_classic
from quizapp.generation.draft import AcceptedAnswer, Kind, Pair, QuestionDraft
from tests.bank.formats.qti.parcels import (
    FIELD,
    LONG_TEXT,
    PNG,
    TWO,
    equal,
    label,
    make_classic,
    make_classic_item,
    make_manifest,
    make_zip,
    respond,
    score,
)

RIGHT = score(equal("1"))
GOOD = make_classic_item("multiple_choice_question", TWO, RIGHT, ident="good-one")


def read(*items: str) -> Incoming:
    return read_classic(make_classic(*items).encode())


def read_one(item: str) -> QuestionDraft:
    (found,) = read(item).parcel.items
    return found.draft


def refuse(item: str) -> Notice:
    """What is said of an item that is not taken; the good one beside it is."""
    incoming = read(item, GOOD)
    assert [it.draft.uid for it in incoming.parcel.items] == ["good-one"]
    (notice,) = [it for it in incoming.notices if it.is_lost]
    assert notice.place == "item 1 “Rivers”"
    return notice


def test_the_choice_that_earns_points_is_the_key() -> None:
    draft = read_one(GOOD)
    assert (draft.kind, draft.stem) == (Kind.MULTIPLE_CHOICE, "Which river is it?")
    assert [(it.text, it.key) for it in draft.options] == [
        ("The Ostravice", True),
        ("The Oder", False),
    ]


def test_points_choice_by_choice_mark_the_keys_of_several_answers() -> None:
    choices = respond(label("1", "Oder"), label("2", "Elbe"), label("3", "Alps"), cardinality="M")
    several = choices.replace('rcardinality="M"', 'rcardinality="Multiple"')
    points = [("1", "50"), ("2", "50"), ("3", "-50")]
    adding = "".join(score(equal(it), value, "Add") for it, value in points)
    draft = read_one(make_classic_item("", several, adding))
    assert draft.kind is Kind.MULTIPLE_RESPONSE
    assert [it.key for it in draft.options] == [True, True, False]


def test_what_takes_points_away_is_no_key() -> None:
    adding = score(equal("1"), "1", "Add") + score(equal("2"), "2", "Subtract")
    incoming = read(make_classic_item("multiple_choice_question", TWO, adding))
    assert [it.key for it in incoming.parcel.items[0].draft.options] == [True, False]
    assert [it.message.split(":")[0] for it in incoming.notices] == ["Points were not taken"]


@pytest.mark.parametrize("outcome", ["SCORE", "que_score", "Marks"])
def test_only_the_outcome_that_is_the_score_makes_a_key(outcome: str) -> None:
    declared = f'<outcomes><decvar varname="{outcome}"/></outcomes>'
    keys = score(equal("1"), "1", outcome=outcome) + score(equal("2"), "5", outcome="Attempts")
    item = make_classic_item("multiple_choice_question", TWO, declared + keys)
    assert [it.key for it in read_one(item).options] == [True, False]


def test_of_several_outcomes_only_those_called_score_count() -> None:
    declared = '<outcomes><decvar varname="right"/><decvar varname="wrong"/></outcomes>'
    keys = score(equal("1"), "1", outcome="right") + score(equal("2"), "1", outcome="wrong")
    item = make_classic_item("multiple_choice_question", TWO, declared + keys)
    assert "does not say what is right" in refuse(item).message


def test_true_and_false_come_into_our_order_and_words() -> None:
    choices = respond(label("1", "false"), label("2", "TRUE"))
    draft = read_one(make_classic_item("true_false_question", choices, RIGHT))
    assert draft.kind is Kind.TRUE_FALSE
    assert [(it.text, it.key) for it in draft.options] == [("True", False), ("False", True)]


def test_every_word_of_a_blank_is_right_and_gaps_are_in_the_order_of_the_stem() -> None:
    two = respond(label("1", "trams"), ident="response_b") + respond(
        label("2", "river"), label("3", "Oder"), ident="response_a"
    )
    item = make_classic_item(
        "fill_in_multiple_blanks_question", two, stem="The [a] carries [b], not [c]."
    )
    draft = read_one(item)
    assert (draft.kind, draft.stem) == (Kind.CLOZE, "The ____ carries ____, not [c].")
    assert draft.accepted_answers == (
        AcceptedAnswer("river", 1),
        AcceptedAnswer("Oder", 1),
        AcceptedAnswer("trams", 2),
    )


def test_one_dropdown_is_a_choice_and_several_become_words_to_type() -> None:
    first = respond(label("1", "river"), label("2", "road"), ident="response_a")
    second = respond(label("3", "trams"), label("4", "ships"), ident="response_b")
    keys = score(equal("1", "response_a")) + score(equal("3", "response_b"), "50", "Add")
    one = make_classic_item("multiple_dropdowns_question", first, keys, stem="A [a].")
    draft = read_one(one)
    assert (draft.kind, draft.stem) == (Kind.MULTIPLE_CHOICE, "A ____.")
    both = make_classic_item("multiple_dropdowns_question", first + second, keys, stem="[a] [b]")
    incoming = read(both)
    (item,) = incoming.parcel.items
    assert [it.text for it in item.draft.accepted_answers] == ["river", "trams"]
    assert "learners type the words" in incoming.notices[0].message


def test_matching_takes_premises_with_their_responses_and_the_rest_as_distractors() -> None:
    labels = (label("x", "wide"), label("y", "narrow"), label("z", "dry"))
    lids = "".join(
        f'<response_lid ident="response_{name}"><material><mattext>{name}</mattext></material>'
        f"<render_choice>{''.join(labels)}</render_choice></response_lid>"
        for name in ("Oder", "Lubina")
    )
    keys = score(equal("x", "response_Oder"), "50", "Add") + score(
        equal("y", "response_Lubina"), "50", "Add"
    )
    draft = read_one(make_classic_item("matching_question", lids, keys))
    assert draft.pairs == (Pair("Oder", "wide"), Pair("Lubina", "narrow"), Pair("", "dry"))
    assert read_one(make_classic_item("", lids, keys)).kind is Kind.MATCHING


def test_a_number_has_the_tolerance_that_its_limits_give() -> None:
    field = FIELD.replace("<render_fib/>", '<render_fib fibtype="Decimal"/>')
    range_ = '<vargte respident="response1">1.5</vargte><varlte respident="response1">2.5</varlte>'
    about = f"<or>{equal('12')}<and>{range_.replace('1.5', '11').replace('2.5', '13')}</and></or>"
    keys = score(equal("1998.0")) + score(range_) + score(about)
    draft = read_one(make_classic_item("numerical_question", field, keys))
    assert draft.accepted_answers == (
        AcceptedAnswer("1998"),
        AcceptedAnswer("2", tolerance="0.5"),
        AcceptedAnswer("12", tolerance="1"),
    )


@pytest.mark.parametrize(
    ("field", "full", "part"),
    [(FIELD, "Paris", "Lyon"), (FIELD.replace("fib/", 'fib fibtype="Decimal"/'), "42", "24")],
)
def test_typed_answers_that_earn_a_part_are_left_out_and_named(
    field: str, full: str, part: str
) -> None:
    keys = score(equal(part), "20") + score(equal(full)) + score(equal(full), "50")
    incoming = read(make_classic_item("short_answer_question", field, keys))
    assert incoming.parcel.items[0].draft.accepted_answers == (AcceptedAnswer(full),)
    assert [it.message.split(" were")[0] for it in incoming.notices] == [
        "Answers that earn a part of the points"
    ]


def test_parts_in_their_order_make_an_ordering() -> None:
    parts = respond(
        label("1", "It opened"), label("2", "It burned"), label("3", "It fell"), cardinality="x"
    ).replace('rcardinality="x"', 'rcardinality="Ordered"')
    keys = score(equal("3") + equal("1") + equal("2"))
    draft = read_one(make_classic_item("ordering_question", parts, keys))
    assert draft.order == ("It fell", "It opened", "It burned")


def test_words_typed_amid_the_text_leave_a_gap_where_they_stand() -> None:
    rest = "<material><mattext>runs here.</mattext></material>"
    item = make_classic_item("", FIELD + rest, score(equal("Oder")), stem="The river")
    draft = read_one(item)
    assert (draft.kind, draft.stem) == (Kind.CLOZE, "The river ____ runs here.")


def test_feedback_goes_to_its_choice_and_to_the_whole() -> None:
    feedback = "".join(
        f'<itemfeedback ident="{name}"><flow_mat><material><mattext>{text}</mattext></material>'
        "</flow_mat></itemfeedback>"
        for name, text in (
            ("1_fb", "Yes."),
            ("general_fb", "It says so. Evidence (paragraph 2): “the Ostravice”"),
            ("general_incorrect_fb", "No."),
        )
    )
    incoming = read(make_classic_item("", TWO, RIGHT, feedback=feedback))
    draft = incoming.parcel.items[0].draft
    assert [it.rationale for it in draft.options] == ["Yes.", ""]
    assert draft.rationale == "It says so."
    assert (draft.critical_span.paragraph, draft.critical_span.quote) == (2, "the Ostravice")
    assert [it.message.split(".")[0] for it in incoming.notices] == [
        "Feedback on a right or wrong answer as a whole was left out"
    ]


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ("essay_question", "marks"),
        ("file_upload_question", "marks"),
        ("calculated_question", "made anew for each learner"),
        ("categorization_question", "by categorization"),
        ("hot_spot_question", "by hot spot"),
    ],
)
def test_what_quizapp_cannot_ask_is_named_and_the_rest_is_read(type_: str, said: str) -> None:
    assert said in refuse(make_classic_item(type_, FIELD)).message


def test_each_fault_of_a_question_is_told_in_its_own_sentence() -> None:
    nine = respond(*(label(str(it), f"River {it}") for it in range(1, 10)))
    twice = respond(label("1", "The Oder"), label("2", "the  oder"))
    for choices, keys, said in (
        (TWO, "", "does not say what is right"),
        (nine, RIGHT, "it has 9 options"),
        (twice, RIGHT, "2 options read “the oder”"),
        (TWO, RIGHT + score(equal("2")), "2 options are keys"),
        (TWO + TWO, RIGHT, "several things at once"),
    ):
        type_ = "multiple_choice_question"
        assert said in refuse(make_classic_item(type_, choices, keys)).message
    assert "marks" in refuse(make_classic_item("", FIELD)).message


def test_a_text_is_the_passage_of_the_questions_after_it_until_the_next() -> None:
    first = make_classic_item(
        "text_only_question", "", ident="t1", title="A bridge", stem=LONG_TEXT
    )
    second = make_classic_item(
        "text_only_question", "", ident="t2", stem="<p>Short.</p>", fields={"passage": "true"}
    )
    questions = [GOOD.replace("good-one", f"q-{number}") for number in range(4)]
    incoming = read(questions[0], first, questions[1], questions[2], second, questions[3])
    assert [it.passage for it in incoming.parcel.items] == [None, 0, 0, 1]
    assert [it.title for it in incoming.parcel.passages] == ["A bridge", "Rivers"]
    assert incoming.parcel.passages[1].paragraphs == ("Short.",)


def test_where_questions_name_their_passage_only_those_have_it() -> None:
    text = make_classic_item("text_only_question", "", ident="t1", stem="A short text.")
    child = make_classic_item(
        "", TWO, RIGHT, ident="child-1", fields={"parent_stimulus_item_ident": "t1"}
    )
    incoming = read(text, GOOD, child)
    assert [(it.draft.uid, it.passage) for it in incoming.parcel.items] == [
        ("good-one", None),
        ("child-1", 0),
    ]


def test_a_short_text_without_a_question_is_named() -> None:
    text = make_classic_item("text_only_question", "", stem="Now the second part.")
    assert "too short for a passage" in refuse(text).message


def test_a_draw_is_named_and_all_its_questions_are_read() -> None:
    draw = (
        '<section ident="s2"><selection_ordering><selection><selection_number>1'
        f"</selection_number></selection></selection_ordering>{GOOD}"
        f"{GOOD.replace('good-one', 'good-two')}</section>"
    )
    incoming = read(draw)
    assert [it.draft.uid for it in incoming.parcel.items] == ["good-one", "good-two"]
    assert "drawn for each learner" in incoming.notices[0].message


def test_questions_of_a_bank_are_read() -> None:
    bank = make_classic(GOOD).replace("assessment", "objectbank")
    assert len(read_classic(bank.encode()).parcel.items) == 1


def test_pictures_are_found_whichever_way_the_system_names_their_folder() -> None:
    stem = 'See <img src="$IMS-CC-FILEBASE$/My%20files/a.png?x=1" alt="A bridge"> here.'
    item = make_classic_item("", TWO, RIGHT, stem=stem)
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": make_manifest("quiz/q.xml", type_="imsqti_xmlv1p2"),
        "quiz/q.xml": make_classic(item),
        "web_resources/My files/a.png": PNG,
    }
    incoming = read_classic(make_zip(files))
    (picture,) = incoming.parcel.items[0].draft.pictures
    assert (incoming.parcel.pictures[picture.sha256], picture.description) == (PNG, "A bridge")
    assert incoming.notices == ()
    files["web_resources/My files/a.png"] = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    refused = read_classic(make_zip(files))
    assert refused.parcel.items[0].draft.pictures == ()
    assert "no PNG, JPEG, GIF or WebP" in refused.notices[0].message


def test_the_same_quiz_twice_in_a_course_is_read_once() -> None:
    course = {"a/q.xml": make_classic(GOOD), "b/q.xml.qti": make_classic(GOOD)}
    (item,) = read_classic(make_zip(course)).parcel.items
    assert item.place == "b/q.xml.qti, item 1 “Rivers”"


def test_two_questions_of_one_ident_in_a_file_are_both_read() -> None:
    other = make_classic_item("", TWO, RIGHT, ident="good-one", stem="Is it wide?")
    found = read(GOOD, other).parcel.items
    assert [(it.draft.uid, it.draft.stem) for it in found] == [
        ("good-one", "Which river is it?"),
        ("", "Is it wide?"),
    ]


def test_settings_and_points_are_named_once() -> None:
    meta = (
        '<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0"><time_limit>20</time_limit></quiz>'
    )
    items = [
        make_classic_item("", TWO, RIGHT, ident=f"q-{it}", fields={"points_possible": "2.0"})
        for it in range(3)
    ]
    files = {"q/q.xml": make_classic(*items), "q/assessment_meta.xml": meta}
    incoming = read_classic(make_zip(files))
    assert [str(it) for it in incoming.notices] == [
        "item 1 “Rivers”, item 2 “Rivers”, item 3 “Rivers”: Points were not taken: they are given"
        " in the quiz.",
        "q/assessment_meta.xml: Settings such as time and attempts were not taken. Choose them in"
        " the quiz.",
    ]


def test_a_file_that_is_cut_short_gives_what_stands_before_the_break() -> None:
    whole = make_classic(GOOD, GOOD.replace("good-one", "good-two"))
    incoming = read_classic(whole[: whole.index("good-two")].encode())
    assert [it.draft.uid for it in incoming.parcel.items] == ["good-one"]
    assert incoming.notices[0].place.startswith("line ")


@pytest.mark.parametrize(
    "raw", [b"", b"This cannot be loaded", b"<a/>", make_classic().encode(), make_zip({"a": "b"})]
)
def test_a_file_without_any_question_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        read_classic(raw)
