"""Which files does a package of QTI 2.x or 3.0 consist of? (pure)

imsmanifest.xml    names every file, and says skill, difficulty and tags of each item
test.xml           the items in their order, a section for each run of one passage
items/…            a file a question
passages/…         a file a passage: a stimulus in 3.0, a page in 2.x
pictures/…         by content
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from lxml import etree

from quizapp.articles.document import Document
from quizapp.bank.formats.exchange import Item, Parcel
from quizapp.bank.formats.markup import write_passage
from quizapp.bank.formats.pictures import SUFFIXES, tell_picture
from quizapp.bank.formats.qti.elements import add
from quizapp.bank.formats.qti.identifiers import write_identifiers
from quizapp.bank.formats.qti.manifests import File, write_manifest
from quizapp.bank.formats.qti.names import Dialect, write_in
from quizapp.bank.formats.qti.packages import MANIFEST, write_package
from quizapp.bank.formats.qti.questions import flatten_text, tell_kind, write_keywords
from quizapp.bank.formats.qti.writing import Reference, build_item

_XHTML = "http://www.w3.org/1999/xhtml"
_TEST = "test.xml"


def write_qti(parcel: Parcel, dialect: Dialect) -> bytes:
    """The package of a parcel in a version."""
    passages = [
        Reference(f"passage_{number}", f"passages/passage_{number}.{_suffix(dialect)}")
        for number in range(1, len(parcel.passages) + 1)
    ]
    pictures = name_pictures(parcel, "pictures")
    names = write_identifiers(parcel.items)
    files: dict[str, bytes] = {}
    listed: list[File] = []
    for item, name in zip(parcel.items, names, strict=True):
        passage = passages[item.passage] if item.passage is not None else None
        files[_path(name)] = _write_item(item, name, dialect, passage, pictures)
        listed.append(_list_item(item, name, dialect, passage, pictures))
    for reference, document in zip(passages, parcel.passages, strict=True):
        files[reference.href] = _write_document(document, reference.identifier, dialect)
        kind = f"imsqti_stimulus_{dialect.type_mark}" if dialect.is_dashed else "webcontent"
        listed.append(File(reference.identifier, kind, reference.href, title=document.title))
    for sha256, path in pictures.items():
        files[path] = parcel.pictures[sha256]
        listed.append(File(f"picture_{sha256}", "webcontent", path))
    title = flatten_text(parcel.title)
    files[_TEST] = write_in(dialect, _build_test(title, parcel.items, names))
    test = File("test", f"imsqti_test_{dialect.type_mark}", _TEST, title=title, needs=names)
    manifest = write_manifest(title, [test, *listed], dialect.packaging)
    return write_package({MANIFEST: manifest, **files})


def _suffix(dialect: Dialect) -> str:
    return "xml" if dialect.is_dashed else "html"


def _path(name: str) -> str:
    return f"items/{name}.xml"


def name_pictures(parcel: Parcel, folder: str) -> dict[str, str]:
    """A path for each picture that a question shows, by its SHA-256."""
    wanted = dict.fromkeys(it.sha256 for item in parcel.items for it in item.draft.pictures)
    types = {it: tell_picture(parcel.pictures[it]) for it in wanted if it in parcel.pictures}
    return {sha256: f"{folder}/{sha256}{SUFFIXES[it]}" for sha256, it in types.items() if it}


def _write_item(
    item: Item, name: str, dialect: Dialect, passage: Reference | None, pictures: dict[str, str]
) -> bytes:
    above = Reference(passage.identifier, f"../{passage.href}") if passage else None
    seen = {sha256: f"../{path}" for sha256, path in pictures.items()}
    return write_in(dialect, build_item(item, name, dialect, above, seen))


def _list_item(
    item: Item, name: str, dialect: Dialect, passage: Reference | None, pictures: dict[str, str]
) -> File:
    shown = [f"picture_{it.sha256}" for it in item.draft.pictures if it.sha256 in pictures]
    needs = (*([passage.identifier] if passage else []), *dict.fromkeys(shown))
    return File(
        name,
        f"imsqti_item_{dialect.type_mark}",
        _path(name),
        keywords=tuple(map(flatten_text, write_keywords(item, tell_kind(item.draft)))),
        needs=needs,
    )


def _write_document(document: Document, identifier: str, dialect: Dialect) -> bytes:
    title = flatten_text(document.title)
    content = etree.fromstring(f"<div>{write_clean_passage(document)}</div>")
    if dialect.is_dashed:
        root = etree.Element("assessmentStimulus", identifier=identifier, title=title)
        add(root, "stimulusBody").append(content)
        return write_in(dialect, root)
    root = etree.Element("html", nsmap={None: _XHTML})
    add(add(root, "head"), "title", title)
    add(root, "body").append(content)
    for element in root.iter():
        element.tag = f"{{{_XHTML}}}{str(element.tag).rpartition('}')[2]}"
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def write_clean_passage(document: Document) -> str:
    """The passage as HTML that is sound XML."""
    return "\n".join(flatten_text(line) for line in write_passage(document).split("\n"))


def _build_test(title: str, items: Iterable[Item], names: Iterable[str]) -> etree._Element:
    root = etree.Element("assessmentTest", identifier="test", title=title)
    part = add(
        root,
        "testPart",
        identifier="part_1",
        navigationMode="nonlinear",
        submissionMode="simultaneous",
    )
    together = groupby(zip(items, names, strict=True), key=lambda it: it[0].passage)
    for number, (_, placed) in enumerate(together, start=1):
        section = add(
            part,
            "assessmentSection",
            identifier=f"section_{number}",
            title=title,
            visible="false",
        )
        for _, name in placed:
            add(section, "assessmentItemRef", identifier=name, href=_path(name))
    return root
