"""Is it safe to read this XML, and what is there when it is broken? (pure)

No entity is expanded, nothing outside the file is looked at, and nesting has an end (libxml2's
own: 256). Of a file that is cut short, what stands before the break is read.
"""

from __future__ import annotations

import re

from lxml import etree

from quizapp.bank.formats.exchange import FormatError, Notice

_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]{0,100}?encoding=["']([\w.-]{1,40})["']""")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});?")


def parse_xml(raw: bytes) -> tuple[etree._Element, tuple[Notice, ...]]:
    """The root element, and what is wrong with the XML.

    Raises:
        FormatError: there is no XML to read, or it defines entities.
    """
    notices: tuple[Notice, ...] = ()
    try:
        root = etree.fromstring(raw, _make_parser(recover=False))
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        try:
            root = etree.fromstring(
                _mend_letters(_drop_half_signs(raw)), _make_parser(recover=True)
            )
            if root is not None:
                _mend(root)
        except (etree.XMLSyntaxError, UnicodeDecodeError):
            root = None
        if root is None:
            raise FormatError(
                f"Line {line}: this is no XML that can be read. Export it anew from the system it"
                " comes from."
            ) from error
        notices = (
            Notice(
                f"line {line}",
                "The XML is broken here. What could be read around it was taken; export the file"
                " anew to have the rest.",
            ),
        )
    _refuse_entities(root)
    return root, notices


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _make_parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _mend_letters(raw: bytes) -> bytes:
    """Bytes that are no letters make the parser hand on text that nobody can decode."""
    declared = _ENCODING.match(raw)
    if declared is None or declared[1].lower() == b"utf-8":
        return raw.decode("utf-8", "replace").encode()
    return raw


def _drop_half_signs(raw: bytes) -> bytes:
    """The XML without references to halves of signs, which would make it unreadable."""
    return _REFERENCE.sub(lambda it: b"" if _is_half(it[1]) else it[0], raw)


def _is_half(number: bytes) -> bool:
    code = int(number[1:], 16) if number[:1] in b"xX" else int(number)
    return 0xD800 <= code <= 0xDFFF


def _mend(root: etree._Element) -> None:
    """Take loose prefixes from names. Raises UnicodeDecodeError when a text is unreadable."""
    for element in root.iter(etree.Element):
        if ":" in local_name(element):
            element.tag = _without_prefix(element.tag)
        for name, value in list(element.attrib.items()):
            if ":" in name.rpartition("}")[2]:
                element.attrib.pop(name, None)
                element.set(_without_prefix(name), value)
    for _ in root.itertext():
        pass


def _without_prefix(name: str) -> str:
    plain = name.rpartition(":")[2]
    return plain if _NAME.fullmatch(plain) else "unknown"


def _refuse_entities(root: etree._Element) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise FormatError(
            "This file defines entities in its XML, as no usual export does, and is not read."
            " Export it anew from the system it comes from."
        )
