"""How is a bank written in Moodle XML, so that Moodle takes it the first time?"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from lxml import etree

from quizapp.articles.document import Document
from quizapp.bank.formats import moodle_xml
from quizapp.bank.formats.cloze import write_cloze
from quizapp.bank.formats.exchange import AS_THEMSELVES, Format, Item, Parcel, Part
from quizapp.bank.formats.feedback import write_feedback
from quizapp.bank.formats.intake import mark_passage
from quizapp.bank.formats.labels import write_labels
from quizapp.bank.formats.markup import to_html, write_passage
from quizapp.bank.formats.moodle_parts import told_kind, write_category, write_weight, write_words
from quizapp.bank.formats.pictures import SUFFIXES, tell_picture
from quizapp.bank.formats.plain_text import tidy_draft
from quizapp.generation.draft import CHOICE_KINDS, Kind, Option, QuestionDraft

_TYPES = {
    Kind.TRUE_FALSE: "truefalse",
    Kind.SHORT_ANSWER: "shortanswer",
    Kind.CLOZE: "cloze",
    Kind.NUMERICAL: "numerical",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
}
# Their options are read in the order of the text, or always in the same one.
_UNSHUFFLED = CHOICE_KINDS - {Kind.MULTIPLE_CHOICE, Kind.MULTIPLE_RESPONSE}
_LONGEST_NAME = 80
_SETTINGS_OF_ORDERING = {
    "layouttype": "VERTICAL",
    "selecttype": "ALL",
    "selectcount": "0",
    "gradingtype": "ABSOLUTE_POSITION",
    "showgrading": "SHOW",
    "numberingstyle": "none",
}


def write_moodle_xml(parcel: Parcel) -> bytes:
    """The passages, each before its first question, and the questions."""
    quiz = etree.Element("quiz")
    if parcel.title:
        _add_text(_add_question(quiz, "category"), "category", write_category(parcel.title))
    laid = set[int]()
    for item in parcel.items:
        passage = None if item.passage is None else parcel.passages[item.passage]
        if passage and item.passage is not None and item.passage not in laid:
            _write_passage(quiz, passage)
            laid.add(item.passage)
        _write_item(quiz, item, passage, parcel.pictures)
    written: bytes = etree.tostring(quiz, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _add_question(quiz: etree._Element, kind: str) -> etree._Element:
    return etree.SubElement(quiz, "question", type=kind)


def _add(parent: etree._Element, tag: str, text: str = "", /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, **attributes)
    if text:
        element.text = text
    return element


def _add_text(parent: etree._Element, name: str, text: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, **attributes)
    _add(element, "text", text)
    return element


def _write_passage(quiz: etree._Element, passage: Document) -> None:
    question = _add_question(quiz, "description")
    _add_text(question, "name", passage.title)
    _add_text(question, "questiontext", write_passage(passage), format="html")
    _add_text(question, "generalfeedback", "", format="html")
    _add(question, "defaultgrade", "0")
    _add(question, "penalty", "0")
    _add(question, "hidden", "0")
    _write_tags(question, (mark_passage(passage),))


def _write_tags(question: etree._Element, words: tuple[str, ...]) -> None:
    tags = _add(question, "tags")
    for word in words:
        _add_text(tags, "tag", word)


def _write_item(
    quiz: etree._Element, item: Item, passage: Document | None, pictures: Mapping[str, bytes]
) -> None:
    draft = item.draft
    question = _add_question(quiz, _TYPES.get(draft.kind, "multichoice"))
    _add_text(question, "name", _name(draft.stem))
    _write_stem(question, draft, pictures)
    feedback = write_feedback(draft.rationale, draft.critical_span)
    _add_text(question, "generalfeedback", to_html(feedback), format="html")
    _add(question, "defaultgrade", "1")
    _add(question, "penalty", "1" if draft.kind is Kind.TRUE_FALSE else "0.3333333")
    _add(question, "hidden", "0")
    _add(question, "idnumber", draft.uid)
    _write_body(question, draft)
    told = Kind.CLOZE if draft.kind is Kind.CLOZE else told_kind(draft)
    mark = (mark_passage(passage),) if passage else ()
    _write_tags(question, (*mark, *write_labels(item, told=told)))


def _name(stem: str) -> str:
    return stem if len(stem) <= _LONGEST_NAME else f"{stem[: _LONGEST_NAME - 1]}…"


def _write_stem(
    question: etree._Element, draft: QuestionDraft, pictures: Mapping[str, bytes]
) -> None:
    stem = write_cloze(draft) if draft.kind is Kind.CLOZE else to_html(draft.stem)
    shown = [(it, pictures[it.sha256]) for it in draft.pictures if it.sha256 in pictures]
    named = [(it, raw, f"{it.sha256[:16]}{_suffix(raw)}") for it, raw in shown]
    images = "".join(
        f'<p><img src="@@PLUGINFILE@@/{name}" alt="{_quote(it.description)}"></p>'
        for it, _, name in named
    )
    text = _add_text(question, "questiontext", f"<p>{stem}</p>{images}", format="html")
    for _, raw, name in named:
        code = base64.b64encode(raw).decode()
        _add(text, "file", code, name=name, path="/", encoding="base64")


def _suffix(raw: bytes) -> str:
    return SUFFIXES.get(tell_picture(raw) or "", "")


def _quote(text: str) -> str:
    return to_html(text).replace('"', "&quot;")


def _write_body(question: etree._Element, draft: QuestionDraft) -> None:
    if draft.kind is Kind.TRUE_FALSE:
        for option in draft.options:
            _write_option(question, option, "100" if option.key else "0", option.text.lower())
    elif draft.kind in CHOICE_KINDS:
        _write_choices(question, draft)
    elif draft.kind is Kind.MATCHING:
        _add(question, "shuffleanswers", "true")
        for pair in draft.pairs:
            sub = _add_text(question, "subquestion", to_html(pair.premise), format="html")
            _add_text(sub, "answer", pair.response)
    elif draft.kind is Kind.ORDERING:
        for name, value in _SETTINGS_OF_ORDERING.items():
            _add(question, name, value)
        for at, text in enumerate(draft.order, start=1):
            _add_text(question, "answer", to_html(text), fraction=str(at), format="html")
    elif draft.kind is Kind.NUMERICAL:
        for it in draft.accepted_answers:
            answer = _add_text(question, "answer", it.text, fraction="100")
            _add(answer, "tolerance", it.tolerance or "0")
    elif draft.kind is Kind.SHORT_ANSWER:
        _add(question, "usecase", "0")
        for it in draft.accepted_answers:
            _add_text(question, "answer", write_words(it.text), fraction="100")


def _write_choices(question: etree._Element, draft: QuestionDraft) -> None:
    several = draft.kind is Kind.MULTIPLE_RESPONSE
    _add(question, "single", "false" if several else "true")
    _add(question, "shuffleanswers", "false" if draft.kind in _UNSHUFFLED else "true")
    _add(question, "answernumbering", "abc")
    share = write_weight(sum(it.key for it in draft.options))
    wrong = f"-{share}" if several else "0"
    for option in draft.options:
        _write_option(question, option, share if option.key else wrong, to_html(option.text))


def _write_option(question: etree._Element, option: Option, fraction: str, text: str) -> None:
    answer = _add_text(question, "answer", text, fraction=fraction, format="html")
    _add_text(answer, "feedback", to_html(option.rationale), format="html")


FORMAT = Format(
    name="moodle_xml",
    title="Moodle XML",
    suffix=".xml",
    media_type="application/xml",
    carries=AS_THEMSELVES,
    keeps=frozenset(Part) - {Part.DISTRACTOR_SPANS, Part.DISTRACTOR_CLASSES},
    recognise=moodle_xml.recognise,
    read=moodle_xml.read_moodle_xml,
    write=write_moodle_xml,
    simplify=tidy_draft,
)
