"""The files of the systems' own makers: what must come out is read off them once more, by XPath."""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO

import pytest
from lxml import etree

from quizapp.bank.formats.exchange import FormatError, Incoming
from quizapp.bank.formats.registry import read_parcel
from quizapp.generation.draft import Kind, QuestionDraft
from tests.samples import sample

# Of each file: the format that its content tells, and the kind of its one question.
ONE_QUESTION = {
    "qti12/mc_feedback.xml": ("qti12", Kind.MULTIPLE_CHOICE),
    "qti12/multiple_choice.xml": ("qti12", Kind.MULTIPLE_CHOICE),
    "qti12/stimulus_with_child_item.xml": ("qti12", Kind.MULTIPLE_CHOICE),
    "qti21/choice.xml": ("qti21", Kind.MULTIPLE_CHOICE),
    "qti21/citolab_ITEM_CHOICE.xml": ("qti30", Kind.MULTIPLE_CHOICE),
    "qti21/citolab_ITEM_MATCH.xml": ("qti30", Kind.MATCHING),
    "qti21/match2.xml": ("qti21", Kind.MATCHING),
    "qti21/order.xml": ("qti21", Kind.ORDERING),
    "qti21/text_entry.xml": ("qti21", Kind.CLOZE),
    "qti22/choice_multiple.xml": ("qti22", Kind.MULTIPLE_RESPONSE),
    "qti22/choice_true_false.xml": ("qti22", Kind.TRUE_FALSE),
    "qti22/hottext.xml": ("qti22", Kind.MULTIPLE_CHOICE),
    "qti22/inline_choice_math.xml": ("qti22", Kind.MULTIPLE_CHOICE),
    "qti30/citolab_qti21-ITEM_CHOICE.qti3.xml": ("qti30", Kind.MULTIPLE_CHOICE),
    "qti30/citolab_qti21-ITEM_MATCH.qti3.xml": ("qti30", Kind.MATCHING),
    "qti30/longsight_choice.xml": ("qti30", Kind.MULTIPLE_CHOICE),
}
LATER = [name for name in ONE_QUESTION if not name.startswith("qti12")]


def read(name: str) -> tuple[str, Incoming]:
    kept, incoming = read_parcel(sample(name).read_bytes())
    return kept.name, incoming


def read_one(name: str) -> QuestionDraft:
    (item,) = read(name)[1].parcel.items
    return item.draft


def words(elements: list[etree._Element]) -> list[str]:
    return [" ".join("".join(it.itertext()).split()) for it in elements]


def named(root: etree._Element, *names: str) -> list[etree._Element]:
    test = " or ".join(f"local-name()='{it}' or local-name()='qti-{it}'" for it in names)
    found: list[etree._Element] = root.xpath(f"//*[{test}]")
    return found


@pytest.mark.parametrize("name", ONE_QUESTION)
def test_each_file_gives_its_one_question_and_loses_none(name: str) -> None:
    kept, incoming = read(name)
    assert (kept, [it.draft.kind for it in incoming.parcel.items]) == (
        ONE_QUESTION[name][0],
        [ONE_QUESTION[name][1]],
    )
    assert not any(it.is_lost for it in incoming.notices)


@pytest.mark.parametrize("name", LATER)
def test_options_and_keys_are_those_of_the_file(name: str) -> None:
    root = etree.fromstring(sample(name).read_bytes())
    draft = read_one(name)
    correct = words(named(root, "value"))
    choices = named(root, "simpleChoice", "simple-choice", "hottext", "inlineChoice")
    texts = dict(zip([it.get("identifier") for it in choices], words(choices), strict=True))
    if draft.options and "math" not in name.casefold():
        assert [it.text for it in draft.options] == [*texts.values()]
    if draft.options:
        at = [place for place, key in enumerate(texts) if key in correct]
        assert [place for place, it in enumerate(draft.options) if it.key] == at
    if draft.order:
        assert [*draft.order] == [texts[it] for it in correct if it in texts]
    if draft.pairs:
        ends = named(root, "simpleAssociableChoice", "simple-associable-choice")
        ends_by_name = dict(zip([it.get("identifier") for it in ends], words(ends), strict=True))
        pairs = [it.split() for it in correct if " " in it]
        assert [[it.premise, it.response] for it in draft.pairs] == [
            [ends_by_name[one], ends_by_name[other]] for one, other in pairs
        ]
    for prompt in words(named(root, "prompt")):
        assert draft.stem.endswith(prompt)


def test_the_gap_stands_where_the_field_stood_and_half_an_answer_is_named() -> None:
    draft = read_one("qti21/text_entry.xml")
    assert draft.stem.count("____") == 1
    assert not draft.stem.endswith("____")
    (correct,) = words(
        named(etree.fromstring(sample("qti21/text_entry.xml").read_bytes()), "value")
    )
    assert [it.text for it in draft.accepted_answers] == [correct]
    assert "earn a part" in read("qti21/text_entry.xml")[1].notices[0].message


def test_feedback_that_is_the_same_for_right_and_wrong_explains_the_key() -> None:
    (first, second) = words(
        named(etree.fromstring(sample("qti21/match2.xml").read_bytes()), "modalFeedback")
    )
    assert first == second == read_one("qti21/match2.xml").rationale


