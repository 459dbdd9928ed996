"""How does a package of questions name its files? (pure)

Skill, difficulty, tags and the like are keywords of IEEE LOM: the one place of free words that
item banks of other systems keep with an item.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from quizapp.bank.formats.qti.names import Dialect

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_LANGUAGE = "en"


@dataclass(frozen=True)
class File:
    """A file of a package, the words on it, and the identifiers of the files that it needs."""

    identifier: str
    type: str
    href: str
    title: str = ""
    keywords: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def write_manifest(title: str, files: Iterable[File], dialect: Dialect) -> bytes:
    """The manifest of a package of QTI 2.x or 3.0."""
    space = dialect.manifest
    root = etree.Element(f"{{{space}}}manifest", nsmap={None: space, "imsmd": _LOM})
    root.set("identifier", "manifest")
    metadata = etree.SubElement(root, f"{{{space}}}metadata")
    etree.SubElement(metadata, f"{{{space}}}schema").text = dialect.schema
    etree.SubElement(metadata, f"{{{space}}}schemaversion").text = dialect.schema_version
    _add_lom(metadata, title, ())
    etree.SubElement(root, f"{{{space}}}organizations")
    resources = etree.SubElement(root, f"{{{space}}}resources")
    for file in files:
        _add_file(resources, file, space)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _add_file(resources: etree._Element, file: File, space: str) -> None:
    resource = etree.SubElement(
        resources,
        f"{{{space}}}resource",
        identifier=file.identifier,
        type=file.type,
        href=file.href,
    )
    if file.title or file.keywords:
        _add_lom(etree.SubElement(resource, f"{{{space}}}metadata"), file.title, file.keywords)
    etree.SubElement(resource, f"{{{space}}}file", href=file.href)
    for identifier in file.needs:
        etree.SubElement(resource, f"{{{space}}}dependency", identifierref=identifier)


def _add_lom(metadata: etree._Element, title: str, keywords: tuple[str, ...]) -> None:
    general = etree.SubElement(etree.SubElement(metadata, f"{{{_LOM}}}lom"), f"{{{_LOM}}}general")
    texts = [("title", title)] if title else []
    for name, text in [*texts, *(("keyword", word) for word in keywords)]:
        element = etree.SubElement(general, f"{{{_LOM}}}{name}")
        string = etree.SubElement(element, f"{{{_LOM}}}string", language=_LANGUAGE)
        string.text = text
