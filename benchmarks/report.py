"""How do the measurements look in a terminal?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_COUNTS = ("candidates", "dropped", "left_out", "approved", "drafts")
_TOP_REASONS = 3
_NAME_WIDTH = 34


def print_report(record: Mapping[str, Any]) -> None:
    """Print the record of `eval.evaluate` as tables."""
    for title, group in (("Texts", "texts"), ("Patterns", "patterns"), ("Kinds", "kinds")):
        _print_counts(title, record[group])
    _print_counts("All", {"all texts": record["all"]})
    print(f"\nPatterns in the registry: {record['patterns_registered']}")
    _print_bank("The bank", record["bank"]["all"])
    _print_bank("Approved alone", record["bank"]["approved"])
    _print_speed(record)


def _print_counts(title: str, groups: Mapping[str, Any]) -> None:
    print(f"\n{title} (per 1,000 words)")
    _print_row("", ["words", *_COUNTS], "dropped most often by")
    for name, counts in groups.items():
        rates = [f"{counts[f'{key}_per_1000_words']:.2f}" for key in _COUNTS]
        top = list(counts["reasons"].items())[:_TOP_REASONS]
        reasons = ", ".join(f"{reason} {count}" for reason, count in top)
        _print_row(name, [f"{counts['words']:,}", *rates], reasons)


def _print_row(name: str, cells: Iterable[str], last: str) -> None:
    numbers = "".join(f"{cell:>12}" for cell in cells)
    print(f"{name[:_NAME_WIDTH]:{_NAME_WIDTH}}{numbers}  {last}".rstrip())


def _print_bank(title: str, bank: Mapping[str, Any]) -> None:
    print(f"\n{title}: {bank['questions']} questions")
    if not bank["questions"]:
        return
    places = ", ".join(f"{place} {percent(n)}" for place, n in bank["key_places"].items())
    print(f"  patterns {bank['patterns']}, kinds {bank['kinds']}")
    print(f"  beyond literal detail       {percent(bank['beyond_detail'])}")
    longest = f"{percent(bank['key_longest'])} of {bank['key_longest_of']}"
    print(f"  key is the longest option   {longest} multiple-choice questions with worded options")
    print(f"  place of the key            {places or 'no multiple choice'}")


def _print_speed(record: Mapping[str, Any]) -> None:
    speed = record["speed"]
    print(f"\nSpeed (best of {speed['repeats']} runs that take turns with spaCy's parse)")
    rows = {**speed["texts"], "all texts": speed["all"]}
    rows |= {f"joined to {pace['words']:,} words": pace for pace in record["growth"]}
    _print_row("", _SPEED_HEADS, "")
    for name, pace in rows.items():
        _print_row(name, _speed_cells(pace), "")
    slowest = speed["all"]["targeting_seconds"]
    print(f"Drafting for a picked name, once the text is read: {slowest:.2f} s at most.")
    print(
        f"Peak memory: {speed['peak_memory_mb']:.0f} MB after the texts,"
        f" {record['peak_memory_mb']:.0f} MB after the joined ones."
    )


_SPEED_HEADS = ("words/s", "parse w/s", "times parse", "s/1,000 w")


def _speed_cells(pace: Mapping[str, float]) -> Sequence[str]:
    return (
        f"{pace['words_per_second']:,}",
        f"{pace['parse_words_per_second']:,}",
        f"{pace['ratio_to_parse']:.2f}",
        f"{pace['seconds_per_1000_words']:.3f}",
    )


def percent(share: float | None) -> str:
    """A share as people read it; a dash where there is nothing to share."""
    return "–" if share is None else f"{100 * share:.0f} %"
