"""What do the generated tables of docs/questions.md say?

    python -m benchmarks.documenting

Rewrites the parts between markers: the patterns and gates from the code, the measurements from
benchmarks/results/eval.json and judged.json where those are present.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.report import percent
from benchmarks.texts import RESULTS, ROOT
from quizapp.generation.certification import load_records
from quizapp.generation.pattern import Pattern
from quizapp.generation.reasons import EXPLANATIONS, MENDABLE
from quizapp.generation.registry import PATTERNS

PAGE = ROOT / "docs" / "questions.md"


def tabulate(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def list_patterns() -> str:
    """Every pattern in the registry, what its file says it asks, and what judges found of it."""
    rows = (
        [f"`{p.name}`", p.kind.value, p.skill.value, _question_of(p), p.status, _record_of(p)]
        for p in PATTERNS
    )
    return tabulate(("pattern", "kind", "skill", "asks", "status", "judged blind"), rows)


def _record_of(pattern: Pattern) -> str:
    """What judges found: "accepted 17 of 20, rejected 1, in 8 articles"."""
    record = load_records()[1].get(pattern.name)
    if record is None or not record.judged:
        return "not yet"
    return (
        f"accepted {record.accepted} of {record.judged}, rejected {record.rejected}, "
        f"in {record.articles} articles"
    )


def _question_of(pattern: Pattern) -> str:
    module = sys.modules[pattern.draft.__module__]
    return (module.__doc__ or "").strip().splitlines()[0]


def list_gates() -> str:
    """Every reason that a gate can give, and what follows from it."""
    rows = (
        [f"`{reason}`", words, "stays a draft" if reason in MENDABLE else "dropped"]
        for reason, words in EXPLANATIONS.items()
    )
    return tabulate(("reason", "what a teacher reads", "the question"), rows)


def describe_measurements(record: Mapping[str, Any]) -> str:
    """The numbers of one run of `make eval`."""
    texts, words = len(record["texts"]), record["words"]
    machine = record["machine"]
    head = (
        f"Run of {record['date']}: {texts} texts, {words:,} words, seed {record['seed']}, "
        f"Python {machine['python']}, {machine['processors']} processors."
    )
    return "\n\n".join([head, _table_of_yields(record), _table_of_looks(record), _paces(record)])


def _table_of_yields(record: Mapping[str, Any]) -> str:
    counts = ("candidates", "dropped", "left_out", "approved", "drafts")
    rows = (
        [name, *(f"{group[f'{count}_per_1000_words']:.1f}" for count in counts)]
        for name, group in [*record["kinds"].items(), ("**all**", record["all"])]
    )
    return tabulate(("per 1,000 words", "proposed", "dropped", "left out", *counts[3:]), rows)


def _table_of_looks(record: Mapping[str, Any]) -> str:
    bank, approved = record["bank"]["all"], record["bank"]["approved"]
    rows: tuple[tuple[str, str], ...] = (
        ("questions (approved)", "questions"),
        ("patterns at work", "patterns"),
        ("kinds", "kinds"),
    )
    lines = [[name, f"{bank[key]} ({approved[key]})"] for name, key in rows]
    shares = (("beyond literal detail", "beyond_detail"), ("key is the longest", "key_longest"))
    lines += [[name, f"{percent(bank[key])} ({percent(approved[key])})"] for name, key in shares]
    places = ", ".join(f"{place} {percent(n)}" for place, n in bank["key_places"].items())
    return tabulate(("the bank (approved alone)", ""), iter([*lines, ["place of the key", places]]))


def _paces(record: Mapping[str, Any]) -> str:
    named = [("texts as they are", record["speed"]["all"])]
    named += [(f"joined to {pace['words']:,} words", pace) for pace in record["growth"]]
    rows = (
        [
            name,
            f"{pace['words_per_second']:,}",
            f"{pace['ratio_to_parse']:.2f}",
            f"{pace['seconds_per_1000_words']:.3f}",
        ]
        for name, pace in named
    )
    table = tabulate(("speed", "words a second", "times spaCy's parse", "s per 1,000 words"), rows)
    memory = f"{record['speed']['peak_memory_mb']:.0f} MB"
    return f"{table}\n\nPeak memory after these texts: {memory}."


def describe_judgements(record: Mapping[str, Any]) -> str:
    """What the filled forms say of each origin and pattern, with the interval by article."""
    head = ("written by", "judged", "articles", "accepted", "edited", "rejected")
    origins = tabulate(head, _judged_rows(record["origins"]))
    patterns = tabulate(("pattern", *head[1:]), _judged_rows(record["patterns"]))
    return f"{origins}\n\n{patterns}"


def _judged_rows(groups: Mapping[str, Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    for name, group in groups.items():
        shares = [_share(group[verdict]) for verdict in ("accept", "edit", "reject")]
        yield [name.replace("_", " "), str(group["questions"]), str(group["articles"]), *shares]


def _share(verdict: Mapping[str, Any]) -> str:
    """ "76 % (67-85)"."""
    share = percent(verdict["share"])
    if verdict["interval"] is None:
        return share
    low, high = (round(100 * bound) for bound in verdict["interval"])
    return f"{share} ({low}–{high})"


def fill(page: str, part: str, text: str) -> str:
    """The page with the part between its markers exchanged."""
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return between.sub(lambda _: f"{begin}\n{text}\n{end}", page)


def main() -> None:
    page = fill(fill(PAGE.read_text("utf-8"), "patterns", list_patterns()), "gates", list_gates())
    results = RESULTS / "eval.json"
    if results.exists():
        record = json.loads(results.read_text("utf-8"))
        page = fill(page, "measured", describe_measurements(record))
    judged = RESULTS / "judged.json"
    if judged.exists():
        page = fill(page, "judged", describe_judgements(json.loads(judged.read_text("utf-8"))))
    PAGE.write_text(page, "utf-8")
    print(f"Rewritten: {PAGE.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
