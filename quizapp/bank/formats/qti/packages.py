"""What is in a package of questions, and where does a reference in it lead? (pure)

A package is a zip file with a manifest that names its files. Nothing is unpacked to disk; paths
that lead outside, links and zips within are not followed, and are named.
"""

from __future__ import annotations

import posixpath
import stat
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from quizapp.articles.archives import open_archive
from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.exchange import FormatError, Notice
from quizapp.bank.formats.qti.names import normalise
from quizapp.bank.formats.xml_source import parse_xml

MANIFEST = "imsmanifest.xml"
_FILE_BASES = ("$IMS-CC-FILEBASE$", "$IMS_CC_FILE_BASE$", "$IMS_CC_FILEBASE$")
_MOST_PEEKED = 2_000_000  # bytes of a manifest that tell a format
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same questions make the same file
_BROKEN_MEMBER = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Resource:
    """A file that the manifest names, what kind of thing it is, and the words put on it."""

    identifier: str
    type: str
    href: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    """The files of a zip, and what its manifest says of them."""

    archive: zipfile.ZipFile
    paths: tuple[str, ...]
    resources: tuple[Resource, ...] = ()
    title: str = ""
    notices: tuple[Notice, ...] = ()

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises FormatError when it is damaged."""
        try:
            return self.archive.read(path)
        except _BROKEN_MEMBER as error:
            raise FormatError("This file of the package is damaged. Export it anew.") from error

    def find(self, reference: str, near: str = "") -> str | None:
        """The path that a reference in the file `near` means.

        Systems write it from that file, from the root, or from a folder of files that they
        name in their own way; then the end of the path tells, when it tells one file.
        """
        wanted = _clean_reference(reference)
        if not wanted:
            return None
        for folder in (posixpath.dirname(near), ""):
            path = posixpath.normpath(posixpath.join(folder, wanted))
            if path in self._known:
                return path
        tail = posixpath.normpath(wanted).replace("../", "")
        found = [
            path
            for path in self._by_name.get(posixpath.basename(tail), ())
            if f"/{path}".endswith(f"/{tail}")
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for path in self.paths:
            names.setdefault(posixpath.basename(path), []).append(path)
        return names


def is_zip(raw: bytes) -> bool:
    return raw.startswith(b"PK")


def open_package(raw: bytes) -> Package:
    """The package in a zip file.

    Raises:
        FormatError: it is damaged, locked, or unpacks to far too much.
    """
    try:
        archive = open_archive(raw, "package")
    except ArticleError as error:
        raise FormatError(
            "This package is damaged, locked with a password, or unpacks to far more than"
            " questions need. Export it anew, without films and sounds."
        ) from error
    members = [it for it in archive.infolist() if not it.is_dir()]
    refused = [it.filename for it in members if not _is_safe(it)]
    paths = tuple(it.filename for it in members if _is_safe(it))
    bare = Package(archive, paths, notices=tuple(_say_unsafe(it) for it in refused))
    manifest = min((it for it in paths if it.endswith(MANIFEST)), key=len, default=None)
    return _read_manifest(bare, manifest) if manifest else bare


def peek_manifest(raw: bytes) -> bytes:
    """The beginning of the manifest of a zip, or b""; it never raises."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = [it for it in archive.namelist() if it.endswith(MANIFEST)]
            if not names:
                return b""
            with archive.open(min(names, key=len)) as manifest:
                return manifest.read(_MOST_PEEKED)
    except (*_BROKEN_MEMBER, KeyError):
        return b""


def write_package(files: dict[str, bytes]) -> bytes:
    """A zip of these files, the same for the same files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _clean_reference(reference: str) -> str:
    path = unquote(reference).replace("\\", "/")
    for base in _FILE_BASES:
        path = path.replace(base, "")
    if "://" in path or path.startswith("data:"):
        return ""
    return path.partition("?")[0].partition("#")[0].lstrip("/").strip()


def _is_safe(member: zipfile.ZipInfo) -> bool:
    path = member.filename.replace("\\", "/")
    outside = path.startswith("/") or ":" in path[:3] or ".." in path.split("/")
    return not outside and not stat.S_ISLNK(member.external_attr >> 16)


def _say_unsafe(path: str) -> Notice:
    return Notice(path, "This path leads out of the package, or is a link, and was not followed.")


def _read_manifest(package: Package, path: str) -> Package:
    """The package with what its manifest says; a broken manifest is told, the files stay."""
    try:
        root, notices = parse_xml(package.read(path))
    except FormatError as error:
        return Package(
            package.archive,
            package.paths,
            notices=(*package.notices, Notice(path, f"The list of files is not read: {error}")),
        )
    normalise(root)
    told = [*package.notices, *(Notice(f"{path}, {it.place}", it.message) for it in notices)]
    resources = []
    for element in root.iter("resource"):
        names = [element.get("href", ""), *(it.get("href", "") for it in element.iter("file"))]
        for name in dict.fromkeys(filter(None, names)):
            if package.find(name, path) is None:
                told.append(
                    Notice(
                        f"{path}, “{name}”",
                        "The manifest names this file, and it is not in the package.",
                    )
                )
        found = package.find(next(filter(None, names), ""), path)
        if found:
            resources.append(
                Resource(
                    element.get("identifier", ""),
                    element.get("type", ""),
                    found,
                    _find_keywords(element),
                )
            )
    return Package(package.archive, package.paths, tuple(resources), _find_title(root), tuple(told))


def _find_keywords(resource: etree._Element) -> tuple[str, ...]:
    """The keywords of its LOM, of whichever edition: in `string`, `langstring` or bare."""
    words = (" ".join("".join(it.itertext()).split()) for it in resource.iter("keyword"))
    return tuple(word for word in words if word)


def _find_title(root: etree._Element) -> str:
    metadata = root.find("metadata")
    title = metadata.find(".//title") if metadata is not None else None
    return " ".join("".join(title.itertext()).split()) if title is not None else ""
