"""How does a package of questions name its files? (pure)

Skill, difficulty, tags and the like are keywords of IEEE LOM: the one place of free words that
item banks of other systems keep with an item.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

IEEE_LOM = "http://ltsc.ieee.org/xsd/LOM"


@dataclass(frozen=True)
class Packaging:
    """The kind of package that a manifest says it is of."""

    namespace: str
    schema: str
    schema_version: str
    lom: str = IEEE_LOM


@dataclass(frozen=True)
class File:
    """A file of a package, the words on it, and the identifiers of the files that it needs."""

    identifier: str
    type: str
    href: str
    title: str = ""
    keywords: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def write_manifest(title: str, files: Iterable[File], packaging: Packaging) -> bytes:
    """The manifest of a package."""
    space = packaging.namespace
    root = etree.Element(f"{{{space}}}manifest", nsmap={None: space, "imsmd": packaging.lom})
    root.set("identifier", "manifest")
    metadata = etree.SubElement(root, f"{{{space}}}metadata")
    etree.SubElement(metadata, f"{{{space}}}schema").text = packaging.schema
    etree.SubElement(metadata, f"{{{space}}}schemaversion").text = packaging.schema_version
    _add_lom(metadata, title, (), packaging.lom)
    etree.SubElement(root, f"{{{space}}}organizations")
    resources = etree.SubElement(root, f"{{{space}}}resources")
    for file in files:
        _add_file(resources, file, packaging)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _add_file(resources: etree._Element, file: File, packaging: Packaging) -> None:
    space = packaging.namespace
    resource = etree.SubElement(
        resources,
        f"{{{space}}}resource",
        identifier=file.identifier,
        type=file.type,
        href=file.href,
    )
    if file.title or file.keywords:
        metadata = etree.SubElement(resource, f"{{{space}}}metadata")
        _add_lom(metadata, file.title, file.keywords, packaging.lom)
    etree.SubElement(resource, f"{{{space}}}file", href=file.href)
    for identifier in file.needs:
        etree.SubElement(resource, f"{{{space}}}dependency", identifierref=identifier)


def _add_lom(metadata: etree._Element, title: str, keywords: tuple[str, ...], space: str) -> None:
    lom = etree.SubElement(metadata, f"{{{space}}}lom")
    general = etree.SubElement(lom, f"{{{space}}}general")
    texts = [("title", title)] if title else []
    for name, text in [*texts, *(("keyword", word) for word in keywords)]:
        element = etree.SubElement(general, f"{{{space}}}{name}")
        etree.SubElement(element, f"{{{space}}}string").text = text
