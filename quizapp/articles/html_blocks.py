"""Which blocks does a piece of HTML have, whatever it came out of?

Web pages, Word files and e-books all pass here. The HTML is cleaned first (nh3: an allowlist of
elements, no scripts, no styles, no addresses), and what comes out is plain text: nothing that
was in the file can run or be drawn on a page of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import nh3
from lxml import etree, html

from quizapp.articles.blocks import is_caption, is_furniture, is_heading_like, mark_runs
from quizapp.articles.document import Block, BlockRole
from quizapp.articles.refusals import ArticleError

TOO_DEEP = (
    "This page is nested so deeply that it cannot be read. Open it in a browser and paste the "
    "words of its article."
)
_PARAGRAPHS = (
    "p div section article main header blockquote li ul ol dl dd table tbody thead tfoot tr figure"
    " address hr body details summary center form fieldset hgroup"
)
_WITHIN = (
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strike"
    " strong sub sup time u var wbr"
)
_DROPPED = (
    "script style noscript iframe template svg math object embed applet video audio canvas"
    " textarea select button head title"
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CAPTIONS = {"figcaption", "caption"}
_ASIDE = {"nav", "footer", "aside", "pre", "dialog"}
_CELLS = {"td", "th", "dt"}
_BOLD = {"b", "strong"}
_BLOCKS = {*_PARAGRAPHS.split(), *_HEADINGS, *_CAPTIONS, *_ASIDE, *_CELLS}
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])caption", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:visually-hidden|sr-only|screen-reader-text|mw-editsection|noprint)(?:\s|$)"
)
_NOTE_MARK = re.compile(r"\s*\[?(?:\d{1,3}|[a-z*†‡])\]?\s*")
_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n\s*")
_BREAK = "\x1e"  # stands for <br>; two of them part paragraphs, as old pages do

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_CLOSED_BY_OTHERS = "p li td th tr dt dd option br img hr input meta link wbr source col area base"
_DEEPEST_SOURCE = 5000  # open elements: cleaning takes the square of it
_DEEPEST_TREE = 250  # beyond it the parser loses text without a word

IsMain = Callable[[str, BlockRole], bool]


def clean_html(source: str) -> etree._Element:
    """The tree of what is left when everything that could act is taken out."""
    _refuse_deep_source(source)
    safe = nh3.clean(
        source.replace("\0", ""),
        tags={*_BLOCKS, *_WITHIN.split()},
        clean_content_tags=set(_DROPPED.split()),
        attributes={"*": {"class", "hidden"}},
        link_rel=None,
    )
    tree = html.document_fromstring(f"<body><div>{safe}</div></body>")
    for element in list(tree.iter()):
        if element.getparent() is not None and _is_unseen(element):
            element.drop_tree()
    return tree


def split_html(
    tree: etree._Element, is_main: IsMain = lambda _text, _role: True
) -> tuple[Block, ...]:
    """Tell the blocks of cleaned HTML apart; what `is_main` denies is boilerplate."""
    blocks = (
        block if is_main(block.text, block.role) else Block(BlockRole.BOILERPLATE, block.text)
        for block in _walk(tree)
    )
    return tuple(mark_runs(blocks))


def _refuse_deep_source(source: str) -> None:
    unnested, depth = _CLOSED_BY_OTHERS.split(), 0
    for closing, tag in _TAG.findall(source):
        if tag.lower() not in unnested:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST_SOURCE:
            raise ArticleError(TOO_DEEP)


def _is_unseen(element: html.HtmlElement) -> bool:
    """What a reader of the page does not see, and the little numbers of footnotes."""
    if element.tag == "sup":
        return _NOTE_MARK.fullmatch(element.text_content()) is not None
    return "hidden" in element.attrib or bool(_UNSEEN_CLASS.search(element.get("class", "")))


@dataclass
class _Line:
    """The text of the block that is being read, and how much of it is bold."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0

    def add(self, text: str | None, *, bold: bool) -> None:
        if text:
            self.pieces.append(text)
            self.bold += len(text.strip()) if bold else 0


def _walk(tree: etree._Element) -> Iterator[Block]:
    """The blocks in reading order; no recursion, since a page may be nested without end."""
    keeps_lines = tree.find(".//p") is None  # loose text: blank lines are all that parts it
    line, around = _Line(), [""]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if len(around) > _DEEPEST_TREE:
            raise ArticleError(TOO_DEEP)
        tag = str(element.tag)
        starts = event == "start"
        if tag == "br" and starts:
            line.add(_BREAK, bold=False)
        if tag in _BLOCKS:
            yield from _close(line, around, keeps_lines=keeps_lines)
            line = _Line()
        if starts:
            around.append(_context(element, tag, around[-1]))
        else:
            around.pop()
        text = element.text if starts else element.tail
        line.add(text, bold="bold" in around[-1])
    yield from _close(line, around, keeps_lines=keeps_lines)


def _context(element: etree._Element, tag: str, outer: str) -> str:
    """What the text inside an element is: one word, or with "bold" a second one."""
    if tag in _ASIDE or "aside" in outer:
        return "aside"
    if tag in _CAPTIONS or _CAPTION_CLASS.search(element.get("class") or ""):
        return "caption"
    if tag in _HEADINGS:
        return "heading"
    if tag in _CELLS:
        return "cell"
    if tag in _BOLD:
        return f"{outer} bold"
    return outer


def _close(line: _Line, around: list[str], *, keeps_lines: bool) -> Iterator[Block]:
    whole = "".join(line.pieces)
    if keeps_lines:
        whole = _BLANK_LINE.sub(_BREAK * 2, whole)
    parts = re.split(rf"\s*{_BREAK}(?:\s*{_BREAK})+\s*", whole)
    for part in parts:
        text = " ".join(part.replace(_BREAK, " ").split())
        if text:
            is_bold = len(parts) == 1 and line.bold >= len(text) - 1
            yield Block(_role_of(text, around[-1], is_bold=is_bold), text)


def _role_of(text: str, context: str, *, is_bold: bool) -> BlockRole:
    if "aside" in context or is_furniture(text):
        return BlockRole.BOILERPLATE
    if "caption" in context or is_caption(text):
        return BlockRole.CAPTION
    if "heading" in context or (is_bold and is_heading_like(text)):
        return BlockRole.HEADING
    if "cell" in context and is_heading_like(text):
        return BlockRole.BOILERPLATE  # of a table only whole sentences can be asked about
    return BlockRole.BODY
