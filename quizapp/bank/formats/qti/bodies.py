"""What does a learner read in an item of QTI 2.x or 3.0, as HTML? (pure)

A body mixes HTML with interactions. The words become HTML again, a gap where one is typed or
chosen in the line; what is for markers, and feedback, is left out.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from quizapp.bank.formats.plain_text import shorten_lines
from quizapp.generation.draft import GAP

INLINE_GAPS = ("textEntryInteraction", "inlineChoiceInteraction", "gap")
_INTERACTION = "Interaction"
# Of these the content is text to read; of all other interactions only the prompt is.
_WITH_TEXT = frozenset({"hottextInteraction", "gapMatchInteraction"})
_LEFT_OUT = (
    "feedbackInline feedbackBlock gapText gapImg printedVariable infoControl stylesheet script"
    " style"
)
_HTML = (
    "a abbr b bdi bdo br cite code em i kbd mark q s small span strong sub sup tt u var"
    " h1 h2 h3 h4 h5 h6 p div blockquote ul ol li dl dt dd table thead tbody tfoot tr td th caption"
    " pre section article figure figcaption hr"
)
_UNSEEN_NAMES, _HTML_NAMES = frozenset(_LEFT_OUT.split()), frozenset(_HTML.split())
_QTI_WITHIN = frozenset({"hottext", "templateInline"})
_TO_LEARNERS = "candidate"


@dataclass
class Body:
    """A part of an item as HTML. `skipped` are elements whose words stand elsewhere."""

    skipped: Container[etree._Element] = ()
    has_formula: bool = False
    _pieces: list[str] = field(default_factory=list)
    _has_gaps: bool = False

    def write(self, element: etree._Element) -> str:
        """The HTML of what is in the element."""
        fields = list(element.iter(*INLINE_GAPS))
        self._has_gaps = len(fields) > 1 or any(not stands_alone(it) for it in fields)
        self._pieces = []
        self._add_content(element)
        return "".join(self._pieces)

    def _add_content(self, element: etree._Element) -> None:
        self._add_text(element.text)
        for child in element:
            if child not in self.skipped:
                self._add_element(child)
            self._add_text(child.tail)

    def _add_element(self, element: etree._Element) -> None:
        name = str(element.tag)
        if name in INLINE_GAPS:
            self._pieces.append(GAP if self._has_gaps else "")
        elif name == "math":
            self.has_formula = True
            self._add_text("".join("".join(element.itertext()).split()))
        elif name == "img":
            self._add_picture(element.get("src"), element.get("alt"))
        elif name == "object" and element.get("type", "").startswith("image/"):
            self._add_picture(element.get("data"), " ".join(element.itertext()))
        elif name in _HTML_NAMES:
            self._add_tagged(name, element)
        elif name in _QTI_WITHIN:
            self._add_content(element)
        elif not _is_left_out(element):
            self._add_tagged("div", element)

    def _add_tagged(self, tag: str, element: etree._Element) -> None:
        self._pieces.append(f"<{tag}>")
        name = str(element.tag)
        if name.endswith(_INTERACTION) and name not in _WITH_TEXT:
            for prompt in element.findall("prompt"):
                self._add_content(prompt)
        else:
            self._add_content(element)
        if tag not in ("br", "hr"):
            self._pieces.append(f"</{tag}>")

    def _add_picture(self, source: str | None, description: str | None) -> None:
        self._pieces.append(f'<img src="{escape(source or "")}" alt="{escape(description or "")}">')

    def _add_text(self, text: str | None) -> None:
        if text:
            words = shorten_lines(text) if self._has_gaps else text
            self._pieces.append(escape(words, quote=False))


def _is_left_out(element: etree._Element) -> bool:
    name = str(element.tag)
    if name == "rubricBlock":
        return not is_for_learners(element)
    return not name or name in _UNSEEN_NAMES


def is_for_learners(rubric: etree._Element) -> bool:
    return _TO_LEARNERS in rubric.get("view", _TO_LEARNERS).split()


def find_interactions(body: etree._Element) -> Iterator[etree._Element]:
    return (it for it in body.iter() if str(it.tag).endswith(_INTERACTION))


def stands_alone(interaction: etree._Element) -> bool:
    """Whether a field to type in has its line for itself; else it is a gap in a sentence."""
    line = interaction.getparent()
    if line is None or line.tag not in ("p", "div"):
        return line is None or line.tag == "itemBody"
    words = [line.text, *(it.tail for it in line)]
    return len(line) == 1 and not any(it and it.strip() for it in words)
