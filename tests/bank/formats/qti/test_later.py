from __future__ import annotations

import pytest

from quizapp.bank.formats.exchange import FormatError, Incoming
from quizapp.bank.formats.qti.reading import read_qti
from quizapp.bank.formats.registry import guess_format
from quizapp.generation.draft import AcceptedAnswer, Kind, Pair, QuestionDraft
from tests.bank.formats.qti.parcels import (
    CHOICES,
    PNG,
    declare,
    make_choice,
    make_item,
    make_manifest,
    make_zip,
)

FIELD = '<textEntryInteraction responseIdentifier="RESPONSE"/>'


def read(item: str) -> Incoming:
    return read_qti(item.encode())


def read_one(item: str) -> QuestionDraft:
    (found,) = read(item).parcel.items
    return found.draft


def in_3(item: str) -> str:
    """The same item in the words of QTI 3.0."""
    for old, new in (
        ("imsqti_v2p1", "imsqtiasi_v3p0"),
        ("<assessmentItem", "<qti-assessment-item"),
        ("</assessmentItem", "</qti-assessment-item"),
        ("itemBody", "qti-item-body"),
        ("responseDeclaration", "qti-response-declaration"),
        ("correctResponse", "qti-correct-response"),
        ("choiceInteraction", "qti-choice-interaction"),
        ("simpleChoice", "qti-simple-choice"),
        ("responseIdentifier", "response-identifier"),
        ("maxChoices", "max-choices"),
        ("baseType", "base-type"),
        ("prompt>", "qti-prompt>"),
        ("value>", "qti-value>"),
    ):
        item = item.replace(old, new)
    return item


def test_the_words_of_each_version_say_the_same() -> None:
    old, new = read_one(make_choice()), read_one(in_3(make_choice()))
    assert old == new
    assert (old.kind, old.stem, old.uid) == (Kind.MULTIPLE_CHOICE, "Which river is it?", "river")
    assert [(it.text, it.key) for it in old.options] == [
        ("The Ostravice", True),
        ("The Oder", False),
    ]


def test_several_right_values_make_a_multiple_response() -> None:
    item = make_choice(choices=f'{CHOICES}<simpleChoice identifier="C">The Elbe</simpleChoice>')
    item = item.replace(declare("A"), declare("A", "C", cardinality="multiple"))
    draft = read_one(item)
    assert draft.kind is Kind.MULTIPLE_RESPONSE
    assert [it.key for it in draft.options] == [True, False, True]


def test_without_a_right_value_the_one_that_earns_most_is_the_key_and_the_rest_is_named() -> None:
    mapping = (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
        '<mapping><mapEntry mapKey="A" mappedValue="0.5"/><mapEntry mapKey="B" mappedValue="1"/>'
        "</mapping></responseDeclaration>"
    )
    incoming = read(make_choice().replace(declare("A"), mapping))
    assert [it.key for it in incoming.parcel.items[0].draft.options] == [False, True]
    assert "earn a part" in incoming.notices[0].message


def test_a_word_typed_on_its_own_line_is_a_short_answer_and_in_a_sentence_a_gap() -> None:
    declared = declare("Oder", base="string")
    alone = read_one(make_item(f"<p>Which river?</p><p>{FIELD}</p>", declared))
    assert (alone.kind, alone.stem) == (Kind.SHORT_ANSWER, "Which river?")
    within = read_one(make_item(f"<p>The {FIELD} runs_____ here.</p>", declared))
    assert (within.kind, within.stem) == (Kind.CLOZE, "The ____ runs___ here.")
    assert within.accepted_answers == (AcceptedAnswer("Oder"),)


def is_number(number: str, tolerance: str = "", variable: str = "RESPONSE") -> str:
    """A test of QTI 2.x: whether a variable is this number."""
    written = f'<baseValue baseType="float">{number}</baseValue>'
    how = f'toleranceMode="absolute" tolerance="{tolerance} {tolerance}"' if tolerance else ""
    return f'<equal {how or HOW_EXACT}><variable identifier="{variable}"/>{written}</equal>'


