"""What is in a file of QTI 2.x or 3.0: an item, or a package of items and tests? (pure)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.exchange import FormatError, Incoming, Item, Notice, Parcel
from quizapp.bank.formats.qti.identifiers import tell_apart
from quizapp.bank.formats.qti.items import (
    Source,
    asks_nothing,
    name_place,
    read_item,
    read_page,
    read_rubrics,
)
from quizapp.bank.formats.qti.names import normalise
from quizapp.bank.formats.qti.packages import Package, is_zip, open_package
from quizapp.bank.formats.qti.refusals import NO_QUESTION, SHORT_PAGE, Loss, Unreadable
from quizapp.bank.formats.qti.shelves import Shelf
from quizapp.bank.formats.xml_source import parse_xml

_ITEM, _TEST, _STIMULUS = "assessmentItem", "assessmentTest", "assessmentStimulus"


def read_qti(raw: bytes) -> Incoming:
    """Every question of an item, or of a package, of QTI 2.x or 3.0.

    Raises:
        FormatError: there is no question to read.
    """
    return _read_package(open_package(raw)) if is_zip(raw) else _read_bare(raw)


def _read_bare(raw: bytes) -> Incoming:
    root, notices = parse_xml(raw)
    normalise(root)
    if root.tag == _TEST:
        count = sum(1 for _ in root.iter("assessmentItemRef"))
        raise FormatError(
            f"This is the plan of a test; its {count} questions are files of their own. Bring the"
            " package (zip) that holds them."
        )
    if root.tag == _STIMULUS:
        raise FormatError("This is a passage without questions. Bring the package (zip) of both.")
    if root.tag != _ITEM:
        raise FormatError("This is no item of QTI. Choose the file that the system has exported.")
    reader = _Reader(Shelf(), list(notices))
    reader.read(root, Source(""))
    return reader.close("")


def _read_package(package: Package) -> Incoming:
    reader = _Reader(Shelf(package), list(package.notices))
    roots = dict(_read_trees(package, reader.notices))
    keywords = {it.href: it.keywords for it in package.resources}
    sources = [
        source
        for path, root in roots.items()
        if root.tag == _TEST
        for source in _walk_test(root, path, package, reader)
    ]
    title = next((it.get("title", "") for it in roots.values() if it.tag == _TEST), package.title)
    placed = {it.path for it in sources}
    sources += [
        Source(path) for path, it in roots.items() if it.tag == _ITEM and path not in placed
    ]
    read: set[str] = set()
    for source in sources:
        root = roots.get(source.path)
        if root is not None and root.tag == _ITEM and source.path not in read:
            reader.read(root, replace(source, keywords=keywords.get(source.path, ())))
            read.add(source.path)
    return reader.close(title)


def _read_trees(package: Package, notices: list[Notice]) -> Iterator[tuple[str, etree._Element]]:
    """The XML files that hold items and tests: those of the manifest first, in its order."""
    named = [it.href for it in package.resources if "qti" in it.type.lower()]
    for path in dict.fromkeys([*named, *(it for it in package.paths if it.endswith(".xml"))]):
        try:
            root, broken = parse_xml(package.read(path))
        except FormatError as error:
            if path in named:
                notices.append(Notice(path, str(error), is_lost=True))
            continue
        normalise(root)
        if root.tag in (_ITEM, _TEST):
            notices += [Notice(f"{path}, {it.place}", it.message) for it in broken]
            yield path, root


def _walk_test(
    root: etree._Element, path: str, package: Package, reader: _Reader
) -> Iterator[Source]:
    """The items of a test in their order, each with the passage of its section."""
    if root.find(".//selection") is not None:
        reader.shelf.losses.note(Loss.DRAW, path)
    if root.find(".//timeLimits") is not None:
        reader.shelf.losses.note(Loss.SETTINGS, path)
    passages: dict[etree._Element, int | None] = {}
    for element in root.iter("assessmentSection", "assessmentItemRef"):
        outer = passages.get(element.getparent())
        if element.tag == "assessmentSection":
            own = read_rubrics(element, reader.shelf, path)
            passages[element] = outer if own is None else own
            continue
        href = element.get("href", "")
        found = package.find(href, path)
        if found is None:
            message = "The test names this file, and it is not in the package."
            reader.notices.append(Notice(f"{path}, “{href}”", message, is_lost=True))
        else:
            yield Source(found, passage=outer)


@dataclass
class _Reader:
    """Reads items one after the other; a page of text is the passage of those after it."""

    shelf: Shelf
    notices: list[Notice]
    items: list[Item] = field(default_factory=list)
    page: int | None = None

    def read(self, root: etree._Element, source: Source) -> None:
        if source.passage is None:
            source = replace(source, passage=self.page)
        place = name_place(root, source.path)
        try:
            if asks_nothing(root):
                self.page = read_page(root, source, self.shelf)
                if self.page is None:
                    raise Unreadable(SHORT_PAGE)
            else:
                self.items.append(read_item(root, source, self.shelf))
        except (Unreadable, ArticleError) as error:
            self.shelf.losses.forget(place)
            self.notices.append(Notice(place, str(error), is_lost=True))

    def close(self, title: str) -> Incoming:
        shelf = self.shelf
        if not self.items and shelf.passages:
            self.notices.append(Notice("", NO_QUESTION))
        if not self.items and not self.notices:
            raise FormatError(
                "There is no question of QTI in this package. Export the quiz as QTI, and bring"
                " that file."
            )
        parcel = Parcel(
            " ".join(title.split()), tell_apart(self.items), tuple(shelf.passages), shelf.pictures
        )
        return Incoming(parcel, (*self.notices, *shelf.losses.tell()))
