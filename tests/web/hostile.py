"""What does somebody send who wants the program to fall over? (pure)

Everything follows from a `Random`: the same seed sends the same again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes

# Stands in a page as it is only when the page forgot to escape it.
MARK = "<zq9 onload=x>"
CRLF = "x\r\nX-Injected: yes"
TEXTS = (
    *("", " ", "0", "-1", "1", "2", "99", "2147483648", "9223372036854775808", "-0", "1.5", "1,5"),
    *("1e309", "NaN", "Infinity", "-Infinity", "1E+999999", "٣", "²", "１", "1_000", "0x10", "½"),
    *("9" * 5_000, "0" * 5_000 + "1", "." * 3_000, "-" * 3_000, "0001-01-01T00:00"),
    *("9999-12-31T23:59", "2026-02-30", "2026-13-45T99:99", "10000-01-01", "2026-03-29T02:30"),
    *("\0", "a\0b", "\ud800", "\udfff\ud800", "\ufffe", "\uffff", "\ufeff", "\u2028", "\x1b[31m"),
    *("\u202e\u2066abc", "a" + "\u0301" * 5_000, "\ufdfa" * 3_000, "ﬃ" * 500, "İ" * 300, "ß" * 300),
    *("👨‍👩‍👧‍👦" * 50, "\U000e0001", "x" * 300, "x" * 70_000, "a " * 20_000, "\n" * 5_000, "\t"),
    *(
        MARK,
        f'"{MARK}',
        CRLF,
        "'; DROP TABLE learner;--",
        "%",
        "%s%n%x",
        "{{7*7}}",
        "${7*7}",
        "{0.x}",
    ),
    *(
        "../../etc/passwd",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "[",
        "http://[",
    ),
    *(
        "javascript:alert(1)",
        "=1+1",
        "@SUM(1)",
        "(" * 5_000,
        "[" * 5_000,
        "a{99999}",
        "(a+)+$",
        "*",
    ),
    *(
        "null",
        "true",
        "[]",
        "{}",
        "_",
        "____",
        "new",
        "all",
        "none",
        "csv",
        "\\",
        "\\u0000",
        ":",
        ";",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], {"": ""}, 0, -1, 1.5, 10**30, -(10**30), 2**31, 2**63),
    *(1e308, float("nan"), float("inf"), [None], ["0"] * 5_000, {"position": {"position": []}}),
)
# JSON that no value of Python's writes.
BROKEN_JSON = (
    *(b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"nul", b'"\xff\xfe"', b"\xef\xbb\xbf{}"),
    *(b"1" * 6_000, b'{"position": ' + b"9" * 6_000 + b"}", b"[1e999999]", b'"\\ud800"', b"{}{}"),
)
CONTENT_TYPES = (
    *("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"),
    *("multipart/form-data; boundary=", "multipart/form-data; boundary=a", "application/xml", ""),
    *(
        "application/json; charset=utf-7",
        "application/x-www-form-urlencoded; charset=x",
        "é",
        ";;;",
    ),
    "multipart/form-data; boundary=" + "b" * 300,
)
HEADERS = (
    *(
        ("Accept-Language", it)
        for it in ("x" * 9_000, "kk;q=nan", ";;;,", "*", "en;q=1e999", "\xff")
    ),
    *(
        ("Cookie", it)
        for it in ("session=x; language=\xff", "sitter=;;;", "language=zz", "=" * 999)
    ),
    *(("Host", it) for it in ("evil.example", "a" * 300, "[::1", "x:99999999", "é")),
    *(("Range", it) for it in ("bytes=0-0,1-1,2-2", "bytes=-999999999999", "x=1")),
    *(("If-None-Match", it) for it in ('W/"', "*", '"' * 999)),
    *(("If-Modified-Since", it) for it in ("x", "Fri, 31 Feb 99999 00:00:00 GMT")),
    *(("X-Forwarded-For", it) for it in ("'", "1.2.3.4, " * 500)),
    *(("Accept", "a/b;q=nan"), ("Referer", "\\"), ("Accept-Encoding", "zstd;q=x, br;q=")),
    *(("X-Requested-With", "x"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
)
FILES = (
    *(b"", b"\0" * 99, b"PK\x03\x04" + b"\0" * 50, b"%PDF-1.7\n", b"<?xml version='1.0'?><a>"),
    *(b"\xff\xfe\x00\xd8", b"Name\n" + b"," * 50_000, b'Name,ID\n"' + b"x" * 70_000, b"{" * 5_000),
    *(b"GIF89a", b"<!DOCTYPE x [<!ENTITY a 'b'>]><quiz>&a;</quiz>", b"::q:: a {=" + b"~" * 5_000),
    b"<div>" * 20_000,
)
FILE_NAMES = (
    "a.csv",
    "",
    "..",
    "../../x.pdf",
    "a\0.txt",
    "x" * 5_000 + ".gift",
    "é\ud800.docx",
    CRLF,
)
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """The body of a request, its type, and headers beside."""

    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()


def draw_text(rng: Random, known: Sequence[str] = ()) -> str:
    """A text that no form expects, or one of the `known`, which may be somebody else's."""
    if known and rng.random() < 0.3:
        return rng.choice(known)
    text = rng.choice(TEXTS)
    return text + rng.choice(TEXTS) if rng.random() < 0.1 else text


def draw_body(
    rng: Random, fields: Fields, known: Sequence[str], file_fields: Sequence[str]
) -> Sent:
    """A form near to `fields`, which a page has printed, or something altogether else."""
    headers = (rng.choice(HEADERS),) if rng.random() < 0.1 else ()
    if rng.random() < 0.06:
        return Sent(rng.choice((*FILES, *BROKEN_JSON)), rng.choice(CONTENT_TYPES), headers)
    changed = _change(rng, fields, known)
    if file_fields or rng.random() < 0.05:
        body, kind = _write_multipart(rng, changed, file_fields)
        return Sent(body, kind, headers)
    return Sent(write_form(changed), "application/x-www-form-urlencoded", headers)


def draw_json(rng: Random, sound: Fields, known: Sequence[str]) -> Sent:
    """JSON near to `sound`, or no JSON at all."""
    if rng.random() < 0.15:
        return Sent(rng.choice(BROKEN_JSON), "application/json")
    if rng.random() < 0.1:
        return Sent(json.dumps(rng.choice(VALUES)).encode(), "application/json")
    changed = {**sound}
    for name in rng.sample(sorted(sound), k=min(len(sound), rng.randint(1, 2))):
        value = rng.choice(VALUES) if rng.random() < 0.5 else draw_text(rng, known)
        changed[name] = [value] if rng.random() < 0.2 else value
    return Sent(json.dumps(changed).encode(), "application/json")


def draw_query(rng: Random, names: Sequence[str], known: Sequence[str]) -> str:
    """A query string with some of the `names` that pages ask for."""
    chosen = rng.sample(list(names), k=min(len(names), rng.randint(0, 3)))
    fields = [(name, draw_text(rng, known)[:3_000]) for name in chosen]
    return write_form(fields).decode("ascii")


def write_form(fields: Fields | Sequence[tuple[str, Any]]) -> bytes:
    """The fields as a browser sends them; halves of surrogate pairs as bytes of their own."""
    pairs = fields.items() if isinstance(fields, Mapping) else fields
    flat = [(name, it) for name, value in pairs for it in _list(value)]
    return "&".join(f"{_escape(name)}={_escape(it)}" for name, it in flat).encode()


def _change(rng: Random, fields: Fields, known: Sequence[str]) -> dict[str, Any]:
    """The fields with one to three changed, doubled or left out."""
    changed: dict[str, Any] = dict(fields)
    names = sorted(it for it in changed if it != "csrf_token")
    for name in rng.sample(names, k=min(len(names), rng.choice((1, 1, 1, 2, 3)))):
        match rng.randrange(10):
            case 0:
                del changed[name]
            case 1:
                changed[name] = [*_list(changed[name]), draw_text(rng, known)]
            case _:
                changed[name] = draw_text(rng, known)
    return changed


def _write_multipart(rng: Random, fields: Fields, file_fields: Sequence[str]) -> tuple[bytes, str]:
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + _encode(it)
        for name, value in fields.items()
        for it in _list(value)
    ]
    for name in file_fields:
        called = _encode(rng.choice(FILE_NAMES))
        head = f'Content-Disposition: form-data; name="{name}"; filename="'.encode()
        parts.append(head + called + b'"\r\nContent-Type: x/y\r\n\r\n' + rng.choice(FILES))
    body = b"".join(b"--zz\r\n" + part + b"\r\n" for part in parts) + b"--zz--\r\n"
    if rng.random() < 0.1:
        body = body[: rng.randrange(len(body))]
    return body, "multipart/form-data; boundary=zz"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _encode(value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


def _escape(value: Any) -> str:
    return quote_from_bytes(_encode(value), safe="")