def put(outcome: str, value: str) -> str:
    written = f'<baseValue baseType="float">{value}</baseValue>'
    return f'<setOutcomeValue identifier="{outcome}">{written}</setOutcomeValue>'


def process(*branches: str) -> str:
    """Conditions of QTI 2.x, the first as `if` and the others as `else if`."""
    first, *others = branches
    rest = "".join(f"<responseElseIf>{it}</responseElseIf>" for it in others)
    return (
        f"<responseProcessing><responseCondition><responseIf>{first}</responseIf>{rest}"
        "</responseCondition></responseProcessing>"
    )


HOW_EXACT = 'toleranceMode="exact"'
HOW_LONG = f"<p>How long is it?</p><p>{FIELD}</p>"


def test_numbers_that_other_variables_are_compared_with_are_no_answers() -> None:
    right = is_number("42", "0.5") + put("SCORE", "1")
    shown = is_number("0", variable="SCORE") + put("FEEDBACK", "0")
    processing = process(right) + process(shown, is_number("7") + put("FEEDBACK", "1"))
    processing = processing.replace("</responseProcessing><responseProcessing>", "")
    incoming = read(make_item(HOW_LONG, declare("42", base="float"), after=processing))
    (item,) = incoming.parcel.items
    assert item.draft.accepted_answers == (AcceptedAnswer("42", tolerance="0.5"),)
    assert incoming.notices == ()


def test_a_number_that_earns_a_part_is_left_out_and_named() -> None:
    part = is_number("24") + put("SCORE", "0.2")
    no_part = f"<not>{is_number('42')}</not>{put('SCORE', '0')}"
    processing = process(is_number("42") + put("SCORE", "1"), part, no_part)
    incoming = read(make_item(HOW_LONG, declare("42", base="float"), after=processing))
    (item,) = incoming.parcel.items
    assert item.draft.accepted_answers == (AcceptedAnswer("42"),)
    assert [it.message.split(" were")[0] for it in incoming.notices] == [
        "Answers that earn a part of the points"
    ]


def test_all_numbers_that_earn_the_most_are_right() -> None:
    most = '<setOutcomeValue identifier="SCORE"><variable identifier="MAXSCORE"/></setOutcomeValue>'
    maximum = (
        '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
        "<defaultValue><value>3</value></defaultValue></outcomeDeclaration>"
    )
    processing = process(is_number("42") + most, is_number("24") + put("SCORE", "3"))
    draft = read_one(make_item(HOW_LONG, declare("42", base="float") + maximum, after=processing))
    assert draft.accepted_answers == (AcceptedAnswer("42"), AcceptedAnswer("24"))


def test_a_number_takes_the_tolerance_of_the_processing() -> None:
    processing = process(
        '<equal toleranceMode="absolute" tolerance="2 2"><variable identifier="RESPONSE"/>'
        f'<correct identifier="RESPONSE"/></equal>{put("SCORE", "1")}'
    )
    declared = declare("120.0", base="float")
    draft = read_one(make_item(HOW_LONG, declared, after=processing))
    assert draft.kind is Kind.NUMERICAL
    assert draft.accepted_answers == (AcceptedAnswer("120", tolerance="2"),)
    relative = processing.replace("absolute", "relative").replace("2 2", "10 10")
    draft = read_one(make_item(HOW_LONG, declared, after=relative))
    assert draft.accepted_answers == (AcceptedAnswer("120", tolerance="12"),)
    assert read_one(make_item(HOW_LONG, declared)).accepted_answers == (AcceptedAnswer("120"),)


