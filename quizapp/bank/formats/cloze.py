"""What do the codes say with which Moodle writes gaps into a text? (pure)

{weight:TYPE:alternatives}, as in {1:SHORTANSWER:=Paris#Yes~%50%Lyon}. Source:
docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type and the importer of the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.bank.formats.exchange import begin_import
from quizapp.bank.formats.intake import Loss, UnfitError
from quizapp.bank.formats.markup import to_html, to_text
from quizapp.bank.formats.moodle_parts import (
    FULL,
    Choice,
    accept_words,
    build_choice,
    read_weight,
    write_words,
)
from quizapp.bank.formats.moodle_texts import Note, say
from quizapp.bank.formats.plain_text import read_number, shorten_lines, tidy
from quizapp.generation.draft import GAP, AcceptedAnswer, Kind, QuestionDraft

_NUMBERS = frozenset({"NUMERICAL", "NM"})
_TYPED = frozenset({"SHORTANSWER", "SA", "MW"})
_WITH_CAPITALS = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_CHOICES = frozenset({"MULTICHOICE", "MC"}) | {
    f"{name}{how}"
    for name, hows in (
        ("MULTICHOICE", ("_V", "_H", "_S", "_VS", "_HS")),
        ("MC", ("V", "H", "S", "VS", "HS")),
    )
    for how in hows
}
_SEVERAL = frozenset({"MULTIRESPONSE", "MR"}) | {
    f"{name}{how}"
    for name, hows in (("MULTIRESPONSE", ("_H", "_S", "_HS")), ("MR", ("H", "S", "HS")))
    for how in hows
}
_HEAD = re.compile(r"\{(\d{0,4}):([A-Z_]{2,20}):")
_SHARE = re.compile(r"=|%(-?\d{1,3}(?:[.,]\d{1,20})?)%")
# Escaped signs, and the one of &#39;, are no signs of the code.
_ESCAPED = {r"\}": "\ufdd0", r"\#": "\ufdd1", r"\~": "\ufdd2", "&#": "\ufdd3"}
_SHOWN = {sign.removeprefix("\\"): mask for sign, mask in _ESCAPED.items()}
_CODED = {it: f"&#{ord(it)};" for it in "\\{}~#"}


@dataclass(frozen=True)
class _Code:
    """A gap: its weight, its type, and what may stand in it."""

    weight: str
    type: str
    alternatives: tuple[Choice, ...]


def read_cloze(text: str, named: str, note: Note) -> QuestionDraft:
    """A question with the gaps that stand in its text.

    Raises:
        UnfitError: there is no gap, or one that a bank cannot hold.
        ArticleError: its HTML is nested without end.
    """
    pieces, codes = _split(shorten_lines(text))
    if not codes:
        raise UnfitError("It has no gap as in {1:SHORTANSWER:=word}; write one.")
    stem = say(GAP.join(pieces), named, note, pictures=None)
    if len({it.weight or "1" for it in codes}) > 1:
        note(Loss.POINTS)
    if len(codes) == 1 and codes[0].type in _CHOICES | _SEVERAL:
        several = codes[0].type in _SEVERAL
        return build_choice(stem, codes[0].alternatives, several=several, note=note)
    accepted = tuple(
        answer for gap, code in enumerate(codes, start=1) for answer in _accept(code, gap, note)
    )
    return replace(begin_import(Kind.CLOZE, stem), accepted_answers=accepted)


def write_cloze(draft: QuestionDraft) -> str:
    """The stem as HTML with a code for each gap."""
    pieces = [_encode(it) for it in draft.stem.split(GAP)]
    codes = [
        _write_code([it.text for it in draft.accepted_answers if it.gap == gap])
        for gap in range(1, len(pieces))
    ]
    return "".join(it for pair in zip(pieces, [*codes, ""], strict=True) for it in pair)


def _write_code(answers: Sequence[str]) -> str:
    alternatives = "~".join(f"={_encode(write_words(it))}" for it in answers)
    return f"{{1:SHORTANSWER:{alternatives}}}"


def _encode(text: str) -> str:
    """HTML in which no sign of a code is left: Moodle reads character references as letters."""
    return "".join(_CODED.get(sign, sign) for sign in to_html(text))


def _split(text: str) -> tuple[list[str], list[_Code]]:
    """The text around the codes, one piece more than there are codes."""
    for sign, mask in _ESCAPED.items():
        text = text.replace(sign, mask)
    pieces, codes, at = list[str](), list[_Code](), 0
    for head in _HEAD.finditer(text):
        if head.start() < at:
            continue
        end = text.find("}", head.end())
        if end < 0:
            break
        pieces.append(_put_back(text[at : head.start()], _ESCAPED))
        inner = text[head.end() : end].split("~")
        codes.append(_Code(head[1], head[2], tuple(_read_alternatives(inner))))
        at = end + 1
    return [*pieces, _put_back(text[at:], _ESCAPED)], codes


def _put_back(masked: str, signs: Mapping[str, str]) -> str:
    for sign, mask in signs.items():
        masked = masked.replace(mask, sign)
    return masked


def _read_alternatives(pieces: Sequence[str]) -> Iterator[Choice]:
    for piece in pieces:
        bare = piece.strip()
        found = _SHARE.match(bare)
        text, _, feedback = (bare[found.end() :] if found else bare).partition("#")
        weight = read_weight("0")
        if found:
            weight = read_weight(found[1].replace(",", ".")) if found[1] else FULL
        if found or text:
            yield Choice(
                tidy(to_text(_put_back(text, _SHOWN))),
                weight,
                tidy(to_text(_put_back(feedback, _SHOWN))),
            )


def _accept(code: _Code, gap: int, note: Note) -> tuple[AcceptedAnswer, ...]:
    """What is right in one of several gaps."""
    if code.type in _NUMBERS:
        return _accept_numbers(code, gap, note)
    if code.type in _SEVERAL:
        raise UnfitError(
            "One of its gaps lets several options be ticked. Make each such gap a question."
        )
    if code.type in _CHOICES:
        note(Loss.GAP_CHOICES)
    elif code.type in _WITH_CAPITALS:
        note(Loss.CASE)
    elif code.type not in _TYPED:
        raise UnfitError(f"Gap {gap} is of the type {code.type}, which Moodle does not have.")
    accepted = accept_words(code.alternatives, gap, note)
    if not accepted:
        raise UnfitError(f"No answer of gap {gap} earns all points; write one with =.")
    return accepted


def _accept_numbers(code: _Code, gap: int, note: Note) -> tuple[AcceptedAnswer, ...]:
    """Numbers as they stand: a gap of ours has no tolerance."""
    full = [it.text.partition(":") for it in code.alternatives if it.weight >= FULL]
    numbers = [read_number(number) for number, _, _ in full]
    if not full or None in numbers:
        raise UnfitError(f"Gap {gap} has no number that earns all points; write one in digits.")
    if any(margin.strip(" 0.,") for _, _, margin in full):
        note(Loss.GAP_NUMBERS)
    return tuple(AcceptedAnswer(it, gap) for it in numbers if it)
