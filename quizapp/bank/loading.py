"""How do bank files get into the program? Checking them, and loading them for a teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.document import Document
from quizapp.articles.importing import ArticleError, read_document
from quizapp.articles.library import add_article
from quizapp.bank.file import (
    BankFile,
    BankFileError,
    parse_bank,
    read_bank,
    schema_errors,
    to_bank_file,
)
from quizapp.bank.models import Bank
from quizapp.bank.picture_files import read_picture_files
from quizapp.bank.pictures import keep_pictures
from quizapp.bank.review import add_bank, add_questions
from quizapp.bank.rules import check_bank
from quizapp.config import ROOT


@dataclass(frozen=True)
class Finding:
    """What `bank check` has to say: which file, which question, which rule, what to mend."""

    file: str
    question: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.question}: {self.rule}: {self.message}"


def check_file(path: Path, article: Path | None = None) -> list[Finding]:
    """Hold a bank file against the schema and its passage; no finding means it is sound.

    `article` names the passage when it is not where the file says.
    """
    try:
        mapping = parse_bank(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BankFileError) as error:
        return [Finding(path.name, "-", "readable", str(error))]
    broken = [
        Finding(path.name, _name_place(mapping, place), "schema", message)
        for place, message in schema_errors(mapping)
    ]
    return broken or _check_against_passage(path, mapping, article)


def load_bank(session: Session, teacher: Teacher, path: Path, *, now: datetime) -> Bank:
    """Load a bank file and its passage for `teacher`; what is there already is kept.

    Raises:
        BankFileError: the file or its passage breaks a rule; the first one is named.
    """
    bank_file, document = read_sound_bank(path)
    article = add_article(session, teacher, document, now=now)
    bank = add_bank(session, article, now=now)
    shown = {picture.sha256 for it in bank_file.questions for picture in it.pictures}
    keep_pictures(session, read_picture_files(path, shown))
    add_questions(session, bank, bank_file.questions, now=now)
    return bank


def read_sound_bank(path: Path) -> tuple[BankFile, Document]:
    """The bank in a file that keeps all rules, and its passage.

    Raises:
        BankFileError: the file or its passage breaks a rule; the first one is named.
    """
    findings = check_file(path)
    if findings:
        raise BankFileError(str(findings[0]))
    bank_file = read_bank(path)
    passage = path.parent / bank_file.passage
    return bank_file, read_document(passage.read_bytes(), passage.name)


def load_shipped_banks(session: Session, teacher: Teacher, *, now: datetime) -> list[Bank]:
    """Give `teacher` their own copy of the banks that come with the program."""
    paths = sorted((ROOT / "questions").glob("*.yaml"))
    return [load_bank(session, teacher, path, now=now) for path in paths]


def _check_against_passage(
    path: Path, mapping: dict[str, Any], article: Path | None
) -> list[Finding]:
    bank_file = to_bank_file(mapping)
    if not (article or bank_file.passage):
        message = "the bank names no passage; write its file under article, or use --article"
        return [Finding(path.name, "-", "passage", message)]
    passage = article or path.parent / bank_file.passage
    try:
        document = read_document(passage.read_bytes(), passage.name)
    except OSError:
        message = f"the passage {bank_file.passage} is not there; name it with --article"
        return [Finding(path.name, "-", "passage", message)]
    except ArticleError as error:
        return [Finding(path.name, "-", "passage", str(error))]
    changed = []
    if document.sha256 != bank_file.sha256:
        message = "the passage has changed since the bank was written; generate or mend it anew"
        changed = [Finding(path.name, "-", "passage", message)]
    broken = check_bank(bank_file.questions, document.paragraphs)
    missing = [
        Finding(path.name, "-", "picture", it) for it in _find_lost_pictures(path, bank_file)
    ]
    return (
        changed + missing + [Finding(path.name, it.question, it.rule, it.message) for it in broken]
    )


def _find_lost_pictures(path: Path, bank_file: BankFile) -> list[str]:
    shown = {picture.sha256 for it in bank_file.questions for picture in it.pictures}
    try:
        read_picture_files(path, shown)
    except BankFileError as error:
        return [str(error)]
    return []


def _name_place(mapping: dict[str, Any], place: tuple[str | int, ...]) -> str:
    """The id of the question that a schema error is in, and the way to it from there."""
    if len(place) >= 2 and place[0] == "questions" and isinstance(place[1], int):
        entry = mapping["questions"][place[1]]
        uid = entry.get("id") if isinstance(entry, dict) else None
        return " ".join([str(uid or f"question {place[1] + 1}"), *map(str, place[2:])])
    return ".".join(map(str, place)) or "-"