def test_words_dragged_or_chosen_in_several_gaps_become_words_to_type() -> None:
    gaps = (
        '<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill in.</prompt>'
        '<gapText identifier="W1" matchMax="1">trams</gapText>'
        '<gapText identifier="W2" matchMax="1">river</gapText>'
        '<p>Over the <gap identifier="G1"/> go <gap identifier="G2"/>.</p></gapMatchInteraction>'
    )
    declared = declare("W1 G2", "W2 G1", cardinality="multiple", base="directedPair")
    incoming = read(make_item(gaps, declared))
    draft = incoming.parcel.items[0].draft
    assert draft.stem == "Fill in. Over the ____ go ____."
    assert [(it.text, it.gap) for it in draft.accepted_answers] == [("river", 1), ("trams", 2)]
    assert "learners type the words" in incoming.notices[0].message


def test_one_word_chosen_in_the_line_is_a_choice() -> None:
    inline = (
        '<p>It is <inlineChoiceInteraction responseIdentifier="RESPONSE" shuffle="false">'
        '<inlineChoice identifier="A">wide</inlineChoice>'
        '<inlineChoice identifier="B">dry</inlineChoice></inlineChoiceInteraction>.</p>'
    )
    draft = read_one(make_item(inline, declare("A")))
    assert (draft.kind, draft.stem) == (Kind.MULTIPLE_CHOICE, "It is ____.")
    assert [it.text for it in draft.options] == ["wide", "dry"]


def test_matching_finds_the_response_in_the_second_set_whichever_comes_first_in_a_pair() -> None:
    def end(name: str, text: str) -> str:
        return (
            f'<simpleAssociableChoice identifier="{name}" matchMax="1">{text}'
            "</simpleAssociableChoice>"
        )

    first = end("p1", "Oder") + end("p2", "Lubina")
    second = end("r1", "wide") + end("r2", "dry") + end("r3", "narrow")
    body = (
        '<matchInteraction responseIdentifier="RESPONSE"><prompt>Match them.</prompt>'
        f"<simpleMatchSet>{first}</simpleMatchSet><simpleMatchSet>{second}</simpleMatchSet>"
        "</matchInteraction>"
    )
    declared = declare("p1 r1", "r3 p2", cardinality="multiple", base="directedPair")
    draft = read_one(make_item(body, declared))
    assert draft.pairs == (Pair("Oder", "wide"), Pair("Lubina", "narrow"), Pair("", "dry"))


def test_feedback_goes_to_its_choice_and_what_is_always_shown_to_the_question() -> None:
    feedback = "".join(
        f'<modalFeedback outcomeIdentifier="F" identifier="{name}" showHide="show">{text}'
        "</modalFeedback>"
        for name, text in (("A", "Yes."), ("correct", "It says so."), ("incorrect", "No."))
    )
    within = CHOICES.replace(
        "The Oder", 'The Oder<feedbackInline identifier="B">It is further east.</feedbackInline>'
    )
    incoming = read(make_choice(choices=within, after=feedback))
    draft = incoming.parcel.items[0].draft
    assert [(it.text, it.rationale) for it in draft.options] == [
        ("The Ostravice", "Yes."),
        ("The Oder", "It is further east."),
    ]
    assert draft.rationale == "It says so."
    assert "Feedback on a right or wrong answer" in incoming.notices[0].message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<extendedTextInteraction responseIdentifier="RESPONSE"/>', "that a person marks"),
        ('<uploadInteraction responseIdentifier="RESPONSE"/>', "that a person marks"),
        ('<sliderInteraction responseIdentifier="RESPONSE"/>', "by slider is"),
        ('<selectPointInteraction responseIdentifier="RESPONSE"/>', "by select point is"),
        ('<choiceInteraction responseIdentifier="X"/>' * 2, "several things at once"),
        ('<choiceInteraction responseIdentifier="RESPONSE"/>', "does not say what is right"),
        (f"<p>Type {FIELD}</p>", "does not say what is right"),
        ("<p>Now the second part.</p>", "too short for a passage"),
    ],
)
def test_what_cannot_be_taken_is_named_and_the_rest_of_the_package_is_read(
    body: str, said: str
) -> None:
    files = {
        "imsmanifest.xml": make_manifest("a.xml", "b.xml"),
        "a.xml": make_item(body, name="bad"),
        "b.xml": make_choice(),
    }
    incoming = read_qti(make_zip(files))
    assert [it.draft.uid for it in incoming.parcel.items] == ["river"]
    (notice,) = [it for it in incoming.notices if it.is_lost]
    assert notice.place == "a.xml"
    assert said in notice.message


