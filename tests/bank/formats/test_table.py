"""The table in docs/formats.md is what the code says; run as a module, this writes it there."""

from __future__ import annotations

from collections.abc import Iterable

from quizapp.bank.formats import intake
from quizapp.bank.formats.exchange import Format, Part
from quizapp.bank.formats.qti import refusals
from quizapp.bank.formats.registry import FORMATS
from quizapp.config import ROOT
from quizapp.generation.draft import Kind

DOC = ROOT / "docs" / "formats.md"
START = "<!-- formats: `python -m tests.bank.formats.test_table` writes this table -->\n"
END = "<!-- end of formats -->"


def write_tables() -> str:
    """Which kinds, then which parts, each format carries, a row a format."""
    return f"\n{_write_kinds()}\n{_write_parts()}\n"


def _write_kinds() -> str:
    head = ["format", "what it is", "read", "written", *(_say(kind) for kind in Kind)]
    rows = (
        [
            f"`{it.name}`",
            it.title,
            "yes" if it.read else "-",
            "yes" if it.write else "-",
            *(_carry(it, kind) for kind in Kind),
        ]
        for it in FORMATS.values()
    )
    return _write_table(head, rows)


def _write_parts() -> str:
    head = ["format", *(part.value for part in Part)]
    rows = (
        [f"`{it.name}`", *("yes" if part in it.keeps else "-" for part in Part)]
        for it in FORMATS.values()
    )
    return _write_table(head, rows)


def _carry(it: Format, kind: Kind) -> str:
    became = it.carries.get(kind)
    if became is None:
        return "-"
    if not it.read:
        return "yes"
    return "same" if became is kind else _say(became)


def _say(kind: Kind) -> str:
    return kind.value.replace("_", " ")


def _write_table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def read_doc() -> tuple[str, str, str]:
    before, _, rest = DOC.read_text(encoding="utf-8").partition(START)
    table, _, after = rest.partition(END)
    return before, table, after


def test_the_table_says_what_the_code_does() -> None:
    assert read_doc()[1] == write_tables()


def test_every_format_says_what_it_carries_and_in_which_direction() -> None:
    for it in FORMATS.values():
        assert it.read or it.write
        assert bool(it.write) == bool(it.carries)
        assert bool(it.read) == bool(it.recognise)


def test_what_is_said_of_a_loss_is_a_sentence() -> None:
    for losses in (intake.Loss, refusals.Loss):
        assert [it for it in losses if not it.value.endswith(".")] == []


if __name__ == "__main__":
    before, _, after = read_doc()
    DOC.write_text(f"{before}{START}{write_tables()}{END}{after}", encoding="utf-8")
