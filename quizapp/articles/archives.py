"""Is it safe to open what is inside a zip file, as Word files and e-books are?

Sizes are looked at before anything is unpacked (`quizapp.archives`). XML can define words that
grow without end, so it is read by a parser that refuses definitions.
"""

from __future__ import annotations

import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from quizapp import archives
from quizapp.articles.refusals import ArticleError, say_damaged


def open_archive(raw: bytes, what: str) -> zipfile.ZipFile:
    """The archive, when unpacking it can hurt nobody. Raises ArticleError."""
    try:
        return archives.open_archive(raw)
    except archives.DamagedArchiveError as error:
        raise say_damaged(what) from error
    except archives.LockedArchiveError as error:
        raise ArticleError(
            f"This {what} is locked with a password. Take the lock off in the program it was made "
            "with, or paste the article's words."
        ) from error
    except archives.SwollenArchiveError as error:
        raise ArticleError(
            f"This {what} unpacks to far more than an article has "
            f"({error.unpacked / 1_000_000:.0f} MB). "
            "Save it without its pictures, or paste the article's words."
        ) from error


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
