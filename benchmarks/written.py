"""What does a language model write about the texts, what of it stands, and at what price?

The writer is the one of the environment (QUIZAPP_WRITER_URL and the others; docs/writers.md).
What passed the gates goes to a file that `judging_sheet --written` mixes in.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.texts import Text
from quizapp.bank.file import to_draft, to_entry
from quizapp.config import SettingError, read_settings
from quizapp.generation import generate
from quizapp.generation.draft import QuestionDraft, Skill
from quizapp.generation.writer.client import make_budget, open_writer
from quizapp.generation.writer.questions import plan_tasks, write_questions
from quizapp.generation.writer.terms import (
    Budget,
    Dropped,
    Meter,
    Tally,
    Writer,
    WriterError,
    Written,
    count_gates,
)
from quizapp.reading import read


@dataclass(frozen=True)
class WrittenText:
    """What a model wrote about one text; `ended` says why it stopped early, if it did."""

    text: str
    words: int
    asked: int
    written: Written
    tally: Tally
    ended: str = ""


def open_writer_or_exit(environ: Mapping[str, str] = os.environ) -> tuple[Writer, Budget]:
    """The writer of the environment; without one there is nothing to measure."""
    try:
        settings = read_settings(environ)
    except SettingError as error:
        print(error)
        raise SystemExit(2) from None
    writer = open_writer(settings)
    if writer is None:
        print("There is no writer: set QUIZAPP_WRITER_URL and QUIZAPP_WRITER_MODEL.")
        raise SystemExit(2)
    return writer, make_budget(settings)


def measure_written(text: Text, writer: Writer, budget: Budget, seed: int) -> WrittenText:
    """Let the model write beside the bank of the patterns, as a job does."""
    reading = read(text.document)
    tasks = plan_tasks(reading)
    meter = Meter(writer, budget)
    held = generate(reading, seed)
    written, asked, ended = Written(), 0, ""
    rng = Random(f"{seed}:written")
    try:
        for each in write_questions(reading, meter, tasks, held, rng):
            written += each
            asked += 1
    except WriterError as error:
        ended = str(error)
    return WrittenText(text.name, text.document.word_count, asked, written, meter.tally, ended)


def describe_written(name: str, found: Sequence[WrittenText]) -> dict[str, Any]:
    """The counts of all texts, of each text and of each skill, and all that was dropped."""
    everything = sum((each.written for each in found), Written())
    skills = {draft.skill for draft in everything.drafts}
    skills |= {dropped.skill for dropped in everything.dropped if dropped.skill}
    return {
        "model": name,
        "all": _count(found) | _count_outcomes(everything),
        "texts": {each.text: _count([each]) | _count_outcomes(each.written) for each in found},
        "skills": {str(skill): _count_outcomes(_of(skill, everything)) for skill in sorted(skills)},
        "dropped": [
            {"text": each.text, "skill": it.skill, "gate": it.gate, "reason": it.reason}
            | {"stem": it.stem}
            for each in found
            for it in each.written.dropped
        ],
    }


def keep_questions(path: Path, found: Iterable[WrittenText]) -> None:
    """What passed the gates, by text, as entries of a bank file."""
    kept = {each.text: [to_entry(draft) for draft in each.written.drafts] for each in found}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")


def load_questions(path: Path) -> dict[str, list[QuestionDraft]]:
    """What `keep_questions` kept."""
    kept = json.loads(path.read_text("utf-8"))
    return {text: [to_draft(entry) for entry in entries] for text, entries in kept.items()}


def print_written(record: Mapping[str, Any]) -> None:
    """The record as tables."""
    everything = record["all"]
    print(f"\nWritten by {record['model']}, asked {everything['asked']} times for questions:")
    print(
        f"  {everything['calls']} calls, {everything['tokens']:,} tokens, {everything['seconds']} s"
    )
    groups = {"all texts": everything, **record["texts"], **record["skills"]}
    for name, counts in groups.items():
        gates = ", ".join(f"{gate} {count}" for gate, count in counts["gates"].items())
        print(
            f"  {name[:30]:30}{counts['accepted']:>4} accepted ({counts['guessed']} guessed),"
            f" {counts['dropped']:>4} dropped: {gates or 'none'}"
        )
    for ended in everything["ended"]:
        print(f"  Ended early: {ended}")


def _count(found: Sequence[WrittenText]) -> dict[str, Any]:
    spent = sum((each.tally for each in found), Tally())
    return {
        "words": sum(each.words for each in found),
        "asked": sum(each.asked for each in found),
        "calls": spent.calls,
        "tokens": spent.tokens,
        "seconds": round(spent.seconds, 1),
        "ended": [each.ended for each in found if each.ended],
    }


def _count_outcomes(written: Written) -> dict[str, Any]:
    marks = Counter(reason for draft in written.drafts for reason in draft.reasons)
    return {
        "accepted": len(written.drafts),
        "guessed": marks["guessed"],
        "marks": dict(marks),
        "dropped": len(written.dropped),
        "gates": {str(gate): count for gate, count in count_gates(written.dropped).items()},
    }


def _of(skill: Skill, written: Written) -> Written:
    def has(it: QuestionDraft | Dropped) -> bool:
        return it.skill is skill

    return Written(tuple(filter(has, written.drafts)), tuple(filter(has, written.dropped)))
