"""GIFT: a question, its answers in braces, an empty line; the text format of Moodle.

Read as Moodle's importer reads it: what is in the braces tells the type, in this order: nothing,
a number sign, a tilde, an equals sign with an arrow, true or false, and all else is typed.
Source: docs.moodle.org/en/GIFT_format and Moodle's importer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.exchange import FormatError, Incoming, begin_import
from quizapp.bank.formats.feedback import read_feedback
from quizapp.bank.formats.intake import Intake, Loss, UnfitError, say_unreadable
from quizapp.bank.formats.moodle_parts import (
    FULL,
    Choice,
    build_choice,
    build_numerical,
    build_typed,
    read_order,
    read_weight,
    says_more,
    sort_categories,
)
from quizapp.bank.formats.moodle_texts import say, say_passage
from quizapp.bank.formats.plain_text import decode_text, mark_gaps, tidy
from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import GAP, Kind, Option, Pair, QuestionDraft

CATEGORY = "$CATEGORY:"
# What an escape stands for is put into signs that no text has, until the braces are read.
_ESCAPED = dict(zip("\\~=#{}:n", map(chr, range(0xFDD0, 0xFDD8)), strict=True))
_PLAIN = str.maketrans({sign: "\n" if it == "n" else it for it, sign in _ESCAPED.items()})
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_ID = re.compile(r"\[id:((?:[^\]\\]|\\.){0,255})\]")
_TAG = re.compile(r"\[tag:((?:[^\]\\]|\\.){0,255})\]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,20})?)%")
_GOES_ON = ("=", "~", "#", "}")
_TRUTHS = {"T": "True", "TRUE": "True", "F": "False", "FALSE": "False"}
_SEEN = re.compile(
    r"^\$CATEGORY:|^::[^\n]{1,500}?::"
    r"|(?<!\\)\{\s{0,50}(?:[=~#]|(?:T|TRUE|F|FALSE)\s{0,50}[#}])",
    re.MULTILINE,
)


@dataclass(frozen=True)
class _Block:
    """What stands between two empty lines: its first line, and what its comments say."""

    line: int
    text: str
    comment: str = ""


def read_gift(raw: bytes) -> Incoming:
    """Every question of a GIFT text, and by line what could not be taken."""
    masked = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], _drop_marks(decode_text(raw)))
    blocks = list(_split_blocks(masked))
    paths = [it.text for it in blocks if it.text.startswith(CATEGORY)]
    title, tags = sort_categories(_read_path(it) for it in paths)
    intake, category = Intake(), ""
    for block in blocks:
        if block.text.startswith(CATEGORY):
            category = tags.get(_read_path(block.text), "")
            continue
        place = f"line {block.line}"
        try:
            _Reader(intake, block, place, category).read()
        except (UnfitError, ArticleError) as error:
            intake.lose(place, say_unreadable(error))
    return intake.close(title)


def _drop_marks(text: str) -> str:
    return re.sub("[\ufdd0-\ufdef]", "", text)


def _read_path(text: str) -> str:
    return text.removeprefix(CATEGORY).translate(_PLAIN).strip()


def _split_blocks(masked: str) -> Iterator[_Block]:
    """The questions and categories. An empty line among the answers ends nothing."""
    lines, comments, begun, is_open = list[str](), list[str](), 0, False
    numbered = [*enumerate(masked.split("\n"), start=1)]
    following = _find_following([line.strip() for _, line in numbered])
    for number, line in numbered:
        stripped = line.strip()
        if stripped.startswith("//"):
            comments.append(stripped)
        elif stripped.startswith(CATEGORY) and not lines:
            yield _Block(number, stripped)
            comments = []
        elif stripped:
            begun = begun or number
            lines.append(line)
            is_open = line.rfind("{") > line.rfind("}") or (is_open and "}" not in line)
        elif not (is_open and following[number - 1].startswith(_GOES_ON)):
            if lines:
                yield _Block(begun, "\n".join(lines).strip(), "\n".join(comments))
            lines, comments, begun, is_open = [], [], 0, False
    if lines:
        yield _Block(begun, "\n".join(lines).strip(), "\n".join(comments))


def _find_following(lines: list[str]) -> list[str]:
    """For each line the next one that is not empty."""
    found, last = [], ""
    for line in reversed(lines):
        found.append(last)
        last = line or last
    return found[::-1]


@dataclass
class _Reader:
    """Reads one question into the intake."""

    intake: Intake
    block: _Block
    place: str
    category: str
    format: str = "moodle"

    def read(self) -> None:
        """Take the question, or the passage that it is."""
        title, text = self._split_title()
        begin, end = text.find("{"), text.find("}")
        words = [_read_mark(it) for it in _TAG.findall(self.block.comment)]
        if begin < 0 and end < 0:
            self._lay_passage(title, text, words)
            return
        if not 0 <= begin < end:
            raise UnfitError(
                "One of the braces { } around the answers is missing. Add it, and write \\{ or \\}"
                " for a brace in the text."
            )
        before, answers, after = text[:begin], text[begin + 1 : end], text[end + 1 :]
        stem = self._say(f"{before}{GAP}{after}" if after.strip() else before, is_stem=True)
        draft = self._read_answers(mark_gaps(stem), answers.strip())
        if says_more(title, stem):
            self._note(Loss.TITLE)
        found = _ID.search(self.block.comment)
        uid = _read_mark(found[1]) if found else ""
        if f"kind:{Kind.ORDERING}" in words and draft.kind is Kind.MATCHING:
            draft = read_order(draft)
        self.intake.take(replace(draft, uid=uid), self.place, [*words, self.category])

    def _note(self, loss: Loss) -> None:
        self.intake.note(loss, self.place)

    def _split_title(self) -> tuple[str, str]:
        text = self.block.text
        if not text.startswith("::") or "::" not in text[2:]:
            return "", text
        title, _, rest = text[2:].partition("::")
        return tidy(_unmask(title)), rest.strip()

    def _lay_passage(self, title: str, text: str, words: list[str]) -> None:
        found = _FORMAT.match(text)
        bare = _unmask(text[found.end() :] if found else text)
        named = found[1] if found else self.format
        document = say_passage(bare, named, title, self._note)
        self.intake.lay_passage(document, self.place, words)

    def _say(self, masked: str, *, is_stem: bool = False, is_typed: bool = False) -> str:
        """The plain words of a piece of the question; the format of the stem is that of all."""
        masked = masked.strip()
        found = _FORMAT.match(masked)
        named = found[1] if found else self.format
        text = _unmask(masked[found.end() :] if found else masked)
        if is_stem:
            self.format = named
        if is_typed:
            return tidy(text)
        lost = Loss.PICTURE if is_stem else Loss.PICTURE_ELSEWHERE
        return say(text, named, self._note, pictures=lost)

    def _read_answers(self, stem: str, answers: str) -> QuestionDraft:
        at = answers.rfind("####")
        general = self._say(answers[at + 4 :]) if at >= 0 else ""
        bare = answers[:at].strip() if at >= 0 else answers
        if not bare:
            raise UnfitError(
                "An essay is no question that quizapp can mark. Ask it as a question with a short"
                " answer, or outside the quiz."
            )
        read = _choose_reader(bare)
        rationale, evidence = read_feedback(general)
        draft = read(self, stem, bare)
        return replace(draft, rationale=rationale, critical_span=evidence)

    def read_numbers(self, stem: str, answers: str) -> QuestionDraft:
        """{#3.14:0.01}, {#1..5} and {#=12 =%50%13:1}."""
        bare, _, wrong = answers.removeprefix("#").partition("~")
        if wrong.strip(" #"):
            self._note(Loss.ANSWER_FEEDBACK)
        given = [self._split_answer(it) for it in bare.split("=") if it.strip()]
        return build_numerical(stem, [_read_range(it) for it in given], self._note)

    def read_choice(self, stem: str, answers: str) -> QuestionDraft:
        """{=right ~wrong ~%50%half}; without any = several may be ticked."""
        pieces = answers.replace("=", "~=").split("~")
        choices = [self._split_option(it.strip()) for it in pieces if it.strip()]
        return build_choice(stem, choices, several="=" not in answers, note=self._note)

    def read_match(self, stem: str, answers: str) -> QuestionDraft:
        """{=premise -> response}."""
        pairs = []
        for piece in answers.split("="):
            if not piece.strip():
                continue
            premise, arrow, response = piece.partition("->")
            if not arrow:
                raise UnfitError(f"“{tidy(_unmask(piece))}” has no arrow -> to what it belongs to.")
            pairs.append(Pair(self._say(premise), tidy(_unmask(response))))
        return replace(begin_import(Kind.MATCHING, stem), pairs=tuple(pairs))

    def read_truth(self, stem: str, answers: str) -> QuestionDraft:
        """{TRUE#why it is wrong#why it is right}."""
        bits = [it.strip() for it in answers.split("#", 2)]
        key = _TRUTHS[bits[0].upper()]
        wrong, right = (self._say(it) for it in [*bits[1:], "", ""][:2])
        options = (
            Option(text, text == key, right if text == key else wrong) for text in ("True", "False")
        )
        return replace(begin_import(Kind.TRUE_FALSE, stem), options=tuple(options))

    def read_typed(self, stem: str, answers: str) -> QuestionDraft:
        """{=one answer =%50%another}."""
        given = [self._split_answer(it) for it in answers.split("=") if it.strip()]
        return build_typed(stem, given, self._note)

    def _split_answer(self, piece: str) -> Choice:
        piece = piece.strip()
        found = _WEIGHT.match(piece)
        text, _, feedback = (piece[found.end() :] if found else piece).partition("#")
        weight = read_weight(found[1]) if found else FULL
        return Choice(self._say(text, is_typed=True), weight, self._say(feedback))

    def _split_option(self, piece: str) -> Choice:
        found = _WEIGHT.match(piece)
        weight = read_weight(found[1]) if found else Fraction(0)
        if piece.startswith("="):
            weight, piece = FULL, piece[1:]
        text, _, feedback = (piece[found.end() :] if found else piece).partition("#")
        return Choice(self._say(text), weight, self._say(feedback))


def _unmask(masked: str) -> str:
    return masked.translate(_PLAIN)


def _read_mark(masked: str) -> str:
    return tidy(_unmask(masked.replace(r"\]", "]")))


def _choose_reader(answers: str) -> Callable[[_Reader, str, str], QuestionDraft]:
    if answers.startswith("#"):
        return _Reader.read_numbers
    if "~" in answers:
        return _Reader.read_choice
    if "=" in answers and "->" in answers:
        return _Reader.read_match
    if answers.partition("#")[0].strip().upper() in _TRUTHS:
        return _Reader.read_truth
    return _Reader.read_typed


def _read_range(given: Choice) -> tuple[Choice, str]:
    """A number with its tolerance; of "1..5" it is the middle."""
    low, dots, high = given.text.partition("..")
    if not dots:
        number, _, margin = given.text.partition(":")
        return replace(given, text=number), margin
    least, most = parse_number(low[:40]), parse_number(high[:40])
    if least is None or most is None or least > most:
        raise UnfitError(f"“{given.text[:40]}” is no range; write it as 1..5.")
    middle = (least + most) / 2
    return replace(given, text=f"{middle:f}"), f"{most - middle:f}"


def recognise(raw: bytes) -> bool:
    """Whether the bytes have a category, a title, or answers in braces as GIFT has them."""
    if raw.startswith(b"PK"):
        return False
    try:
        text = decode_text(raw)
    except FormatError:
        return False
    return not text.lstrip().startswith(("<", "[", "{")) and _SEEN.search(text) is not None
