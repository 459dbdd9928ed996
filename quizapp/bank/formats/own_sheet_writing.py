"""How is a bank written as a table that a teacher can read and fill in?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from quizapp.articles.document import BlockRole, Document
from quizapp.bank.formats.choices import name_keys
from quizapp.bank.formats.exchange import AS_THEMSELVES, Format, Item, Parcel, Part
from quizapp.bank.formats.own_columns import CONTINUED, HEADING, PASSAGE_COLUMNS, join_cell
from quizapp.bank.formats.own_sheet import read_own_sheet, recognise_table
from quizapp.bank.formats.plain_text import tidy, tidy_draft
from quizapp.bank.formats.tables import (
    LONGEST_WORKBOOK_CELL,
    is_workbook,
    say_too_long,
    write_table,
    write_workbook,
)
from quizapp.cells import guard
from quizapp.generation.draft import Kind, QuestionDraft

_FEWEST_OPTIONS = 4
_FEWEST_ANSWERS = 1
_LONGEST_PIECE = LONGEST_WORKBOOK_CELL // 2 - 1  # all of it may be signs that Excel counts twice


def write_own_csv(parcel: Parcel) -> bytes:
    """One table; the text of a passage stands in the row that first asks about it."""
    titles = name_passages(parcel.passages)
    columns = [*_choose_columns(parcel), "passage_text"]
    rows, laid = [columns], set[int]()
    for item in parcel.items:
        cells = _write_row(item, titles)
        if item.passage is not None and item.passage not in laid:
            cells["passage_text"] = _write_text(parcel.passages[item.passage])
            laid.add(item.passage)
        rows.append([guard(cells.get(column, "")) for column in columns])
    return write_table(rows)


def write_own_workbook(parcel: Parcel) -> bytes:
    """A sheet with the questions and one with the paragraphs of their passages."""
    titles = name_passages(parcel.passages)
    columns = _choose_columns(parcel)
    rows = [columns]
    for item in parcel.items:
        cells = _write_row(item, titles)
        rows.append([guard(cells.get(column, "")) for column in columns])
    sheets: dict[str, Sequence[Sequence[str | int]]] = {"questions": rows}
    if parcel.passages:
        lines = (_write_paragraphs(*it) for it in zip(titles, parcel.passages, strict=True))
        sheets["passages"] = [PASSAGE_COLUMNS, *(line for them in lines for line in them)]
    return write_workbook(sheets)


def name_passages(passages: Sequence[Document]) -> list[str]:
    """A title for each passage that no other of them has: a table knows them by it."""
    names: dict[str, None] = {}
    for number, passage in enumerate(passages, start=1):
        title = tidy(passage.title) or f"Passage {number}"
        names[next(it for it in _vary(title) if it not in names)] = None
    return list(names)


def _vary(title: str) -> Iterator[str]:
    yield title
    yield from (f"{title} ({number})" for number in count(2))


def _choose_columns(parcel: Parcel) -> list[str]:
    """The columns that these questions need, and those that every table has."""
    drafts = [item.draft for item in parcel.items]
    options = max([_FEWEST_OPTIONS, *(len(it.options) for it in drafts)])
    gaps = max([_FEWEST_ANSWERS, *(a.gap for it in drafts for a in it.accepted_answers)])
    pairs = max((len(it.pairs) for it in drafts), default=0)
    items = max((len(it.order) for it in drafts), default=0)
    return [
        *("id", "kind", "skill", "difficulty", "stem"),
        *_number("option", options),
        "key",
        *_number("rationale", options),
        *_number("class", options),
        *_number("answer", gaps),
        "tolerance",
        *(f"{side}_{at}" for at in range(1, pairs + 1) for side in ("premise", "response")),
        *_number("item", items),
        *("rationale", "evidence_paragraph", "evidence_quote", "distractor_spans", "tags"),
        *(["language_model"] if any(it.writer for it in drafts) else []),
        "passage",
    ]


def _number(name: str, count: int) -> list[str]:
    return [f"{name}_{at}" for at in range(1, count + 1)]


def _write_row(item: Item, titles: Sequence[str]) -> dict[str, str]:
    draft = item.draft
    evidence = draft.critical_span
    return {
        "id": draft.uid,
        "kind": draft.kind.value,
        "skill": draft.skill.value,
        "difficulty": draft.difficulty.value,
        "stem": draft.stem,
        **_write_options(draft),
        **_write_answers(draft),
        **{f"premise_{at}": it.premise for at, it in enumerate(draft.pairs, start=1)},
        **{f"response_{at}": it.response for at, it in enumerate(draft.pairs, start=1)},
        **{f"item_{at}": it for at, it in enumerate(draft.order, start=1)},
        "rationale": draft.rationale,
        "evidence_paragraph": str(evidence.paragraph) if evidence.quote else "",
        "evidence_quote": evidence.quote,
        "distractor_spans": join_cell(
            [f"{it.paragraph}: {it.quote}" for it in draft.distractor_spans]
        ),
        "tags": ", ".join(item.tags),
        "language_model": draft.writer,
        "passage": "" if item.passage is None else titles[item.passage],
    }


def _write_options(draft: QuestionDraft) -> dict[str, str]:
    numbered = [*enumerate(draft.options, start=1)]
    return {
        **{f"option_{at}": it.text for at, it in numbered},
        **{f"rationale_{at}": it.rationale for at, it in numbered},
        **{f"class_{at}": it.distractor_class or "" for at, it in numbered},
        "key": name_keys(draft.options),
    }


def _write_answers(draft: QuestionDraft) -> dict[str, str]:
    by_gap: dict[int, list[str]] = {}
    for it in draft.accepted_answers:
        by_gap.setdefault(it.gap, []).append(it.text)
    margins = [it.tolerance or "0" for it in draft.accepted_answers]
    is_exact = draft.kind is not Kind.NUMERICAL or not any(it.strip("0.") for it in margins)
    return {
        **{f"answer_{gap}": join_cell(texts) for gap, texts in by_gap.items()},
        "tolerance": "" if is_exact else join_cell(margins),
    }


def _write_text(passage: Document) -> str:
    """One line a block; a backslash keeps a paragraph from being taken for a heading."""
    lines = []
    for block in passage.blocks:
        text = " ".join(block.text.split())
        if block.role is BlockRole.HEADING:
            lines.append(f"# {text}")
        elif block.role is BlockRole.BODY:
            lines.append(f"\\{text}" if text.startswith(("#", "\\")) else text)
    return "\n".join(lines)


def _write_paragraphs(title: str, passage: Document) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    number = 0
    for block in passage.blocks:
        if block.role is BlockRole.BODY:
            number += 1
            rows += _write_pieces(title, str(number), block.text)
        elif block.role is BlockRole.HEADING:
            rows += _write_pieces(title, HEADING, block.text)
    return rows


def _write_pieces(title: str, told: str, text: str) -> Iterator[tuple[str, str, str]]:
    """A row for a text, and more of them where it is longer than a cell can be."""
    for at in range(0, len(text), _LONGEST_PIECE):
        piece = text[at : at + _LONGEST_PIECE]
        yield guard(title), CONTINUED if at else told, guard(piece)


def _refuse_long(draft: QuestionDraft) -> str:
    cells = _write_row(Item(tidy_draft(draft)), ())
    return say_too_long(guard(it) for it in cells.values())


_KEEPS = frozenset(Part) - {Part.PICTURES}

CSV_FORMAT = Format(
    name="csv",
    title="Table (CSV)",
    suffix=".csv",
    media_type="text/csv",
    carries=AS_THEMSELVES,
    keeps=_KEEPS,
    recognise=lambda raw: not is_workbook(raw) and recognise_table(raw),
    read=read_own_sheet,
    write=write_own_csv,
    simplify=tidy_draft,
)
WORKBOOK_FORMAT = Format(
    name="xlsx",
    title="Table (Excel)",
    suffix=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    carries=AS_THEMSELVES,
    keeps=_KEEPS,
    recognise=lambda raw: is_workbook(raw) and recognise_table(raw),
    read=read_own_sheet,
    write=write_own_workbook,
    refuse=_refuse_long,
    simplify=tidy_draft,
)
