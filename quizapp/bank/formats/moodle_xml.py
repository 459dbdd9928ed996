"""Moodle XML: what Moodle itself exports and imports, with files, tags and ids.

Source: docs.moodle.org/en/Moodle_XML_format and Moodle's importer. Moodle sorts what it exports
by type, so that passages may be far from their questions: both bear the same tag.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lxml import etree

from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.cloze import read_cloze
from quizapp.bank.formats.exchange import FormatError, Incoming, begin_import
from quizapp.bank.formats.feedback import read_feedback
from quizapp.bank.formats.intake import Intake, Loss, UnfitError, say_unreadable
from quizapp.bank.formats.markup import find_pictures
from quizapp.bank.formats.moodle_parts import (
    FULL,
    Choice,
    build_choice,
    build_numerical,
    build_typed,
    read_weight,
    says_more,
    sort_categories,
)
from quizapp.bank.formats.moodle_texts import say, say_passage
from quizapp.bank.formats.pictures import MOST_BYTES, tell_picture
from quizapp.bank.formats.plain_text import mark_gaps, tidy
from quizapp.bank.formats.xml_source import local_name, parse_xml
from quizapp.generation.draft import Kind, Option, Pair, Picture, QuestionDraft

_YES = frozenset({"1", "true"})
_NO = frozenset({"0", "false"})
_USUAL_FEEDBACK = frozenset(
    {
        "",
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
    }
)
_ALL_FEEDBACK = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_MOST_BASE64 = MOST_BYTES * 3 // 2


def read_moodle_xml(raw: bytes) -> Incoming:
    """Every question of a Moodle XML file, and by place what could not be taken.

    Raises:
        FormatError: it is no Moodle XML.
    """
    root, notices = parse_xml(raw)
    if local_name(root) != "quiz":
        raise FormatError(
            "This XML is no question bank of Moodle: its first element is not “quiz”. Export the"
            " questions there as Moodle XML."
        )
    questions = [it for it in root if local_name(it) == "question"]
    paths = [_read_path(it) for it in questions if it.get("type") == "category"]
    title, tags = sort_categories(paths)
    intake, category = Intake(notices=[*notices]), ""
    for number, element in enumerate(questions, start=1):
        if element.get("type") == "category":
            category = tags.get(_read_path(element), "")
            continue
        place = f"question {number}, line {element.sourceline}"
        try:
            _Reader(intake, element, place, category).read()
        except (UnfitError, ArticleError) as error:
            intake.lose(place, say_unreadable(error))
    return intake.close(title)


def recognise(raw: bytes) -> bool:
    """Whether the first element is the one that Moodle's files begin with."""
    begin = raw[:4000].replace(b"\0", b"")
    return b"<quiz>" in begin or b"<quiz " in begin


def _read_path(element: etree._Element) -> str:
    return _find(element, "category/text").strip()


def _find(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else "".join(found.itertext())


@dataclass
class _Reader:
    """Reads one question into the intake."""

    intake: Intake
    element: etree._Element
    place: str
    category: str

    def read(self) -> None:
        """Take the question, or the passage that it is."""
        words = [_find(it, "text") for it in self.element.findall("tags/tag")]
        kind, title = self.element.get("type", ""), tidy(_find(self.element, "name/text"))
        if kind == "description":
            text, named = self._text(self.element.find("questiontext"))
            document = say_passage(text, named, title, self._note)
            self.intake.lay_passage(document, self.place, words)
            return
        draft = self._read_kind(kind)
        if says_more(title, draft.stem):
            self._note(Loss.TITLE)
        self._note_settings()
        rationale, evidence = read_feedback(self._say(self.element.find("generalfeedback")))
        draft = replace(
            draft,
            uid=tidy(_find(self.element, "idnumber")),
            rationale=rationale,
            critical_span=evidence,
            pictures=self._take_pictures(),
        )
        self.intake.take(draft, self.place, [*words, self.category])

    def _note(self, loss: Loss) -> None:
        self.intake.note(loss, self.place)

    def _note_settings(self) -> None:
        it = self.element
        grade = _find(it, "defaultgrade").strip()
        general = {self._say(it.find(name)) for name in _ALL_FEEDBACK}
        lost = {
            Loss.GRADE: bool(grade) and read_weight(grade) != 1,
            Loss.HIDDEN: _find(it, "hidden").strip() in _YES,
            Loss.CASE: _find(it, "usecase").strip() in _YES,
            Loss.UNITS: it.find("units/unit") is not None,
            Loss.FEEDBACK: not general <= _USUAL_FEEDBACK,
            Loss.HINTS: any(_find(hint, "text").strip() for hint in it.findall("hint")),
        }
        for loss in (loss for loss, is_there in lost.items() if is_there):
            self._note(loss)

    def _read_kind(self, kind: str) -> QuestionDraft:
        if kind in ("cloze", "multianswer"):
            return read_cloze(*self._text(self.element.find("questiontext")), self._note)
        stem = mark_gaps(self._say(self.element.find("questiontext"), pictures=None))
        if kind == "multichoice":
            several = _find(self.element, "single").strip() in _NO
            return build_choice(stem, self._read_choices(), several=several, note=self._note)
        if kind == "truefalse":
            return self._read_truth(stem)
        if kind == "shortanswer":
            return build_typed(stem, self._read_choices(is_typed=True), self._note)
        if kind == "numerical":
            margins = [_find(it, "tolerance").strip() for it in self.element.findall("answer")]
            given = zip(self._read_choices(is_typed=True), margins, strict=True)
            return build_numerical(stem, list(given), self._note)
        if kind in ("matching", "match"):
            return self._read_pairs(stem)
        if kind == "ordering":
            return self._read_order(stem)
        if kind == "essay":
            raise UnfitError(
                "An essay is no question that quizapp can mark. Ask it as a question with a short"
                " answer, or outside the quiz."
            )
        raise UnfitError(
            f"Moodle's type “{kind[:40]}” has no counterpart here. Ask it anew as one of the kinds"
            " in “New question”."
        )

    def _read_choices(self, *, is_typed: bool = False) -> list[Choice]:
        return [
            Choice(
                tidy(_find(it, "text")) if is_typed else self._say(it),
                read_weight(it.get("fraction", "0")),
                self._say(it.find("feedback")),
            )
            for it in self.element.findall("answer")
        ]

    def _read_truth(self, stem: str) -> QuestionDraft:
        given = {it.text.casefold(): it for it in self._read_choices()}
        if not {"true", "false"} <= set(given):
            raise UnfitError("Its two answers are not “true” and “false”. Mend them in Moodle.")
        options = tuple(
            Option(text, given[text.lower()].weight >= FULL, given[text.lower()].feedback)
            for text in ("True", "False")
        )
        return replace(begin_import(Kind.TRUE_FALSE, stem), options=options)

    def _read_pairs(self, stem: str) -> QuestionDraft:
        pairs = tuple(
            Pair(self._say(it), tidy(_find(it, "answer/text")))
            for it in self.element.findall("subquestion")
        )
        return replace(begin_import(Kind.MATCHING, stem), pairs=pairs)

    def _read_order(self, stem: str) -> QuestionDraft:
        ranked = sorted(self._read_choices(), key=lambda it: it.weight)
        order = tuple(it.text for it in ranked)
        return replace(begin_import(Kind.ORDERING, stem), order=order)

    def _text(self, element: etree._Element | None) -> tuple[str, str]:
        """The text of an element, and the name of its format."""
        if element is None:
            return "", "html"
        return _find(element, "text"), element.get("format", "moodle_auto_format")

    def _say(
        self, element: etree._Element | None, *, pictures: Loss | None = Loss.PICTURE_ELSEWHERE
    ) -> str:
        return say(*self._text(element), self._note, pictures=pictures)

    def _take_pictures(self) -> tuple[Picture, ...]:
        """The pictures of the stem whose files are there and of a type that can be shown."""
        element = self.element.find("questiontext")
        if element is None:
            return ()
        files = {it.get("name", ""): it for it in element.findall("file")}
        taken = {}
        for shown in find_pictures(self._text(element)[0]):
            name = unquote(shown.source.removeprefix("@@PLUGINFILE@@/"))
            raw = _decode(files[name].text) if name in files else _decode_inline(shown.source)
            if tell_picture(raw) is None:
                self._note(Loss.PICTURE)
                continue
            digest = hashlib.sha256(raw).hexdigest()
            self.intake.pictures[digest] = raw
            taken[digest] = Picture(digest, shown.description)
        return tuple(taken.values())


def _decode_inline(source: str) -> bytes:
    head, _, code = source.partition(";base64,")
    return _decode(code) if head.startswith("data:") else b""


def _decode(code: str | None) -> bytes:
    """The bytes of a file; none when it is too large or no base64."""
    if not code or len(code) > _MOST_BASE64:
        return b""
    try:
        return base64.b64decode(code)
    except (binascii.Error, ValueError):
        return b""
