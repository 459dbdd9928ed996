"""How is a reading printed for a person? Plain text, aligned, at most 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from quizapp.cli.reading_values import Values
from quizapp.reading.reading import EntityType, RelationKind

WIDTH = 100
_INDENT = 4
_TYPE_NAMES = {
    EntityType.PERSON: "People",
    EntityType.ORGANISATION: "Organisations",
    EntityType.PLACE: "Places",
    EntityType.OTHER: "Other names",
    EntityType.UNKNOWN: "Type unknown: never a key, never a distractor",
}
_SIDES = {
    RelationKind.CAUSE: ("cause", "effect"),
    RelationKind.PURPOSE: ("purpose", "means"),
    RelationKind.CONTRAST: ("one side", "other side"),
    RelationKind.SEQUENCE: ("earlier", "later"),
    RelationKind.OCCASION: ("when", "what"),
}


def print_reading(found: Values) -> str:
    """The page: blocks, names, times, claims, relations, and what matters most."""
    parts = (
        _blocks(found),
        _entities(found["entities"]),
        _timeline(found["timeline"]),
        _claims(found["claims"]),
        _statements(found["statements"]),
        _relations(found["relations"]),
        _salience(found["salience"]),
    )
    return "\n".join(chain.from_iterable((*part, "") for part in parts)).rstrip() + "\n"


def _heading(title: str, count: int | None = None) -> list[str]:
    line = title if count is None else f"{title} ({count})"
    return [line.upper(), "-" * len(line)]


def _blocks(found: Values) -> Iterator[str]:
    blocks = found["blocks"]
    published = f", published on {found['published_on']}" if found["published_on"] else ""
    yield from _wrapped(f"{found['title']}{published}", 0)
    yield "=" * min(len(found["title"]), WIDTH)
    counts = blocks["counts"]
    yield from _rows(
        [
            ("Body", f"{_count(counts['body'], 'paragraph')}, {_count(blocks['words'], 'word')}"),
            ("Headings", f"{counts['heading']}"),
            ("Captions", f"{counts['caption']}"),
            ("Boilerplate", f"{_count(counts['boilerplate'], 'block')} left out"),
        ]
    )
    for name in ("headings", "captions", "boilerplate"):
        for text in blocks[name]:
            yield f"  {name.removesuffix('s'):12}{_short(text, WIDTH - 14)}"


def _entities(entities: Sequence[Values]) -> Iterator[str]:
    yield from _heading("Names", len(entities))
    for type_, title in _TYPE_NAMES.items():
        of_type = [each for each in entities if each["type"] == type_]
        if not of_type:
            continue
        yield f"{title} ({len(of_type)})"
        for each in sorted(of_type, key=lambda each: -each["mentions"]):
            yield from _entity(each)


def _entity(entity: Values) -> Iterator[str]:
    where = ", ".join(str(number) for number in entity["paragraphs"])
    also = f" (also {'; '.join(entity['aliases'])})" if entity["aliases"] else ""
    mentions = _count(entity["mentions"], "mention")
    yield from _wrapped(f"{entity['name']}{also} — {mentions}, paragraph {where}", _INDENT)
    label = "conflict" if entity["conflict"] else "evidence"
    notes = "; ".join(entity["evidence"]) or "none"
    yield from _wrapped(f"{label}: {notes}", 2 * _INDENT)


def _timeline(times: Sequence[Values]) -> Iterator[str]:
    yield from _heading("Timeline", len(times))
    for time in times:
        event = time["event"] or "—"
        head = f"{time['date']:12}{time['granularity']:10}p{time['paragraph']:<4}"
        yield from _hanging(head, f"“{time['text']}”: {event}")


def _claims(claims: Sequence[Values]) -> Iterator[str]:
    yield from _heading("Who says what", len(claims))
    for claim in claims:
        who = claim["source"]
        if claim["entity"] and claim["entity"] not in who:
            who = f"{who} [{claim['entity']}]"
        says = f"“{claim['says']}”" if claim["quoted"] else claim["says"]
        yield from _hanging(f"p{claim['paragraph']:<5}", f"{who} | {claim['verb']} | {says}")


def _statements(statements: Sequence[Values]) -> Iterator[str]:
    yield from _heading("Statements that are no plain facts", len(statements))
    for each in statements:
        yield from _hanging(f"p{each['paragraph']:<5}{each['factuality']:14}", each["statement"])


def _relations(relations: Sequence[Values]) -> Iterator[str]:
    yield from _heading("Relations", len(relations))
    for relation in relations:
        first, second = _SIDES[RelationKind(relation["kind"])]
        yield f"p{relation['paragraph']:<5}{relation['kind']} by “{relation['marker']}”"
        yield from _hanging(f"      {first:11}", relation["first"])
        yield from _hanging(f"      {second:11}", relation["second"])


def _salience(ranked: Sequence[Values]) -> Iterator[str]:
    yield from _heading("What matters most", len(ranked))
    for each in ranked:
        yield from _hanging(f"{each['score']:.2f}  p{each['paragraph']:<5}", each["sentence"])
        gains = [f"+{amount:.2f} {name}" for name, amount in each["for"].items()]
        losses = [f"×{share:.2f} {name}" for name, share in each["against"].items()]
        yield from _wrapped("; ".join([*gains, *losses]), 12)


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{name:14}{value}" for name, value in rows)


def _hanging(head: str, text: str) -> Iterator[str]:
    """The head, and the text beside it in a column of its own."""
    return iter(
        textwrap.wrap(
            head + " ".join(text.split()),
            WIDTH,
            subsequent_indent=" " * len(head),
            drop_whitespace=True,
        )
    )


def _wrapped(text: str, indent: int) -> Iterator[str]:
    pad = " " * indent
    return iter(textwrap.wrap(text, WIDTH, initial_indent=pad, subsequent_indent=pad + "  "))


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
