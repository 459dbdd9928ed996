"""Which text do these bytes write, whatever system saved them, and how is it made plain? (pure)"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from quizapp.articles.kinds import decode_marked
from quizapp.bank.formats.exchange import FormatError
from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import GAP, Kind, QuestionDraft, Span

# What XML, a spreadsheet or PostgreSQL cannot hold, or nobody can read.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANK = re.compile(rf"{GAP}_*")
_SHORT_LINE = GAP[:-1]
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,30},\d{1,30}")
_SCIENTIFIC = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?[eE][+-]?\d{1,2}")
_LONGEST_NUMBER = 40  # characters


def decode_text(raw: bytes) -> str:
    """The text: by its byte order mark, else UTF-8, else as Windows wrote it in the West.

    Raises:
        FormatError: this is no text.
    """
    text = decode_marked(raw)
    if text is None:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise FormatError("This is no text. Choose the file that the other system has exported.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy(text: str) -> str:
    """The text on one line with single spaces, without signs that no file can hold."""
    return " ".join(UNWRITABLE.sub("", text).split())


def tidy_draft(draft: QuestionDraft) -> QuestionDraft:
    """The draft with each of its texts on one line, and its numbers in plain digits."""
    write = _write_plainly if draft.kind is Kind.NUMERICAL else tidy
    return replace(
        draft,
        stem=tidy(draft.stem),
        rationale=tidy(draft.rationale),
        options=tuple(
            replace(it, text=tidy(it.text), rationale=tidy(it.rationale)) for it in draft.options
        ),
        accepted_answers=tuple(
            replace(it, text=write(it.text), tolerance=write(it.tolerance))
            for it in draft.accepted_answers
        ),
        pairs=tuple(
            replace(it, premise=tidy(it.premise), response=tidy(it.response)) for it in draft.pairs
        ),
        order=tuple(tidy(it) for it in draft.order),
        critical_span=_tidy_span(draft.critical_span),
        distractor_spans=tuple(_tidy_span(it) for it in draft.distractor_spans),
    )


def mark_gaps(stem: str) -> str:
    """The stem with each of its blanks as long as ours are."""
    return _BLANK.sub(GAP, stem)


def shorten_lines(text: str) -> str:
    """The text without any line that would be taken for a gap."""
    return _BLANK.sub(_SHORT_LINE, text)


def read_number(text: str) -> str | None:
    """The number in plain digits, whatever way of writing a school uses; None when it is none."""
    tidied = text.strip().replace("−", "-")
    if len(tidied) > _LONGEST_NUMBER:
        return None
    if parse_number(tidied) is None and _DECIMAL_COMMA.fullmatch(tidied):
        tidied = tidied.replace(",", ".")
    number = Decimal(tidied) if _SCIENTIFIC.fullmatch(tidied) else parse_number(tidied)
    written = "" if number is None else f"{number:f}"
    return written if written and len(written) <= _LONGEST_NUMBER else None


def _tidy_span(span: Span) -> Span:
    quote = tidy(span.quote)
    return replace(span, quote=quote, end=span.start + len(quote)) if quote else span


def _write_plainly(text: str) -> str:
    """20,000 as 20000: other systems read no marks of thousands."""
    number = parse_number(text)
    return tidy(text) if number is None else f"{number:f}"
