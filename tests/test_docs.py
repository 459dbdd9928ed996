"""Every command, setting, CSV column and rule is documented."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from quizapp.bank.rules import RULES
from quizapp.cli import COMMANDS
from quizapp.config import ROOT, Settings, variable_name
from quizapp.generation.draft import Kind, Skill
from quizapp.gradebook import canvas, csv_long, csv_wide, google_classroom, moodle
from quizapp.gradebook.dialects import DIALECTS, Dialect

OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
GRADEBOOK = (ROOT / "docs" / "gradebook.md").read_text(encoding="utf-8")
BANK_FILES = (ROOT / "docs" / "bank-files.md").read_text(encoding="utf-8")
TEACHERS = (ROOT / "docs" / "teachers.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def spell(command: click.Command, before: str = "quizapp") -> list[str]:
    """`quizapp bank check` and so on: the command, or those of the group."""
    name = f"{before} {command.name}"
    if isinstance(command, click.Group):
        return [line for inner in command.commands.values() for line in spell(inner, name)]
    return [name]


@pytest.mark.parametrize("command", [line for it in COMMANDS for line in spell(it)])
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in OPERATORS


@pytest.mark.parametrize("setting", [variable_name(entry.name) for entry in fields(Settings)])
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in OPERATORS


@pytest.mark.parametrize(
    "column",
    sorted(
        {
            *(*csv_wide.COLUMNS, csv_wide.LAST_COLUMN, *csv_long.COLUMNS),
            *(*canvas.COLUMNS, moodle.NAME, *moodle.KNOWN_BY, *google_classroom.COLUMNS),
        }
    ),
)
def test_every_csv_column_is_documented(column: str) -> None:
    assert f"`{column}`" in GRADEBOOK


def test_the_table_of_gradebook_files_says_what_the_program_says() -> None:
    lines = [
        it for it in GRADEBOOK.splitlines() if re.match(r"\| `[\w.-]+` \|.* \| `\.\w+` \|", it)
    ]
    assert lines == [_describe(it) for it in DIALECTS.values()]


def _describe(it: Dialect) -> str:
    return f"| `{it.name}` | {it.title} | `{it.suffix}` | {it.hint} |"


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_every_way_to_another_system_is_documented_step_by_step(dialect: Dialect) -> None:
    text = " ".join(TEACHERS.split())
    assert [step for step in dialect.steps if step not in text] == []


@pytest.mark.parametrize("rule", [*RULES, "schema", "passage", "unique-id", "readable"])
def test_every_rule_of_a_bank_is_documented(rule: str) -> None:
    assert f"`{rule}`" in BANK_FILES


@pytest.mark.parametrize("word", [*Kind, *Skill])
def test_every_kind_and_skill_stands_in_the_glossary(word: str) -> None:
    assert re.search(rf"\b{word}\b", GLOSSARY)


@pytest.mark.parametrize(
    "document",
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))],
)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []
