from __future__ import annotations

import pytest

from quizapp.bank.formats.exchange import FormatError
from quizapp.bank.formats.xml_source import local_name, parse_xml


def test_sound_xml_is_read_without_a_word() -> None:
    root, notices = parse_xml(b'<a xmlns="urn:x"><b>1 &lt; 2</b></a>')
    assert (local_name(root[0]), root[0].text, notices) == ("b", "1 < 2", ())


def test_of_broken_xml_what_stands_around_the_break_is_read() -> None:
    root, notices = parse_xml(b"<a>\n<b>one</b>\n<b>two</c>\n")
    assert root[0].text == "one"
    assert [it.place for it in notices] == ["line 3"]


def test_halves_of_signs_and_loose_prefixes_leave_everything_readable() -> None:
    root, notices = parse_xml(b"<a b='x&#xD800;' f:g='h'>t&#55296;<c:d/>&#x26;<e>good</e></a>")
    assert dict(root.attrib) == {"b": "x", "g": "h"}
    assert "".join(root.itertext()) == "t&good"
    assert [local_name(it) for it in root] == ["d", "e"]
    assert len(notices) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no XML at all",
        b"\0\0",
        "<?xml version='1.0' encoding='UTF-16LE'?><a>&#xD800;</a>".encode("utf-16-le"),
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
)
def test_what_is_no_xml_or_defines_entities_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        parse_xml(raw)
