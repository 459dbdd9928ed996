"""What is in a file or a package of QTI 1.2? (pure)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from textwrap import shorten

from lxml import etree

from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.exchange import FormatError, Incoming, Item, Notice, Parcel
from quizapp.bank.formats.feedback import read_feedback
from quizapp.bank.formats.qti.classic_items import ClassicItem, take_apart, write_material
from quizapp.bank.formats.qti.classic_questions import WHOLE, Reading, draft_item
from quizapp.bank.formats.qti.declarations import read_points
from quizapp.bank.formats.qti.identifiers import read_identifier, tell_apart
from quizapp.bank.formats.qti.names import normalise
from quizapp.bank.formats.qti.packages import Package, is_zip, open_package
from quizapp.bank.formats.qti.questions import apply_keywords, refuse_unsound
from quizapp.bank.formats.qti.refusals import NO_QUESTION, SHORT_PAGE, Loss, Unreadable
from quizapp.bank.formats.qti.shelves import PASSAGE_WORDS, Shelf, count_words
from quizapp.bank.formats.xml_source import local_name, parse_xml

MARK = b"questestinterop"
_PEEK = 8192
_LONGEST_TITLE = 40
PARENT = "parent_stimulus_item_ident"
KEYWORDS = "qmd_keywords"
_META = "assessment_meta.xml"
_SETTINGS = ("time_limit", "access_code", "ip_filter", "due_at", "lock_at", "unlock_at")


def read_classic(raw: bytes) -> Incoming:
    """Every question of QTI 1.2, bare or in a package.

    Raises:
        FormatError: there is no question to read.
    """
    if not is_zip(raw):
        root, notices = parse_xml(raw)
        if local_name(root) != MARK.decode():
            message = "This is no QTI 1.2. Choose the file that the other system has exported."
            raise FormatError(message)
        reader = _Reader(Shelf(), list(notices))
        reader.read(root, "")
        return reader.close()
    package = open_package(raw)
    paths = _find_files(package)
    reader = _Reader(Shelf(package), list(package.notices), names_file=len(paths) > 1)
    for path in paths:
        try:
            root, notices = parse_xml(package.read(path))
        except FormatError as error:
            reader.notices.append(Notice(path, str(error), is_lost=True))
            continue
        reader.notices += [Notice(f"{path}, {it.place}", it.message) for it in notices]
        reader.read(root, path)
    _note_settings(package, reader.shelf)
    return reader.close()


def holds_classic(raw: bytes) -> bool:
    """Whether a file begins as QTI 1.2 does."""
    return MARK in raw[:_PEEK].replace(b"\0", b"")


def _find_files(package: Package) -> list[str]:
    """The files of questions: those that the manifest names first, then what looks like one.

    A whole course of Canvas has each quiz twice; the files called .qti say more.
    """
    named = [it.href for it in package.resources if "qti" in it.type.lower()]
    likely = [it for it in package.paths if it.endswith((".qti", ".xml", ".dat"))]
    found = []
    for path in dict.fromkeys([*named, *likely]):
        try:
            if holds_classic(package.read(path)):
                found.append(path)
        except FormatError:
            if path in named:
                found.append(path)
    return sorted(found, key=lambda it: not it.endswith(".qti"))


def _note_settings(package: Package, shelf: Shelf) -> None:
    for path in package.paths:
        if not path.endswith(_META):
            continue
        try:
            root, _ = parse_xml(package.read(path))
        except FormatError:
            continue
        normalise(root)
        if any((root.findtext(it) or "").strip() for it in _SETTINGS):
            shelf.losses.note(Loss.SETTINGS, path)


@dataclass
class _Reader:
    """Reads items one after the other; a text that asks nothing is the passage of what follows."""

    shelf: Shelf
    notices: list[Notice]
    names_file: bool = False
    title: str = ""
    items: list[Item] = field(default_factory=list)
    page: int | None = None
    stimuli: dict[str, int | None] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)  # the idents of files read before

    def read(self, root: etree._Element, path: str) -> None:
        """All items of a file, those of banks and of nested sections too."""
        normalise(root)
        assessment = root.find(".//assessment")
        self.title = self.title or (assessment.get("title", "") if assessment is not None else "")
        if root.find(".//selection_number") is not None:
            self.shelf.losses.note(Loss.DRAW, path)
        self.page = None
        parents = {it.text.strip() for it in _find_parents(root) if it.text}
        number, idents = 0, set[str]()
        for element in root.iter("item", "presentation_material"):
            if element.tag != "item":
                self._read_material(element, path)
                continue
            number += 1
            idents.add(element.get("ident", ""))
            if element.get("ident") not in self.elsewhere:  # whole courses have a quiz twice
                self._read_item(element, parents, path, self._name_place(element, number, path))
        self.elsewhere |= idents - {""}

    def _name_place(self, element: etree._Element, number: int, path: str) -> str:
        """What a teacher finds an item by: identifiers of 1.2 are for machines."""
        title = shorten(element.get("title", ""), _LONGEST_TITLE, placeholder="…")
        name = f"item {number} “{title}”" if title else f"item {number}"
        return f"{path}, {name}" if self.names_file else name

    def close(self) -> Incoming:
        shelf = self.shelf
        if not self.items and shelf.passages:
            self.notices.append(Notice("", NO_QUESTION))
        if not self.items and not self.notices:
            raise FormatError(
                "There is no question of QTI 1.2 in this file. Export the quiz as QTI, and bring"
                " that file."
            )
        title = " ".join(self.title.split())
        items = tell_apart(self.items)
        parcel = Parcel(title, items, tuple(shelf.passages), shelf.pictures)
        return Incoming(parcel, (*self.notices, *shelf.losses.tell()))

    def _read_material(self, element: etree._Element, path: str) -> None:
        """The text that a section shows with its questions."""
        try:
            markup = write_material(element.iter("material"))
            if count_words(markup) >= PASSAGE_WORDS:
                self.page = self.shelf.lay_passage(markup, "", path)
        except ArticleError as error:
            self.notices.append(Notice(path, str(error)))

    def _read_item(self, element: etree._Element, parents: set[str], path: str, place: str) -> None:
        ident = element.get("ident", "")
        try:
            item = take_apart(element)
            if item.type == "text_only_question" or not (item.type or item.responses):
                self._read_page(element, item, ident in parents, place)
            else:
                self.items.append(self._read_question(element, item, parents, path, place))
        except (Unreadable, ArticleError) as error:
            self.shelf.losses.forget(place)
            self.notices.append(Notice(place, str(error), is_lost=True))

    def _read_page(
        self, element: etree._Element, item: ClassicItem, is_wanted: bool, place: str
    ) -> None:
        is_passage = is_wanted or item.fields.get("passage") == "true"
        self.page = None
        if is_passage or count_words(item.markup) >= PASSAGE_WORDS:
            self.page = self.shelf.lay_passage(item.markup, element.get("title", ""), place)
        if self.page is None:
            raise Unreadable(SHORT_PAGE)
        self.stimuli[element.get("ident", "")] = self.page

    def _read_question(
        self,
        element: etree._Element,
        item: ClassicItem,
        parents: set[str],
        path: str,
        place: str,
    ) -> Item:
        stem, pictures = self.shelf.read_stem(item.markup, path, place)
        draft = draft_item(Reading(item, stem, place, self.shelf))
        rationale, evidence = read_feedback(self._choose_feedback(item, draft.options, place))
        words = [it.strip() for it in item.fields.get(KEYWORDS, "").split(",")]
        draft = replace(draft, rationale=rationale, critical_span=evidence, pictures=pictures)
        draft, tags = apply_keywords(draft, [it for it in words if it])
        draft = replace(draft, uid=read_identifier(element.get("ident", "")))
        punished = any(it.points < 0 for it in item.conditions)
        if punished or read_points(item.fields.get("points_possible", "1")) != 1:
            self.shelf.losses.note(Loss.POINTS, place)
        parent = item.fields.get(PARENT)
        passage = self.stimuli.get(parent or "") if parents else self.page
        return Item(refuse_unsound(draft), passage, tags, place)

    def _choose_feedback(self, item: ClassicItem, options: object, place: str) -> str:
        """What is said whatever was answered, else what is said of the right answer."""
        general, right, wrong = (item.feedback.get(it, "") for it in WHOLE)
        on_choices = {f"{it}_fb" for one in item.responses for it in one.labels} if options else ()
        linked = {name for it in item.conditions if len(it.tests) == 1 for name in it.feedback}
        others = {
            text
            for name, text in item.feedback.items()
            if text and name not in WHOLE and name not in on_choices
            if not options or name not in linked
        }
        if others or wrong or (general and right):
            self.shelf.losses.note(Loss.FEEDBACK, place)
        return general or right


def _find_parents(root: etree._Element) -> Iterator[etree._Element]:
    for metadata in root.iter("qtimetadatafield"):
        if (metadata.findtext("fieldlabel") or "").strip() == PARENT:
            yield from metadata.iterfind("fieldentry")
