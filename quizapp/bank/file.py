"""How is a bank written down? Between bank files (YAML) and QuestionDrafts.

One file a passage, reviewed in diffs; its shape is `questions/schema.json`. The same bank
gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from quizapp.articles.document import Document
from quizapp.config import ROOT
from quizapp.generation.draft import (
    NOWHERE,
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Origin,
    Pair,
    Picture,
    QuestionDraft,
    Skill,
    Span,
    Status,
)

SCHEMA_PATH = ROOT / "questions" / "schema.json"


class BankFileError(ValueError):
    """A bank file cannot be read at all; the message says why."""


@dataclass(frozen=True)
class BankFile:
    """A bank as written: which passage (path relative to the file), and its questions."""

    title: str
    passage: str
    level: str
    sha256: str
    seed: int
    questions: tuple[QuestionDraft, ...]


def parse_bank(text: str) -> dict[str, Any]:
    """The YAML mapping of a bank file.

    Raises:
        BankFileError: the text is no YAML, or no mapping.
    """
    try:
        loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError) as error:  # an impossible date is a ValueError
        raise BankFileError(f"this is no YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise BankFileError("a bank is a mapping with the keys article, generator and questions")
    return loaded


def schema_errors(mapping: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path, message) of every place where the mapping breaks `questions/schema.json`."""
    for error in sorted(
        _validator().iter_errors(mapping), key=lambda found: list(map(str, found.path))
    ):
        yield tuple(error.absolute_path), error.message


def to_bank_file(mapping: dict[str, Any]) -> BankFile:
    """The bank of a mapping that keeps the schema."""
    article = mapping["article"]
    return BankFile(
        title=article["title"],
        passage=article.get("file", ""),
        level=article.get("level", ""),
        sha256=article.get("sha256", ""),
        seed=mapping["generator"]["seed"],
        questions=tuple(to_draft(entry) for entry in mapping["questions"]),
    )


def write_bank(
    document: Document, passage: str, questions: tuple[QuestionDraft, ...], seed: int
) -> str:
    """The text of a bank file; `passage` is the path from there to the passage, or ""."""
    article = {
        "title": document.title,
        "file": passage,
        "level": document.level,
        "sha256": document.sha256 if passage else "",
    }
    mapping = {
        "article": {name: value for name, value in article.items() if value},
        "generator": {"name": "quizapp", "version": metadata.version("quizapp"), "seed": seed},
        "questions": [to_entry(question) for question in questions],
    }
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(mapping, Dumper=dumper, sort_keys=False, allow_unicode=True, width=100))


def read_bank(path: Path) -> BankFile:
    """The bank in the file at `path`.

    Raises:
        BankFileError: the file is no bank; the message names the first place that is wrong.
    """
    mapping = parse_bank(path.read_text(encoding="utf-8"))
    for place, message in schema_errors(mapping):
        raise BankFileError(f"{path.name}: {'.'.join(map(str, place))}: {message}")
    return to_bank_file(mapping)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))


def to_draft(entry: dict[str, Any]) -> QuestionDraft:
    """The question of a mapping that keeps the schema."""
    return QuestionDraft(
        uid=entry["id"],
        kind=Kind(entry["kind"]),
        skill=Skill(entry["skill"]),
        difficulty=Difficulty(entry["difficulty"]),
        stem=entry["stem"],
        critical_span=Span(**entry["critical_span"]) if "critical_span" in entry else NOWHERE,
        options=tuple(_to_option(option) for option in entry.get("options", ())),
        accepted_answers=tuple(AcceptedAnswer(**it) for it in entry.get("accepted_answers", ())),
        pairs=tuple(Pair(**pair) for pair in entry.get("pairs", ())),
        order=tuple(entry.get("order", ())),
        distractor_spans=tuple(Span(**span) for span in entry.get("distractor_spans", ())),
        hidden_spans=tuple(Span(**span) for span in entry.get("hidden_spans", ())),
        rationale=entry.get("rationale", ""),
        origin=Origin(entry["origin"]),
        pattern=entry["pattern"],
        writer=entry.get("writer", ""),
        confidence=float(entry["confidence"]),
        status=Status(entry["status"]),
        reasons=tuple(entry.get("reasons", ())),
        pictures=tuple(Picture(**picture) for picture in entry.get("pictures", ())),
    )


def _to_option(option: dict[str, Any]) -> Option:
    named = option.get("distractor_class")
    return Option(
        text=option["text"],
        key=option["key"],
        rationale=option.get("rationale", ""),
        distractor_class=DistractorClass(named) if named else None,
    )


def to_entry(draft: QuestionDraft) -> dict[str, Any]:
    """The mapping of one question; what it does not have is left out."""
    has_evidence = draft.critical_span != NOWHERE
    entry: dict[str, Any] = {
        "id": draft.uid,
        "kind": draft.kind.value,
        "skill": draft.skill.value,
        "difficulty": draft.difficulty.value,
        "stem": draft.stem,
        "options": [_to_option_entry(option) for option in draft.options],
        "accepted_answers": [_to_answer_entry(answer) for answer in draft.accepted_answers],
        "pairs": [{"premise": pair.premise, "response": pair.response} for pair in draft.pairs],
        "order": list(draft.order),
        "rationale": draft.rationale,
        "critical_span": _to_span_entry(draft.critical_span) if has_evidence else "",
        "distractor_spans": [_to_span_entry(span) for span in draft.distractor_spans],
        "hidden_spans": [_to_span_entry(span) for span in draft.hidden_spans],
        "origin": draft.origin.value,
        "pattern": draft.pattern,
        "writer": draft.writer,
        "confidence": round(draft.confidence, 3),
        "status": draft.status.value,
        "reasons": list(draft.reasons),
        "pictures": [asdict(picture) for picture in draft.pictures],
    }
    return {key: value for key, value in entry.items() if key == "pattern" or value not in ("", [])}


def _to_option_entry(option: Option) -> dict[str, Any]:
    entry: dict[str, Any] = {"text": option.text, "key": option.key}
    if option.rationale:
        entry["rationale"] = option.rationale
    if option.distractor_class:
        entry["distractor_class"] = option.distractor_class.value
    return entry


def _to_answer_entry(answer: AcceptedAnswer) -> dict[str, Any]:
    entry: dict[str, Any] = {"text": answer.text}
    if answer.gap != 1:
        entry["gap"] = answer.gap
    if answer.tolerance:
        entry["tolerance"] = answer.tolerance
    return entry


def _to_span_entry(span: Span) -> dict[str, Any]:
    return {
        "paragraph": span.paragraph,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
    }
