"""How do questions stand in a package of QTI 1.2, in the words that Canvas takes? (pure)

imsmanifest.xml
<id>/<id>.xml               the questions; a passage is a text before the questions about it
<id>/assessment_meta.xml    the settings of the quiz, as few as there can be
web_resources/…             pictures
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from textwrap import shorten

from lxml import etree

from quizapp.articles.document import Document
from quizapp.bank.formats.exchange import Item, Parcel
from quizapp.bank.formats.feedback import write_feedback
from quizapp.bank.formats.markup import to_html
from quizapp.bank.formats.qti.classic_answers import (
    WRITERS,
    add_condition,
    add_material,
    equal,
    name_blanks,
    write_choice,
)
from quizapp.bank.formats.qti.classic_reading import KEYWORDS, PARENT
from quizapp.bank.formats.qti.elements import LONGEST_TITLE, add, name_choices
from quizapp.bank.formats.qti.identifiers import write_identifiers
from quizapp.bank.formats.qti.manifests import File, Packaging, write_manifest
from quizapp.bank.formats.qti.names import XSI, name_schema
from quizapp.bank.formats.qti.package_writing import name_pictures, write_clean_passage
from quizapp.bank.formats.qti.packages import MANIFEST, write_package
from quizapp.bank.formats.qti.questions import flatten_text, tell_kind, write_keywords
from quizapp.generation.draft import GAP, Kind, QuestionDraft

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_META_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_PACKAGING = Packaging(
    "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    "IMS Content",
    "1.1.3",
    "http://www.imsglobal.org/xsd/imsmd_v1p2",
)
_PICTURES = "web_resources"
_FILE_BASE = "$IMS-CC-FILEBASE$"
_TYPES = {
    Kind.TRUE_FALSE: "true_false_question",
    Kind.MULTIPLE_RESPONSE: "multiple_answers_question",
    Kind.SHORT_ANSWER: "short_answer_question",
    Kind.NUMERICAL: "numerical_question",
    Kind.CLOZE: "fill_in_multiple_blanks_question",
    Kind.MATCHING: "matching_question",
    Kind.ORDERING: "matching_question",
}
_HTML = "text/html"


def write_classic(parcel: Parcel) -> bytes:
    """The package of a parcel in QTI 1.2."""
    title = flatten_text(parcel.title)
    names = write_identifiers(parcel.items)
    pictures = name_pictures(parcel, _PICTURES)
    quiz = f"g{hashlib.sha256(' '.join([title, *names]).encode()).hexdigest()[:32]}"
    questions, meta = f"{quiz}/{quiz}.xml", f"{quiz}/assessment_meta.xml"
    files = {
        questions: _write_questions(parcel, quiz, title, names, pictures),
        meta: _write_meta(quiz, title, len(parcel.items)),
        **{path: parcel.pictures[sha256] for sha256, path in pictures.items()},
    }
    shown = [File(f"picture_{sha256}", "webcontent", path) for sha256, path in pictures.items()]
    needs = (f"{quiz}_meta", *(it.identifier for it in shown))
    listed = [
        File(quiz, "imsqti_xmlv1p2", questions, needs=needs),
        File(f"{quiz}_meta", _META_TYPE, meta),
        *shown,
    ]
    return write_package({MANIFEST: write_manifest(title, listed, _PACKAGING), **files})


def _write_meta(quiz: str, title: str, points: int) -> bytes:
    root = etree.Element("quiz", identifier=quiz, nsmap={None: _CANVAS})
    for name, value in (
        ("title", title),
        ("description", ""),
        ("shuffle_answers", "true"),
        ("scoring_policy", "keep_highest"),
        ("quiz_type", "assignment"),
        ("points_possible", f"{points}.0"),
        ("show_correct_answers", "true"),
        ("allowed_attempts", "1"),
    ):
        add(root, name, value)
    return _write(root, _CANVAS)


def _write_questions(
    parcel: Parcel,
    quiz: str,
    title: str,
    names: Sequence[str],
    pictures: Mapping[str, str],
) -> bytes:
    root = etree.Element("questestinterop", nsmap={None: _QTI, "xsi": XSI})
    name_schema(root, _QTI, f"{_QTI}p1.xsd")
    assessment = add(root, "assessment", ident=quiz, title=title)
    _add_fields(assessment, {"cc_maxattempts": "1"})
    section = add(assessment, "section", ident="root_section")
    shown, parent = None, ""
    for number, (item, name) in enumerate(zip(parcel.items, names, strict=True), start=1):
        if item.passage is not None and item.passage != shown:
            parent = f"PASSAGE_{number}"
            _add_passage(section, parent, parcel.passages[item.passage])
        shown = item.passage
        _add_item(section, item, name, parent if shown is not None else "", pictures)
    return _write(root, _QTI)


def _write(root: etree._Element, space: str) -> bytes:
    for element in root.iter():
        element.tag = f"{{{space}}}{element.tag}"
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _add_fields(parent: etree._Element, fields: Mapping[str, str]) -> None:
    metadata = add(parent, "qtimetadata")
    for label, entry in fields.items():
        field = add(metadata, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)


def _add_passage(section: etree._Element, ident: str, document: Document) -> None:
    item = add(section, "item", ident=ident, title=flatten_text(document.title))
    fields = {"question_type": "text_only_question", "points_possible": "0.0", "passage": "true"}
    _add_fields(add(item, "itemmetadata"), fields)
    add_material(add(item, "presentation"), write_clean_passage(document), _HTML)


def _add_item(
    section: etree._Element, item: Item, ident: str, parent: str, pictures: Mapping[str, str]
) -> None:
    draft = item.draft
    title = shorten(draft.stem, LONGEST_TITLE, placeholder="…")
    element = add(section, "item", ident=ident, title=title)
    told = Kind.MATCHING if draft.kind is Kind.ORDERING else tell_kind(draft)
    fields = {
        "question_type": _TYPES.get(draft.kind, "multiple_choice_question"),
        "points_possible": "1.0",
        KEYWORDS: ", ".join(map(flatten_text, write_keywords(item, told))),
    }
    _add_fields(add(element, "itemmetadata"), fields | ({PARENT: parent} if parent else {}))
    presentation = add(element, "presentation")
    processing = etree.Element("resprocessing")
    outcomes = add(processing, "outcomes")
    add(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    feedback = _add_feedback(processing, draft)
    stem, writer = draft.stem, WRITERS.get(draft.kind, write_choice)
    if draft.kind is Kind.CLOZE:
        for name in name_blanks(draft):
            stem = stem.replace(GAP, f"[{name}]", 1)
    add_material(presentation, _write_stem(stem, draft, pictures), _HTML)
    writer(presentation, processing, draft)
    element.append(processing)
    for name, text in feedback.items():
        holder = add(add(element, "itemfeedback", ident=name), "flow_mat")
        add_material(holder, f"<p>{to_html(text)}</p>", _HTML)


def _write_stem(stem: str, draft: QuestionDraft, pictures: Mapping[str, str]) -> str:
    shown = [
        f'<p><img src="{_FILE_BASE}/{pictures[it.sha256].removeprefix(f"{_PICTURES}/")}"'
        f' alt="{escape(it.description)}"></p>'
        for it in draft.pictures
        if it.sha256 in pictures
    ]
    return "".join([*shown, f"<p>{to_html(stem)}</p>"])


def _add_feedback(processing: etree._Element, draft: QuestionDraft) -> dict[str, str]:
    """What is shown whatever was answered, and for each choice; the texts by their names."""
    texts = {}
    general = write_feedback(draft.rationale, draft.critical_span)
    if general:
        texts["general_fb"] = general
        add_condition(processing, partial(add, tag="other"), shows="general_fb")
    for name, option in zip(name_choices(draft), draft.options, strict=True):
        if option.rationale:
            texts[f"{name}_fb"] = option.rationale
            add_condition(processing, partial(equal, value=name), shows=f"{name}_fb")
    return texts
