"""How is a bank written in GIFT, so that Moodle takes it the first time?

Every sign that GIFT gives a meaning to is escaped. A text that HTML would read otherwise makes
its question one of HTML. What GIFT has no place for travels in tags, as Moodle writes them itself.
"""

from __future__ import annotations

from quizapp.articles.document import Document
from quizapp.bank.formats import gift
from quizapp.bank.formats.exchange import AS_THEMSELVES, Format, Item, Parcel, Part
from quizapp.bank.formats.feedback import write_feedback
from quizapp.bank.formats.intake import mark_passage
from quizapp.bank.formats.labels import write_labels
from quizapp.bank.formats.markup import to_html, write_passage
from quizapp.bank.formats.moodle_parts import (
    told_kind,
    write_category,
    write_order,
    write_weight,
    write_words,
)
from quizapp.bank.formats.plain_text import tidy_draft
from quizapp.generation.draft import CHOICE_KINDS, GAP, Kind, QuestionDraft

_ESCAPES = str.maketrans(
    {
        **{it: f"\\{it}" for it in "\\~=#{}:"},
        "\n": "\\n",
        **dict.fromkeys(map(chr, range(0xFDD0, 0xFDF0))),
    }
)
_FORMATS = ("[html]", "[moodle]", "[plain]", "[markdown]")


def write_gift(parcel: Parcel) -> bytes:
    """The passages, each before its first question, and the questions."""
    blocks, laid = list[str](), set[int]()
    if parcel.title:
        blocks.append(f"{gift.CATEGORY} {write_category(parcel.title)}\n")
    for item in parcel.items:
        passage = None
        if item.passage is not None:
            passage = parcel.passages[item.passage]
            if item.passage not in laid:
                blocks.append(_write_passage(passage))
            laid.add(item.passage)
        blocks.append(_write_item(item, passage))
    return "\n".join(blocks).encode()


def _write_passage(passage: Document) -> str:
    head = _write_comment("", (mark_passage(passage),))
    return f"{head}::{_escape(passage.title)}::[html]{_escape(write_passage(passage))}\n"


def _write_item(item: Item, passage: Document | None) -> str:
    draft = item.draft
    told = Kind.MATCHING if draft.kind is Kind.ORDERING else told_kind(draft)
    mark = (mark_passage(passage),) if passage else ()
    head = _write_comment(draft.uid, (*mark, *write_labels(item, told=told)))
    shown = write_order(draft) if draft.kind is Kind.ORDERING else draft
    return f"{head}{_Writer(_is_html(shown)).write(shown)}\n"


def _write_comment(uid: str, words: tuple[str, ...]) -> str:
    marks = [f"[id:{_close_bracket(uid)}]"] if uid else []
    marks += [f"[tag:{_close_bracket(it)}]" for it in words]
    return f"// {' '.join(marks)}\n"


def _close_bracket(text: str) -> str:
    return _escape_backslash(text).replace("]", r"\]")


def _escape_backslash(text: str) -> str:
    return text.replace("\\", "\\\\")


def _is_html(draft: QuestionDraft) -> bool:
    """Whether a piece of the question needs a format of its own."""
    pieces = [draft.stem, draft.rationale, draft.critical_span.quote]
    pieces += [text for it in draft.options for text in (it.text, it.rationale)]
    pieces += [it.premise for it in draft.pairs]
    begins = (*_FORMATS, "//")
    return any(set("<>&") & set(it) or it.startswith(begins) for it in pieces)


class _Writer:
    """Writes one question; `is_html` holds for all of its pieces but typed answers."""

    def __init__(self, is_html: bool) -> None:
        self.is_html = is_html

    def write(self, draft: QuestionDraft) -> str:
        """The stem, the answers in braces, and what stands behind them."""
        before, after = draft.stem, ""
        if told_kind(draft) is Kind.CLOZE and draft.stem.partition(GAP)[2].strip():
            before, _, after = draft.stem.partition(GAP)
        mark = "[html]" if self.is_html else ""
        return f"{mark}{self._bare(before)}{{{self._write_answers(draft)}}}{self._bare(after)}"

    def _write_answers(self, draft: QuestionDraft) -> str:
        general = self._piece(write_feedback(draft.rationale, draft.critical_span))
        behind = f"####{general}" if general else ""
        if draft.kind is Kind.TRUE_FALSE:
            return self._write_truth(draft) + behind
        sign = "#" if draft.kind is Kind.NUMERICAL else ""
        lines = [sign, *self._write_lines(draft), *([behind] if behind else [])]
        return "\n\t".join(lines) + "\n"

    def _write_truth(self, draft: QuestionDraft) -> str:
        right = next(it for it in draft.options if it.key)
        wrong = next(it for it in draft.options if not it.key)
        texts = (self._piece(wrong.rationale), self._piece(right.rationale))
        told = "#{}#{}".format(*texts) if texts[1] else (f"#{texts[0]}" if texts[0] else "")
        return f"{right.text.upper()}{told}"

    def _write_lines(self, draft: QuestionDraft) -> list[str]:
        if draft.kind in CHOICE_KINDS:
            return self._write_options(draft)
        if draft.kind is Kind.MATCHING:
            return [f"={self._piece(it.premise)} -> {_escape(it.response)}" for it in draft.pairs]
        if draft.kind is Kind.NUMERICAL:
            return [
                f"={it.text}:{it.tolerance}" if it.tolerance else f"={it.text}"
                for it in draft.accepted_answers
            ]
        return [_write_typed(it.text) for it in draft.accepted_answers]

    def _write_options(self, draft: QuestionDraft) -> list[str]:
        several = draft.kind is Kind.MULTIPLE_RESPONSE
        share = write_weight(sum(it.key for it in draft.options))
        lines = []
        for it in draft.options:
            if several:
                sign = f"~%{share}%" if it.key else f"~%-{share}%"
            elif it.key:
                sign = "="
            else:
                sign = "~%0%" if it.text.startswith("%") else "~"
            why = f"#{self._piece(it.rationale)}" if it.rationale else ""
            lines.append(f"{sign}{self._piece(it.text)}{why}")
        return lines

    def _piece(self, text: str) -> str:
        """A text that begins as a format does has its own format before it."""
        mark = "[html]" if self.is_html and text.startswith(_FORMATS) else ""
        return mark + self._bare(text)

    def _bare(self, text: str) -> str:
        return _escape(to_html(text) if self.is_html else text)


def _write_typed(text: str) -> str:
    mark = "[plain]" if text.startswith(_FORMATS) else ""
    weight = "%100%" if text.startswith("%") else ""
    return f"={weight}{mark}{_escape(write_words(text))}"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _refuse(draft: QuestionDraft) -> str:
    if draft.kind is Kind.CLOZE and draft.stem.count(GAP) > 1:
        return "GIFT has questions with one gap only. Split it, or take Moodle XML."
    typed = draft.kind in (Kind.SHORT_ANSWER, Kind.CLOZE)
    if typed and any("->" in it.text for it in draft.accepted_answers):
        return "GIFT would take the arrow in its answer for a pair. Write the answer without “->”."
    return ""


FORMAT = Format(
    name="gift",
    title="GIFT (Moodle)",
    suffix=".txt",
    media_type="text/plain",
    carries=AS_THEMSELVES,
    keeps=frozenset(Part) - {Part.PICTURES, Part.DISTRACTOR_SPANS, Part.DISTRACTOR_CLASSES},
    recognise=gift.recognise,
    read=gift.read_gift,
    write=write_gift,
    refuse=_refuse,
    simplify=tidy_draft,
)