def test_numbers_made_anew_for_each_learner_are_named() -> None:
    item = make_choice(before='<templateDeclaration identifier="N" cardinality="single"/>')
    (notice,) = read(item).notices
    assert "made anew for each learner" in notice.message


def test_keywords_of_the_manifest_are_tags_and_labels() -> None:
    lom = "".join(
        f"<keyword><langstring>{it}</langstring></keyword>"
        for it in ("bridges", "skill:cause", "difficulty:hard", "distractor:2:unsupported")
    )
    manifest = make_manifest("a.xml").replace(
        "<file", f"<metadata><lom><general>{lom}</general></lom></metadata><file"
    )
    files = {"imsmanifest.xml": manifest, "a.xml": make_choice()}
    (item,) = read_qti(make_zip(files)).parcel.items
    assert item.tags == ("bridges",)
    assert (item.draft.skill, item.draft.difficulty) == ("cause", "hard")
    assert [it.distractor_class for it in item.draft.options] == [None, "unsupported"]


def test_a_label_of_a_kind_that_the_question_cannot_be_is_not_believed() -> None:
    manifest = make_manifest("a.xml").replace(
        "<file",
        "<metadata><lom><general><keyword><string>kind:cloze</string></keyword></general></lom>"
        "</metadata><file",
    )
    files = {"imsmanifest.xml": manifest, "a.xml": make_choice()}
    (item,) = read_qti(make_zip(files)).parcel.items
    assert item.draft.kind is Kind.MULTIPLE_CHOICE


def test_pictures_in_options_are_named_and_those_of_the_stem_are_kept() -> None:
    picture = '<p><img src="../img/a.png" alt="A bridge"/></p>'
    choices = CHOICES.replace("The Oder", 'The Oder <img src="b.png" alt=""/>')
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": make_manifest("items/a.xml"),
        "items/a.xml": make_choice(above=picture, choices=choices),
        "img/a.png": PNG,
    }
    incoming = read_qti(make_zip(files))
    (shown,) = incoming.parcel.items[0].draft.pictures
    assert (shown.description, incoming.parcel.pictures[shown.sha256]) == ("A bridge", PNG)
    assert [it.message.split(".")[0] for it in incoming.notices] == [
        "Pictures outside the question's own text were left out"
    ]


def test_a_formula_becomes_text_and_that_is_said() -> None:
    formula = '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>a</m:mi><m:mo>=</m:mo>'
    formula += "<m:mi>b</m:mi></m:math>"
    incoming = read(make_choice(above=f"<p>If {formula}.</p>"))
    assert incoming.parcel.items[0].draft.stem == "If a=b. Which river is it?"
    assert "A formula became plain text" in incoming.notices[0].message


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"This cannot be loaded",
        b"<a/>",
        b"PK\x03\x04 and no more",
        make_zip({}),
        make_zip({"imsmanifest.xml": make_manifest()}),
        b'<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>',
        b'<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"/>',
    ],
)
def test_a_file_without_any_question_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        read_qti(raw)


def test_the_namespace_tells_the_version_and_what_is_older_is_read_as_2_1() -> None:
    for old, name in (("imsqti_v2p1", "qti21"), ("imsqti_v2p0", "qti21"), ("imsqti_v2p2", "qti22")):
        raw = make_choice().replace("imsqti_v2p1", old)
        assert guess_format(raw.encode()).name == name
        assert guess_format(raw.encode("utf-16")).name == name
    assert guess_format(in_3(make_choice()).encode()).name == "qti30"
