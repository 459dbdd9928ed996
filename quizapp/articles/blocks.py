"""Which lines of a text are body, which headings, captions and page furniture?

Text and Markdown become blocks here. A role is decided by the look of a line alone, never by
where an article came from; what looks like nothing else is body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from quizapp.articles.document import Block, BlockRole
from quizapp.articles.furniture import (
    ARTICLE_END,
    CAPTION,
    CODE,
    CODE_MARKS,
    FURNITURE_LINE,
    LIST_START,
)

# Patterns look at no more than this: on a hostile text some would take the square of its length.
_LONGEST_CAPTION, _LONGEST_HEADING, _CODE_LOOK, _MOST_MARKS = 1000, 500, 2000, 500
_LONG_LINE = 120  # longer lines are whole paragraphs; shorter ones may have been wrapped
_HEADING_WORDS = 14
_TAIL_WORDS = 25  # a line this long without final punctuation is still read as a paragraph
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_SMALL_WORD = re.compile(
    r"(?:an?|the|and|or|but|of|in|on|at|to|for|from|by|with|as|is|are|was|be|its?|vs)", re.I
)
_EMPHASIS = re.compile(
    r"(?<!\w)(\*\*\*|\*\*|\*|___|__|_|`)(?=\S)(.{1,2000}?)(?<=\S)\1(?!\w)", re.DOTALL
)
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\((?:[^()]|\([^()]*\))*\)")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"(?:[-*_]\s*){3,}$")
_LIST_ITEM = re.compile(r"^(?:[-*+]|\d{1,2}[.)])\s+")


def split_text(text: str) -> tuple[Block, ...]:
    """Tell the blocks of plain text apart, as it comes out of a file or off a web page."""
    blocks = [_text_block(lines) for lines in _line_groups(text)]
    return tuple(mark_runs(_drop_repeats(blocks)))


def split_markdown(text: str) -> tuple[Block, ...]:
    """Tell the blocks of Markdown apart; only `#` lines are headings there."""
    blocks = [
        block
        for group in re.split(r"\n\s*\n", text)
        for block in _markdown_blocks([line.strip() for line in group.splitlines()])
    ]
    return tuple(mark_runs(blocks))


def _line_groups(text: str) -> Iterator[list[str]]:
    """Lines that belong together: wrapped lines of one paragraph, or one line alone."""
    for group in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in group.splitlines() if line.strip()]
        if not lines:
            continue
        if _printed_twice(lines):
            yield lines
        elif any(len(line) > _LONG_LINE for line in lines):
            yield from ([line] for line in lines)
        else:
            yield lines


def _printed_twice(lines: list[str]) -> bool:
    return len(lines) == 2 and lines[0] == lines[1]


def _text_block(lines: list[str]) -> Block:
    if _printed_twice(lines):
        return Block(BlockRole.CAPTION, lines[0])
    text = " ".join(lines)
    return Block(role_of(text), text)


def role_of(text: str) -> BlockRole:
    """What a paragraph of text is, by its look alone."""
    if is_furniture(text):
        return BlockRole.BOILERPLATE
    if is_caption(text):
        return BlockRole.CAPTION
    return BlockRole.HEADING if is_heading_like(text) else BlockRole.BODY


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page around an article, or is a program's."""
    if _is_code(text):
        return True
    line = text.strip(" \t:·|»«>-")
    patterns = (FURNITURE_LINE, ARTICLE_END, LIST_START)
    return len(text) < 200 and any(p.fullmatch(line) or p.fullmatch(text) for p in patterns)


def _is_code(text: str) -> bool:
    """Whether a program was copied with the page; prose that mentions code has few such marks."""
    if text.startswith('{"'):
        return True
    marks = sum(1 for char in text if char in CODE_MARKS)
    return marks > len(text) / 30 and CODE.search(text[:_CODE_LOOK]) is not None


def is_caption(text: str) -> bool:
    """Whether a paragraph says by its words that it stands under a picture."""
    return len(text) <= _LONGEST_CAPTION and CAPTION.fullmatch(text) is not None


def is_heading_like(text: str) -> bool:
    """Whether a line standing alone reads as a heading: short, and no sentence."""
    words = text.split()
    if not 1 <= len(words) <= _HEADING_WORDS or not re.search(r"[^\W\d_]", text):
        return False
    if not _SENTENCE_END.search(text):
        return _is_title_case(words) or len(words) <= 8
    return text.endswith(("?", "!")) and _is_title_case(words)


def _is_title_case(words: list[str]) -> bool:
    long_words = [w for w in words if not _SMALL_WORD.fullmatch(w) and re.match(r"\W*\w", w)]
    capitals = sum(1 for word in long_words if re.match(r"\W*[A-Z\d]", word))
    return bool(long_words) and capitals >= 0.7 * len(long_words)


def _drop_repeats(blocks: Iterable[Block]) -> Iterator[Block]:
    """A short block that repeats an earlier heading word for word stands under a picture."""
    seen: set[str] = set()
    for block in blocks:
        if block.role is BlockRole.HEADING and block.text in seen:
            block = replace(block, role=BlockRole.CAPTION)
        seen.add(block.text)
        yield block


def mark_runs(blocks: Iterable[Block]) -> Iterator[Block]:
    """Furniture that spreads: a list of aims until the text begins, all after the article's end."""
    in_list = ended = had_body = False
    for block in blocks:
        if block.role is BlockRole.BODY and not _is_tail(block.text):
            had_body, in_list = True, False
        if had_body and ARTICLE_END.fullmatch(block.text.strip(" :")):
            ended = True
        elif LIST_START.fullmatch(block.text):
            in_list = True
        furniture = ended or (in_list and block.role is not BlockRole.CAPTION)
        yield replace(block, role=BlockRole.BOILERPLATE) if furniture else block


def _is_tail(text: str) -> bool:
    return len(text.split()) <= _TAIL_WORDS and not re.search(r"[.!?…][\"'”’»)\]]*$", text)


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    """One group of Markdown lines: headings split it, list items stand alone, the rest joins."""
    paragraph: list[str] = []
    for line in lines:
        heading = _MARKDOWN_HEADING.match(line) if len(line) <= _LONGEST_HEADING else None
        if heading or _LIST_ITEM.match(line) or _RULE.match(line):
            yield from _joined(paragraph)
            paragraph = []
        if heading:
            yield Block(BlockRole.HEADING, _plain(heading.group(2)))
        elif not _RULE.match(line):
            paragraph.append(_LIST_ITEM.sub("", re.sub(r"^(?:>\s?)+", "", line), count=1))
    yield from _joined(paragraph)


def _joined(lines: list[str]) -> Iterator[Block]:
    raw = " ".join(" ".join(lines).split())
    image = _IMAGE.fullmatch(raw)
    text = _plain(raw)
    if not text:
        return
    if image or is_caption(text):
        yield Block(BlockRole.CAPTION, text)
    else:
        yield Block(BlockRole.BOILERPLATE if is_furniture(text) else BlockRole.BODY, text)


def _plain(markdown: str) -> str:
    """The text without emphasis marks, with the words of links and pictures kept."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", markdown))
    if sum(text.count(mark) for mark in "*_`") <= _MOST_MARKS:
        text = _EMPHASIS.sub(r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>-])", r"\1", text).strip()