@pytest.mark.parametrize("name", ["qti21/choice.xml", "qti22/choice_true_false.xml"])
def test_a_picture_that_a_bare_item_lacks_is_named(name: str) -> None:
    (notice,) = read(name)[1].notices
    assert "A picture is not in this file" in notice.message


def test_a_formula_of_an_option_becomes_text() -> None:
    options = [it.text for it in read_one("qti22/inline_choice_math.xml").options]
    formulas = named(
        etree.fromstring(sample("qti22/inline_choice_math.xml").read_bytes()), "inlineChoice"
    )
    assert options == ["".join("".join(it.itertext()).split()) for it in formulas]


def test_every_question_type_of_canvas_comes_as_its_nearest_kind_or_is_named() -> None:
    root = etree.fromstring(sample("qti12/all_canvas_simple_1.2.xml").read_bytes())
    types = root.xpath(
        "//*[local-name()='fieldlabel' and text()='question_type']/following-sibling::*/text()"
    )
    kinds = {
        "multiple_choice_question": Kind.MULTIPLE_CHOICE,
        "true_false_question": Kind.TRUE_FALSE,
        "short_answer_question": Kind.SHORT_ANSWER,
        "fill_in_multiple_blanks_question": Kind.CLOZE,
        "multiple_answers_question": Kind.MULTIPLE_RESPONSE,
        "multiple_dropdowns_question": Kind.MULTIPLE_CHOICE,
        "matching_question": Kind.MATCHING,
        "numerical_question": Kind.NUMERICAL,
    }
    _, incoming = read("qti12/all_canvas_simple_1.2.xml")
    drafts = [it.draft for it in incoming.parcel.items]
    assert [it.kind for it in drafts] == [kinds[it] for it in types if it in kinds]
    lost = [it for it in incoming.notices if it.is_lost]
    assert len(lost) == len([it for it in types if it not in kinds]) == 2
    assert Counter(bool(it.rationale) for it in drafts) == {True: len(drafts)}
    by_kind = {it.kind: it for it in drafts}
    assert [it.key for it in by_kind[Kind.MULTIPLE_RESPONSE].options] == [True] * 3 + [False] * 3
    assert [bool(it.premise) for it in by_kind[Kind.MATCHING].pairs] == [True] * 2 + [False] * 7
    assert [it.tolerance for it in by_kind[Kind.NUMERICAL].accepted_answers] == ["", "0.5", "0.005"]
    assert [it.gap for it in by_kind[Kind.CLOZE].accepted_answers] == [1, 1, 2, 2]


def test_feedback_of_canvas_is_told_apart() -> None:
    root = etree.fromstring(sample("qti12/mc_feedback.xml").read_bytes())
    texts = {
        it.get("ident"): " ".join(it.xpath("string(.//*[local-name()='mattext'])").split())
        for it in named(root, "itemfeedback")
    }
    draft = read_one("qti12/mc_feedback.xml")
    labels = [it.get("ident") for it in named(root, "response_label")]
    assert [f"<p>{it.rationale}</p>" for it in draft.options] == [
        texts[f"{it}_fb"] for it in labels
    ]
    assert f"<p>{draft.rationale}</p>" == texts["general_fb"]


def test_a_stimulus_is_the_passage_of_the_question_that_names_it() -> None:
    _, incoming = read("qti12/stimulus_with_child_item.xml")
    (item,) = incoming.parcel.items
    (passage,) = incoming.parcel.passages
    (stimulus, _) = named(
        etree.fromstring(sample("qti12/stimulus_with_child_item.xml").read_bytes()), "item"
    )
    assert (item.passage, passage.title) == (0, stimulus.get("title"))


def test_a_passage_alone_is_read_and_that_nothing_is_asked_is_said() -> None:
    _, incoming = read("qti12/stimulus_passage.xml")
    assert (len(incoming.parcel.passages), incoming.parcel.items) == (1, ())
    assert "no question" in incoming.notices[0].message


def test_a_package_gives_its_pictures_though_their_paths_are_not_those_of_the_zip() -> None:
    raw = sample("qti12/test_qti_1.2.zip").read_bytes()
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        root = etree.fromstring(archive.read("quiz.xml"))
        files = [archive.read(it) for it in archive.namelist() if "org" in it and "png" in it]
    _, incoming = read("qti12/test_qti_1.2.zip")
    kinds = [it.draft.kind for it in incoming.parcel.items]
    assert kinds == [Kind.TRUE_FALSE, Kind.MULTIPLE_CHOICE, Kind.MULTIPLE_RESPONSE]
    assert incoming.parcel.title == named(root, "assessment")[0].get("title")
    assert sorted(incoming.parcel.pictures.values()) == sorted(files)
    shown = [len(it.draft.pictures) for it in incoming.parcel.items]
    assert shown == [1, 1, 0]
    keys = [[it.key for it in item.draft.options].count(True) for item in incoming.parcel.items]
    assert keys == [1, 1, 4]
    assert [it.message.split(":")[0] for it in incoming.notices] == ["Points were not taken"]


def test_what_is_no_qti_is_refused_and_a_test_without_its_items_says_what_to_bring() -> None:
    with pytest.raises(FormatError):
        read("qti21/tao_invalidQti_INVALID.xml")
    with pytest.raises(FormatError, match="its 9 questions are files of their own"):
        read("qti30/citolab_qti21-AssessmentTest.qti3.xml")
