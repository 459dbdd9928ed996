"""What does a PDF say, and which of its lines are running heads, feet and page numbers?

A PDF has no paragraphs, only strings at places of a page. `pdf_lines` makes them lines; here the
lines become paragraphs again, by the gaps between them, indents, sizes of type and short ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO

from pypdf import PdfReader

from quizapp.articles.blocks import is_caption, is_heading_like, mark_runs, role_of
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.pdf_lines import Line, Measures, join_lines, measure_lines, read_lines
from quizapp.articles.refusals import ArticleError

MOST_PAGES = 60
_LEAST_LETTERS = 50  # of a file; a scan has fewer, or none
_EDGE_LINES = 2
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d+)?\W*", re.I)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_FILE_NAME = re.compile(r".*\.(?:docx?|pdf|indd|qxd|tex|html?)|microsoft word.*|untitled.*", re.I)
_BIG, _SMALL = 1.15, 0.85  # times the size of the body's type
_GAP = 1.35  # times the usual distance of two lines
_SHORT = 0.75  # of the usual length of a line
_HEADING_WORDS = 25


def read_pdf(raw: bytes) -> Document:
    """The blocks of a PDF with the title and the author of its properties."""
    reader = PdfReader(BytesIO(raw))
    _refuse_locked(reader)
    if len(reader.pages) > MOST_PAGES:
        raise ArticleError(
            f"This PDF has {len(reader.pages)} pages; {MOST_PAGES} are the most that are read. "
            "Print the pages you want into a PDF of their own, or paste their words."
        )
    pages = [read_lines(page, number) for number, page in enumerate(reader.pages)]
    _refuse_scan(pages)
    measures = measure_lines([line for page in pages for line in page])
    running = _find_running(pages, measures)
    blocks = tuple(mark_runs(_make_blocks(pages, running, measures)))
    known = reader.metadata
    title = _choose_title(str(known.title or "") if known else "", blocks)
    return Document(title=title, blocks=blocks, author=str(known.author or "") if known else "")


def _refuse_locked(reader: PdfReader) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))  # many are locked against printing alone
    except Exception:  # a cipher that is not to be had here
        opened = False
    if not opened:
        raise ArticleError(
            "This PDF is locked with a password. Save it without the password, or open it and "
            "paste the article's words."
        )


def _refuse_scan(pages: list[list[Line]]) -> None:
    letters = sum(sum(map(str.isalpha, line.text)) for page in pages for line in page)
    if letters < _LEAST_LETTERS:
        raise ArticleError(
            "This PDF has pictures of its pages but no text, as a scan has. Run it through text "
            "recognition (OCR) first, or bring the article as text."
        )


def _find_running(pages: list[list[Line]], measures: Measures) -> frozenset[Line]:
    """Lines that stand apart at the edge of several pages, and page numbers."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for page in edges for key in {_without_figures(it) for it in page})
    found = frozenset(
        line
        for page in edges
        for line in page
        if counts[_without_figures(line)] > 1 or _PAGE_NUMBER.fullmatch(line.text)
    )
    return frozenset(
        line
        for page in pages
        for line in found.intersection(page)
        if _stands_apart(line, [it for it in page if it not in found], measures)
    )


def _stands_apart(line: Line, others: list[Line], measures: Measures) -> bool:
    """A line of the text may come twice too; it has the text's size and its neighbours."""
    near = any(abs(line.y - it.y) <= _GAP * measures.leading for it in others)
    return not near or abs(line.size - measures.size) > 0.05 * measures.size


def _edge_lines(page: list[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: line.y)
    return ordered[:_EDGE_LINES] + ordered[_EDGE_LINES:][-_EDGE_LINES:]


def _without_figures(line: Line) -> str:
    return re.sub(r"\W*\d+\W*", "", line.text).casefold()


def _make_blocks(
    pages: list[list[Line]], running: frozenset[Line], measures: Measures
) -> Iterator[Block]:
    """Running heads first on each page, so that they part no paragraph that goes on."""
    paragraph: list[Line] = []
    for page in pages:
        edge = [line for line in page if line in running]
        text = [line for line in page if line not in running]
        starts_anew = bool(paragraph and text) and _parts(paragraph, text[0], measures)
        if edge and (starts_anew or not paragraph):
            yield from _close(paragraph, measures)
            paragraph = []
        waiting = [] if paragraph else edge
        yield from (Block(BlockRole.BOILERPLATE, line.text) for line in waiting)
        for line in text:
            if paragraph and _parts(paragraph, line, measures):
                yield from _close(paragraph, measures)
                paragraph = []
                if edge and not waiting:
                    waiting = edge
                    yield from (Block(BlockRole.BOILERPLATE, it.text) for it in edge)
            paragraph.append(line)
    yield from _close(paragraph, measures)


def _parts(paragraph: list[Line], line: Line, measures: Measures) -> bool:
    """Whether a new paragraph begins with `line`."""
    last = paragraph[-1]
    if abs(line.size - last.size) > 0.1 * last.size:
        return True
    ended = _SENTENCE_END.search(last.text) is not None
    is_short = len(last.text) < _SHORT * measures.line_letters
    if line.page != last.page or line.y > last.y:  # the next page or column
        return ended or (is_short and len(paragraph) == 1 and is_heading_like(last.text))
    if last.y - line.y > _GAP * measures.leading:
        return True
    is_indented = line.x > min(it.x for it in paragraph if it.page == line.page) + 0.8 * line.size
    return ended and (is_short or (is_indented and len(paragraph) > 1))


def _close(paragraph: list[Line], measures: Measures) -> Iterator[Block]:
    if not paragraph:
        return
    text = join_lines([line.text for line in paragraph])
    size = max(line.size for line in paragraph)
    if text:
        yield Block(_role_of(text, size / measures.size), text)


def _role_of(text: str, ratio: float) -> BlockRole:
    if ratio >= _BIG and len(text.split()) <= _HEADING_WORDS and not is_caption(text):
        return BlockRole.HEADING
    role = role_of(text)
    return BlockRole.CAPTION if role is BlockRole.BODY and ratio < _SMALL else role


def _choose_title(known: str, blocks: Iterable[Block]) -> str:
    """The title of the properties, unless a program made it of a file's name."""
    title = " ".join(known.split())
    if title and not _FILE_NAME.fullmatch(title):
        return title
    return next((block.text for block in blocks if block.role is BlockRole.HEADING), "")
