"""What did the judges say, by origin and by pattern?

    python -m benchmarks.judged RESULTS.csv key.json

Errors cluster by article (one misread name spoils a dozen questions), so the intervals come from
drawing whole articles anew.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.report import percent
from benchmarks.sheet import CRITERIA
from benchmarks.texts import RESULTS

VERDICTS = ("accept", "edit", "reject")
LEVEL = 0.95
DRAWS = 2000
_NO = frozenset({"no", "n", "0", "x"})

Interval = tuple[float, float]


class FormError(ValueError):
    """A form that cannot be counted; the message says what to mend."""


@dataclass(frozen=True)
class Judgement:
    """One judged question, with what the judge was not told."""

    article: str
    origin: str
    pattern: str
    verdict: str
    as_keyed: bool | None  # None where the judge wrote no answer
    failed: tuple[str, ...] = ()


def read_form(
    rows: Sequence[Mapping[str, str]], key: Mapping[str, Mapping[str, Any]]
) -> list[Judgement]:
    """The filled rows of a form; rows without a verdict are left out.

    Raises FormError for a question that the key does not know, for an unknown verdict, and for a
    form without its columns (some programs part them by semicolons).
    """
    if rows and "verdict" not in rows[0]:
        raise FormError("The form has no column “verdict”: save it as CSV, parted by commas.")
    return [
        _judge(number, row, key)
        for number, row in enumerate(rows, start=2)  # line 1 holds the columns
        if (row.get("verdict") or "").strip()
    ]


def _judge(number: int, row: Mapping[str, str], key: Mapping[str, Mapping[str, Any]]) -> Judgement:
    verdict = row["verdict"].strip().lower()
    if verdict not in VERDICTS:
        known = ", ".join(VERDICTS)
        raise FormError(f"Line {number}: the verdict “{verdict}” is none of {known}.")
    known_as = (row.get("id") or "").strip()
    if known_as not in key:
        raise FormError(f"Line {number}: the key file has no question “{known_as}”.")
    entry = key[known_as]
    answer = row.get("answer") or ""
    return Judgement(
        article=entry["article"],
        origin=entry["origin"],
        pattern=entry["pattern"],
        verdict=verdict,
        as_keyed=is_as_keyed(answer, entry["keys"]) if answer.strip() else None,
        failed=tuple(c for c in CRITERIA if (row.get(c) or "").strip().lower() in _NO),
    )


def is_as_keyed(answer: str, keys: Sequence[str]) -> bool:
    """Whether the judge's answer is one of the keys, letter case and marks aside."""
    return _bare(answer) in {_bare(key) for key in keys}


def _bare(answer: str) -> str:
    return "".join(c for c in answer.lower() if c.isalnum())


def share_of(judgements: Sequence[Judgement], verdict: str) -> float:
    return sum(each.verdict == verdict for each in judgements) / len(judgements)


def interval_of(
    judgements: Sequence[Judgement], verdict: str, rng: Random, draws: int = DRAWS
) -> Interval | None:
    """The 95 % interval of a verdict's share, by drawing articles anew; None of one article.

    Where all verdicts agree there is nothing to draw from: the exact binomial bound is given.
    """
    counts = _count_by_article(judgements, verdict)
    if len(counts) < 2:
        return None
    hits, size = sum(hit for hit, _ in counts), len(judgements)
    if hits in (0, size):
        return _bound_of_unanimity(size, all_hit=hits == size)
    shares = sorted(_pooled(rng.choices(counts, k=len(counts))) for _ in range(draws))
    tail = (1 - LEVEL) / 2
    return shares[int(tail * draws)], shares[draws - 1 - int(tail * draws)]


def _count_by_article(judgements: Sequence[Judgement], verdict: str) -> list[tuple[int, int]]:
    """(questions with this verdict, questions) of every article, in order of their names."""
    by_article: dict[str, list[bool]] = defaultdict(list)
    for each in judgements:
        by_article[each.article].append(each.verdict == verdict)
    return [(sum(hits), len(hits)) for _, hits in sorted(by_article.items())]


def _pooled(counts: Sequence[tuple[int, int]]) -> float:
    return sum(hits for hits, _ in counts) / sum(size for _, size in counts)


def _bound_of_unanimity(size: int, *, all_hit: bool) -> Interval:
    """Clopper and Pearson's interval of `size` of `size`, or of none."""
    bound = ((1 - LEVEL) / 2) ** (1 / size)
    return (bound, 1.0) if all_hit else (0.0, 1 - bound)


def summarise(
    judgements: Sequence[Judgement], group: Callable[[Judgement], str], seed: int
) -> dict[str, dict[str, Any]]:
    """Shares with their intervals by group, in the order of the groups' names."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for each in judgements:
        groups[group(each)].append(each)
    return {name: _summary(groups[name], Random(f"{seed}:{name}")) for name in sorted(groups)}


def _summary(judgements: Sequence[Judgement], rng: Random) -> dict[str, Any]:
    answered = [each for each in judgements if each.as_keyed is not None]
    failed = Counter(criterion for each in judgements for criterion in each.failed)
    return {
        "questions": len(judgements),
        "articles": len({each.article for each in judgements}),
        "answered_as_keyed": (
            sum(bool(each.as_keyed) for each in answered) / len(answered) if answered else None
        ),
        **{
            verdict: {
                "share": share_of(judgements, verdict),
                "interval": interval_of(judgements, verdict, rng),
            }
            for verdict in VERDICTS
        },
        "failed": {criterion: failed[criterion] for criterion in CRITERIA if failed[criterion]},
    }


def by_pattern(judgements: Sequence[Judgement]) -> list[Judgement]:
    """What speaks for a pattern: neither people's questions nor damaged ones."""
    return [each for each in judgements if each.origin.startswith("generated")]


def print_summary(title: str, groups: Mapping[str, Mapping[str, Any]]) -> None:
    print(f"\n{title:26}{'n':>5}{'articles':>10}{'as keyed':>10}", *map("{:>20}".format, VERDICTS))
    for name, summary in groups.items():
        cells = [_spell_share(summary[verdict]) for verdict in VERDICTS]
        keyed = percent(summary["answered_as_keyed"])
        counts = f"{summary['questions']:>5}{summary['articles']:>10}{keyed:>10}"
        print(f"{name[:26]:26}{counts}", *map("{:>20}".format, cells))


def _spell_share(share: Mapping[str, Any]) -> str:
    if share["interval"] is None:
        return percent(share["share"])
    low, high = (f"{100 * bound:.0f}" for bound in share["interval"])
    return f"{percent(share['share'])} ({low}–{high})"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    try:
        with options.form.open(encoding="utf-8-sig", newline="") as file:
            judgements = read_form(
                list(csv.DictReader(file)), json.loads(options.key.read_text("utf-8"))
            )
    except (FormError, OSError) as error:
        print(error)
        raise SystemExit(2) from None
    record: dict[str, Any] = {
        "judged": len(judgements),
        "origins": summarise(judgements, lambda each: each.origin, options.seed),
        "patterns": summarise(by_pattern(judgements), lambda each: each.pattern, options.seed),
    }
    print_summary("Origin", record["origins"])
    print_summary("Pattern", record["patterns"])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    print(f"\nWritten to {options.out}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judged", description=__doc__)
    parser.add_argument("form", type=Path, help="the filled form")
    parser.add_argument("key", type=Path, help="the key.json that was written with it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS / "judged.json")
    return parser


if __name__ == "__main__":
    main()
