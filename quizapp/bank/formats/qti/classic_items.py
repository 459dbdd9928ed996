"""What does an item of QTI 1.2 consist of: its words, its responses, its feedback? (pure)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from lxml import etree

from quizapp.bank.formats.markup import to_text
from quizapp.bank.formats.plain_text import shorten_lines
from quizapp.bank.formats.qti.bodies import Body
from quizapp.bank.formats.qti.conditions import Condition, read_conditions
from quizapp.generation.draft import GAP

RESPONSES = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")
_TYPED = frozenset({"response_str", "response_num"})


@dataclass(frozen=True)
class Response:
    """A place to answer in: what stands before it, and what can be chosen."""

    ident: str
    element: etree._Element
    markup: str
    labels: dict[str, str]  # HTML by identifier

    @property
    def is_typed(self) -> bool:
        return self.element.tag in _TYPED and not self.labels

    @property
    def cardinality(self) -> str:
        return str(self.element.get("rcardinality", "Single")).casefold()


@dataclass(frozen=True)
class ClassicItem:
    """An item taken apart; `fields` are its metadata by label."""

    type: str
    fields: dict[str, str]
    markup: str
    responses: tuple[Response, ...]
    conditions: tuple[Condition, ...]
    feedback: dict[str, str]
    has_gaps: bool  # where words are typed amid the text


def take_apart(item: etree._Element) -> ClassicItem:
    fields = read_fields(item)
    presentation = item.find("presentation")
    elements = [] if presentation is None else list(presentation.iter("material", *RESPONSES))
    responses = tuple(_read_response(it) for it in elements if it.tag in RESPONSES)
    gaps = _find_gaps(elements, [it.element for it in responses if it.is_typed])
    return ClassicItem(
        fields.get("question_type") or fields.get("cc_profile", ""),
        fields,
        _write_stem(elements, gaps),
        responses,
        read_conditions(item),
        {
            it.get("ident", ""): to_text(write_material(it.iter("material")))
            for it in item.iter("itemfeedback")
        },
        has_gaps=bool(gaps),
    )


def read_fields(element: etree._Element) -> dict[str, str]:
    """The metadata of an item or an assessment, by label."""
    metadata = element.iterfind(".//qtimetadatafield")
    return {
        (it.findtext("fieldlabel") or "").strip(): (it.findtext("fieldentry") or "").strip()
        for it in metadata
    }


def write_material(materials: Iterable[etree._Element]) -> str:
    """Material as HTML: text as it says it is, and pictures."""
    pieces = []
    for part in (part for material in materials for part in material.iter()):
        if part.tag in ("mattext", "matemtext"):
            pieces.append(_write_text(part))
        elif part.tag == "matimage":
            source, words = escape(part.get("uri", "")), escape(part.get("label", ""))
            pieces.append(f'<img src="{source}" alt="{words}">')
        elif part.tag == "matbreak":
            pieces.append("<br>")
    return "".join(pieces)


def _write_text(part: etree._Element) -> str:
    if len(part):
        return Body().write(part)
    text = part.text or ""
    return text if part.get("texttype", "").endswith("html") else escape(text, quote=False)


def _read_response(element: etree._Element) -> Response:
    labels = {
        it.get("ident", ""): write_material(it.iter("material"))
        for it in element.iter("response_label")
        if it.find(".//material") is not None
    }
    own = (it for it in element.iter("material") if not _is_within(it, "response_label"))
    return Response(element.get("ident", ""), element, write_material(own), labels)


def _is_within(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _find_gaps(elements: list[etree._Element], typed: list[etree._Element]) -> list[etree._Element]:
    """Fields amid the text: there are several, or words stand behind one."""
    if not typed:
        return []
    after = elements[elements.index(typed[0]) + 1 :]
    is_amid = any(it.tag == "material" and not _is_answer(it) for it in after)
    return typed if is_amid or len(typed) > 1 else []


def _write_stem(elements: list[etree._Element], gaps: list[etree._Element]) -> str:
    """The material outside the responses, with a gap where words are typed amid it."""
    pieces = []
    for element in elements:
        if element in gaps:
            pieces.append(f" {GAP} ")
        elif element.tag == "material" and not _is_answer(element):
            markup = write_material([element])
            pieces.append(shorten_lines(markup) if gaps else markup)
    return "".join(pieces)


def _is_answer(material: etree._Element) -> bool:
    return any(it.tag in RESPONSES for it in material.iterancestors())
