"""Is it safe to open what is inside a zip file, as Word files and e-books are?

A few bytes can unpack to gigabytes, and XML can define words that grow without end. Sizes are
looked at before anything is unpacked, and every XML is read by a parser that refuses definitions.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from quizapp.articles.refusals import ArticleError, say_damaged

MOST_MEMBERS = 5_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 200  # times; text shrinks to a twentieth at best
_SMALL = 1_000_000  # a member up to this may shrink as it likes


def open_archive(raw: bytes, what: str) -> zipfile.ZipFile:
    """The archive, when unpacking it can hurt nobody. Raises ArticleError."""
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise say_damaged(what) from error
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ArticleError(
            f"This {what} is locked with a password. Take the lock off in the program it was made "
            "with, or paste the article's words."
        )
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > max(_SMALL, MOST_RATIO * member.compress_size) for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or swollen:
        raise ArticleError(
            f"This {what} unpacks to far more than an article has ({unpacked / 1_000_000:.0f} MB). "
            "Save it without its pictures, or paste the article's words."
        )
    return archive


def read_xml(archive: zipfile.ZipFile, name: str, what: str) -> Element:
    """The XML of a member; definitions of entities are refused. Raises ArticleError."""
    try:
        tree: Element = fromstring(archive.read(name), forbid_dtd=False, forbid_entities=True)
    except KeyError as error:
        raise say_damaged(what) from error
    except DefusedXmlException as error:
        raise ArticleError(
            f"This {what} defines entities in its XML, as no usual program does, and is not read. "
            "Open it in the program it was made with and save it again."
        ) from error
    except (ParseError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise say_damaged(what) from error
    return tree


def find_text(tree: Element, tag: str) -> str:
    """The words of the first element called `tag`, whatever its namespace; "" if there is none."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == tag:
            return " ".join("".join(element.itertext()).split())
    return ""
