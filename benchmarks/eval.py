"""What does the generator bring, and at what price?

    python -m benchmarks.eval [FILE-OR-FOLDER …]

Prints the yield by text, pattern and kind, what the gates refuse, the look of the bank, speed
against spaCy's own parse, growth and memory; writes the same to benchmarks/results/eval.json.
With --writer also what the language model of the environment writes about the texts, what each
gate drops, and what it costs; its questions go to benchmarks/results/written.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_memory_mb
from benchmarks.report import print_report
from benchmarks.texts import ARTICLES, RESULTS, SEEDS, Text, load_or_exit
from benchmarks.timing import add_up, time_document, time_growth, warm_up
from benchmarks.written import (
    describe_written,
    keep_questions,
    measure_written,
    open_writer_or_exit,
    print_written,
)
from benchmarks.yields import Group, Tally, Yield, describe_bank, measure_yield, tally
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.registry import PATTERNS

GROWTH = (5_000, 10_000, 25_000, 50_000)


def evaluate(
    texts: Sequence[Text], *, seed: int, repeats: int, growth: Sequence[int]
) -> dict[str, Any]:
    """All measurements as one record, ready for JSON."""
    warm_up(texts[0].document)
    yields = [measure_yield(text, seed) for text in texts]
    record = {
        "seed": seed,
        "machine": _machine(),
        "patterns_registered": len(PATTERNS),
        **_counts(yields),
    }
    paces = [time_document(text.document, repeats, seed) for text in texts]
    record["speed"] = {
        "texts": {text.name: pace.as_record() for text, pace in zip(texts, paces, strict=True)},
        "all": add_up(paces).as_record(),
        "repeats": repeats,
        "peak_memory_mb": peak_memory_mb(),
    }
    record["growth"] = [pace.as_record() for pace in time_growth(texts, growth, seed)]
    record["peak_memory_mb"] = peak_memory_mb()
    return record


def _counts(yields: Sequence[Yield]) -> dict[str, Any]:
    words = sum(each.words for each in yields)
    bank = [draft for each in yields for draft in each.bank]
    return {
        "words": words,
        "texts": {each.text: _of_text(each) for each in yields},
        "patterns": _by(yields, lambda draft: draft.pattern, words),
        "kinds": _by(yields, lambda draft: draft.kind.value, words),
        "all": _by(yields, lambda draft: "all", words).get("all", Tally().as_record(words)),
        "bank": {"all": describe_bank(bank), "approved": describe_bank(_approved(bank))},
    }


def _of_text(each: Yield) -> dict[str, Any]:
    counts = tally([each], lambda draft: "all").get("all", Tally())
    return counts.as_record(each.words) | {"bank": describe_bank(each.bank)}


def _by(yields: Sequence[Yield], group: Group, words: int) -> dict[str, Any]:
    return {name: counts.as_record(words) for name, counts in tally(yields, group).items()}


def _approved(bank: Sequence[QuestionDraft]) -> list[QuestionDraft]:
    return [draft for draft in bank if draft.status is Status.APPROVED]


def _machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "processors": os.cpu_count()}


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    texts = load_or_exit(options.paths, (ARTICLES, SEEDS))
    record = {"date": date.today().isoformat()} | evaluate(
        texts, seed=options.seed, repeats=options.repeats, growth=options.growth
    )
    print_report(record)
    if options.writer:
        record["writer"] = _let_write(texts, options.seed, options.out.with_name("written.json"))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"\nWritten to {options.out}.")


def _let_write(texts: Sequence[Text], seed: int, kept: Path) -> dict[str, Any]:
    writer, budget = open_writer_or_exit()
    found = [measure_written(text, writer, budget, seed) for text in texts]
    keep_questions(kept, found)
    record = describe_written(writer.name, found)
    print_written(record)
    return record


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eval", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="texts, or folders of texts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5, help="timed runs a text; the best counts")
    parser.add_argument(
        "--growth", type=int, nargs="*", default=GROWTH, help="sizes of the long text, in words"
    )
    parser.add_argument("--writer", action="store_true", help="let a language model write as well")
    parser.add_argument("--out", type=Path, default=RESULTS / "eval.json")
    return parser


if __name__ == "__main__":
    main()
