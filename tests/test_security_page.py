"""The page about security names only tests that exist."""

from __future__ import annotations

import ast
import re

from quizapp.config import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 40
    missing = []
    for path, name in named:
        file = ROOT / path
        tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
        if name not in {it.name for it in ast.walk(tree) if isinstance(it, ast.FunctionDef)}:
            missing.append(f"{path}::{name}")
    assert missing == []


def test_every_section_of_the_standard_is_held_by_a_test_or_a_command() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line) and "2026" not in line]
    assert len(rows) > 20
    assert [row for row in rows if not NAMED.search(row) and "`make " not in row] == []
