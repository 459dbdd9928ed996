"""How does each version of QTI call what all of them have? (pure)

QTI 2.1 and 2.2 say `choiceInteraction` where 3.0 says `qti-choice-interaction`. Trees are read and
made in the words of 2.x; the names of 3.0 follow from them by a rule, both ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from quizapp.bank.formats.qti.manifests import Packaging
from quizapp.bank.formats.xml_source import local_name

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PREFIX = re.compile(r"^qti-(?=[a-z])")
_DASHED = re.compile(r"-([a-z0-9])")
_HTML = frozenset({"div", "p", "h3", "img", "object"})  # what the writers use of it


@dataclass(frozen=True)
class Dialect:
    """A version: the namespaces and types of its files, and how it names things."""

    version: str
    items: str  # the namespace of items, tests and stimuli
    packaging: Packaging
    templates: str
    schema: str  # where the rules of this version lie, for those who hold files to them
    is_dashed: bool = False

    @property
    def type_mark(self) -> str:
        """What stands at the end of the manifest's types: imsqti_item_xmlv2p1."""
        return f"xmlv{self.version.replace('.', 'p')}"


XSI = "http://www.w3.org/2001/XMLSchema-instance"
_IMS = "http://www.imsglobal.org"
_CONTENT_PACKAGE = f"{_IMS}/xsd/imscp_v1p1"
V2P1 = Dialect(
    "2.1",
    f"{_IMS}/xsd/imsqti_v2p1",
    Packaging(_CONTENT_PACKAGE, "QTIv2.1 Package", "1.0.0"),
    f"{_IMS}/question/qti_v2p1/rptemplates",
    f"{_IMS}/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
)
V2P2 = Dialect(
    "2.2",
    f"{_IMS}/xsd/imsqti_v2p2",
    Packaging(_CONTENT_PACKAGE, "QTIv2.2 Package", "1.0.0"),
    f"{_IMS}/question/qti_v2p2/rptemplates",
    f"{_IMS}/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
)
V3P0 = Dialect(
    "3.0",
    f"{_IMS}/xsd/imsqtiasi_v3p0",
    Packaging(f"{_IMS}/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0"),
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates",
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    is_dashed=True,
)


def normalise(root: etree._Element) -> None:
    """Give every element and attribute its name of QTI 2.x, without namespaces."""
    for element in root.iter():
        name = local_name(element)
        if not name:
            continue
        element.tag = _undash(_PREFIX.sub("", name))
        for key, value in list(element.attrib.items()):
            plain = _undash(key.rpartition("}")[2])
            if plain != key:
                element.attrib.pop(key, None)
                element.set(plain, value)


def write_in(dialect: Dialect, root: etree._Element) -> bytes:
    """The XML of a tree that is made in the words of 2.x, in the words of the dialect."""
    renamed = _rename(root, dialect, {None: dialect.items, "xsi": XSI})
    name_schema(renamed, dialect.items, dialect.schema)
    written: bytes = etree.tostring(renamed, xml_declaration=True, encoding="UTF-8")
    return written


def name_schema(root: etree._Element, namespace: str, schema: str) -> None:
    """Say where the rules of the namespace lie."""
    root.set(f"{{{XSI}}}schemaLocation", f"{namespace} {schema}")


def _rename(
    element: etree._Element, dialect: Dialect, spaces: dict[str | None, str]
) -> etree._Element:
    tag = str(element.tag)
    if dialect.is_dashed and tag not in _HTML:
        tag = f"qti-{_dash(tag)}"
    copy = etree.Element(f"{{{dialect.items}}}{tag}", nsmap=spaces)
    for key, value in element.attrib.items():
        copy.set(_dash(key) if dialect.is_dashed else key, value)
    copy.text, copy.tail = element.text, element.tail
    copy.extend([_rename(child, dialect, spaces) for child in element])
    return copy


def say_interaction(name: str) -> str:
    """The name of an interaction as a sentence says it: selectPointInteraction, select point."""
    return _HUMP.sub(" ", name.removesuffix("Interaction")).lower()


def _undash(name: str) -> str:
    return _DASHED.sub(lambda match: match[1].upper(), name)


def _dash(name: str) -> str:
    return _HUMP.sub("-", name).lower()
