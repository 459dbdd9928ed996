"""Aiken: a stem on one line, lettered choices, and `ANSWER: B`.

Source: docs.moodle.org/en/Aiken_format and Moodle's importer: a line of one character is
skipped, a question needs two choices at least, what is wrong is told by its line, and the rest
is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from string import ascii_uppercase

from quizapp.bank.formats.exchange import Format, Incoming, Item, Notice, Parcel, begin_import
from quizapp.bank.formats.intake import Intake
from quizapp.bank.formats.plain_text import decode_text, tidy, tidy_draft
from quizapp.generation.draft import Kind, Option, QuestionDraft

_CHOICE = re.compile(r"([A-Z])[).][ \t]?(.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])\b.*")
_LEAST_CHOICES = 2
_SHORTEST_LINE = 2


def read_aiken(raw: bytes) -> Incoming:
    """Every question of an Aiken text, and by line what is none."""
    intake = Intake()
    for found in _read_questions(decode_text(raw)):
        if isinstance(found, Notice):
            intake.notices.append(found)
        else:
            intake.take(found.draft, found.place)
    return intake.close()


def write_aiken(parcel: Parcel) -> bytes:
    """The multiple choice questions of the parcel, an empty line between two."""
    return "\n".join(_write_question(item.draft) for item in parcel.items).encode()


def _read_questions(text: str) -> Iterator[Item | Notice]:
    stem, choices, begun = "", list[tuple[str, str]](), 0
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        answer, choice = _ANSWER.fullmatch(line), _CHOICE.fullmatch(line)
        if len(line) < _SHORTEST_LINE:
            continue
        if answer:
            yield _close(stem, choices, answer[1], begun or number, number)
            stem, choices, begun = "", [], 0
        elif choice and stem:
            choices.append((choice[1], choice[2].strip()))
        elif choice or choices:
            if choices:
                yield _say_unfinished(begun)
            else:
                yield Notice(f"line {number}", "A choice stands before any question.", is_lost=True)
            stem, choices, begun = ("" if choice else line), [], number
        elif stem:
            yield _say_unfinished(begun)
            stem, begun = line, number
        else:
            stem, begun = line, number
    if stem:
        yield _say_unfinished(begun)


def _say_unfinished(line: int) -> Notice:
    return Notice(
        f"line {line}",
        "This question has no line “ANSWER: ” with its letter. Add it below the choices; an Aiken"
        " question stands on one line.",
        is_lost=True,
    )


def _close(
    stem: str, choices: list[tuple[str, str]], letter: str, begun: int, line: int
) -> Item | Notice:
    if not stem:
        return Notice(f"line {line}", "An answer stands before any question.", is_lost=True)
    if len(choices) < _LEAST_CHOICES:
        message = "This question has fewer than two choices. Write each as “A) text” on a line."
        return Notice(f"line {begun}", message, is_lost=True)
    if letter not in {it for it, _ in choices}:
        message = f"The answer {letter} is none of the choices."
        return Notice(f"line {line}", message, is_lost=True)
    options = tuple(Option(text, key=it == letter) for it, text in choices)
    draft = replace(begin_import(Kind.MULTIPLE_CHOICE, stem), options=options)
    return Item(draft, place=f"line {begun}")


def _write_question(draft: QuestionDraft) -> str:
    lettered = list(zip(ascii_uppercase, draft.options, strict=False))
    lines = [draft.stem, *(f"{letter}) {option.text}" for letter, option in lettered)]
    keys = [letter for letter, option in lettered if option.key]
    return "\n".join([*lines, f"ANSWER: {keys[0]}", ""])


def _refuse(draft: QuestionDraft) -> str:
    """A line that Aiken would take for something else cannot be written."""
    lines = [tidy(draft.stem), *(tidy(option.text) for option in draft.options)]
    if len(lines[0]) < _SHORTEST_LINE or _CHOICE.fullmatch(lines[0]) or _ANSWER.match(lines[0]):
        return "Aiken would take its stem for a choice or an answer. Word it anew."
    return ""


def _recognise(raw: bytes) -> bool:
    return all(re.search(it, raw, re.MULTILINE) for it in (rb"^[ \t]*A[).]", rb"^[ \t]*ANSWER:"))


FORMAT = Format(
    name="aiken",
    title="Aiken",
    suffix=".txt",
    media_type="text/plain",
    carries={
        Kind.MULTIPLE_CHOICE: Kind.MULTIPLE_CHOICE,
        Kind.TRUE_FALSE: Kind.MULTIPLE_CHOICE,
        Kind.TRUE_FALSE_NOT_GIVEN: Kind.MULTIPLE_CHOICE,
    },
    recognise=_recognise,
    read=read_aiken,
    write=write_aiken,
    refuse=_refuse,
    simplify=tidy_draft,
)
