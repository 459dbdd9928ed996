"""Anki: a text file of cards, the question in front and the key with its reasons behind.

Source: docs.ankiweb.net/importing/text-files.html. The lines with # tell Anki how to read the
file; the id lets a second import bring the cards up to date instead of doubling them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from html import escape

from quizapp.bank.formats.exchange import AS_THEMSELVES, Format, Item, Parcel, Part
from quizapp.bank.formats.labels import write_labels
from quizapp.bank.formats.plain_text import tidy, tidy_draft
from quizapp.generation.draft import CHOICE_KINDS, GAP, Kind, QuestionDraft

_HEAD = ("#separator:tab", "#html:true", "#guid column:1", "#tags column:4")
_NO_LABEL = Kind.MULTIPLE_CHOICE


def write_anki(parcel: Parcel) -> bytes:
    """A card for each question: id, front, back, tags."""
    deck = [f"#deck:{tidy(parcel.title)}"] if parcel.title else []
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows(_write_card(item) for item in parcel.items)
    return "\n".join([*_HEAD, *deck, out.getvalue()]).encode()


def _write_card(item: Item) -> tuple[str, str, str, str]:
    draft = item.draft
    tags = (_join_tag(it) for it in write_labels(item, told=_NO_LABEL))
    guid = draft.uid or hashlib.sha256(draft.stem.encode()).hexdigest()[:16]
    front = f"<p>{_say(draft.stem)}</p>{_write_choices(draft)}"
    return guid, front, f"{_write_key(draft)}{_write_reasons(draft)}", " ".join(tags)


def _say(text: str) -> str:
    return escape(tidy(text))


def _join_tag(tag: str) -> str:
    """Anki parts tags by spaces, and makes a tree of those with two colons."""
    return "_".join(tag.replace(":", "::", 1).split()) if ":" in tag else "_".join(tag.split())


def _list(texts: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{_say(it)}</li>' for it in texts)}</{tag}>"


def _write_choices(draft: QuestionDraft) -> str:
    """What a learner may choose from, in an order that gives nothing away."""
    if draft.kind in CHOICE_KINDS:
        return _list((it.text for it in draft.options), "ol")
    if draft.kind is Kind.ORDERING:
        return _list(sorted(draft.order))
    if draft.kind is Kind.MATCHING:
        premises = [it.premise for it in draft.pairs if it.premise]
        return _list(premises) + _list(sorted(it.response for it in draft.pairs))
    return ""


def _write_key(draft: QuestionDraft) -> str:
    if draft.kind in CHOICE_KINDS:
        return _list(it.text for it in draft.options if it.key)
    if draft.kind is Kind.ORDERING:
        return _list(draft.order, "ol")
    if draft.kind is Kind.MATCHING:
        return _list(f"{it.premise} – {it.response}" for it in draft.pairs if it.premise)
    if draft.kind is Kind.NUMERICAL:
        numbers = ((it.text, it.tolerance) for it in draft.accepted_answers)
        return _list(f"{text} ± {margin}" if margin else text for text, margin in numbers)
    gaps = max(draft.stem.count(GAP), 1) if draft.kind is Kind.CLOZE else 1
    return _list((_write_gap(draft, gap) for gap in range(1, gaps + 1)), "ol" if gaps > 1 else "ul")


def _write_gap(draft: QuestionDraft, gap: int) -> str:
    return " / ".join(it.text for it in draft.accepted_answers if it.gap == gap)


def _write_reasons(draft: QuestionDraft) -> str:
    """Why the key is right, why the others are wrong, and where the text says so."""
    whys = [it.rationale for it in draft.options if it.key] + [draft.rationale]
    lines = [f"<p>{_say(it)}</p>" for it in whys if it]
    wrong = [f"{it.text}: {it.rationale}" for it in draft.options if it.rationale and not it.key]
    if wrong:
        lines.append(_list(wrong))
    if draft.critical_span.quote:
        lines.append(f"<blockquote>{_say(draft.critical_span.quote)}</blockquote>")
    return "".join(lines)


FORMAT = Format(
    name="anki",
    title="Anki",
    suffix=".txt",
    media_type="text/plain",
    carries=AS_THEMSELVES,
    keeps=frozenset(Part)
    - {Part.PASSAGE, Part.PICTURES, Part.DISTRACTOR_SPANS, Part.DISTRACTOR_CLASSES},
    write=write_anki,
    simplify=tidy_draft,
)
