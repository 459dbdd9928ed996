from __future__ import annotations

import stat
import zipfile
from io import BytesIO

import pytest

from quizapp.bank.formats.exchange import FormatError
from quizapp.bank.formats.qti.packages import open_package, peek_manifest
from quizapp.bank.formats.qti.reading import read_qti
from quizapp.bank.formats.registry import FORMATS
from tests.bank.formats.qti.parcels import make_choice, make_manifest, make_zip


def test_a_reference_is_looked_for_near_its_file_then_from_the_root_then_by_its_end() -> None:
    package = open_package(
        make_zip(dict.fromkeys(["a/x.png", "x.png", "b/c/y.png", "d/z.png", "e/z.png"], "-"))
    )
    for reference, near, found in (
        ("x.png", "a/item.xml", "a/x.png"),
        ("../x.png", "a/item.xml", "x.png"),
        ("x.png", "q/item.xml", "x.png"),
        ("c/y.png", "item.xml", "b/c/y.png"),
        ("$IMS-CC-FILEBASE$/c%2Fy.png?v=1#top", "", "b/c/y.png"),
        ("c\\y.png", "", "b/c/y.png"),
        ("z.png", "", None),  # two files end so
        ("gone.png", "", None),
        ("https://example.org/x.png", "", None),
        ("data:image/png;base64,x.png", "", None),
        ("", "", None),
    ):
        assert package.find(reference, near) == found, reference


def test_a_path_that_leads_out_is_not_followed_and_the_rest_is_read() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", make_manifest("a.xml"))
        archive.writestr("a.xml", make_choice())
        for name in ("../b.xml", "/c.xml", "d/../../e.xml", "C:/f.xml"):
            archive.writestr(name, make_choice(name="other"))
        link = zipfile.ZipInfo("link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    incoming = read_qti(buffer.getvalue())
    assert [it.draft.uid for it in incoming.parcel.items] == ["river"]
    assert [it.place for it in incoming.notices] == [
        "../b.xml",
        "/c.xml",
        "d/../../e.xml",
        "C:/f.xml",
        "link.xml",
    ]


def test_a_zip_within_is_not_opened() -> None:
    inner = make_zip({"imsmanifest.xml": make_manifest("a.xml"), "a.xml": make_choice()})
    with pytest.raises(FormatError, match="no question of QTI"):
        read_qti(make_zip({"inner.zip": inner}))


def test_a_zip_that_swells_or_is_cut_short_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", b" " * 70_000_000)
    whole = make_zip({"imsmanifest.xml": make_manifest("a.xml"), "a.xml": make_choice()})
    for raw in (buffer.getvalue(), whole[:-30], whole[:40]):
        with pytest.raises(FormatError, match="damaged, locked with a password, or unpacks"):
            read_qti(raw)
        assert not any(it.recognise(raw[:-1]) for it in FORMATS.values() if it.recognise)


def test_a_file_that_is_damaged_or_missing_is_named_and_the_rest_is_read() -> None:
    files = {
        "imsmanifest.xml": make_manifest("a.xml", "bad.xml", "gone.xml"),
        "a.xml": make_choice(),
        "bad.xml": make_choice(name="spoilt"),
    }
    raw = make_zip(files).replace(b'identifier="spoilt"', b'identifier="SPOILT"')
    incoming = read_qti(raw)
    assert [it.draft.uid for it in incoming.parcel.items] == ["river"]
    said = {it.place: it for it in incoming.notices}
    assert "not in the package" in said["imsmanifest.xml, “gone.xml”"].message
    (damaged,) = [it for it in incoming.notices if it.is_lost]
    assert damaged.place == "bad.xml"
    assert "damaged" in damaged.message


def test_without_a_manifest_the_items_themselves_are_read() -> None:
    incoming = read_qti(make_zip({"one/a.xml": make_choice(), "readme.txt": "Hello"}))
    assert [it.place for it in incoming.parcel.items] == ["one/a.xml"]


def test_a_broken_manifest_is_named_and_the_items_are_read() -> None:
    incoming = read_qti(make_zip({"imsmanifest.xml": "no list", "a.xml": make_choice()}))
    assert len(incoming.parcel.items) == 1
    assert incoming.notices[0].place == "imsmanifest.xml"


def test_looking_into_a_manifest_never_raises() -> None:
    for raw in (b"", b"PK", b"PK\x03\x04" * 10, make_zip({"a": "b"})):
        assert peek_manifest(raw) == b""
