"""A browser asks for a file once, until a release changes one."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from werkzeug.datastructures import MIMEAccept
from werkzeug.test import TestResponse

from quizapp.web import STATIC
from quizapp.web.static_files import StaticFiles
from tests.web.engines import ON_SQLITE

CSS, FONT = "quizapp.css", "fonts/andika-latin-400-normal.woff2"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


def get(app: Flask, path: str, accepted: str = "identity", **more: str) -> TestResponse:
    return app.test_client().get(path, headers={"Accept-Encoding": accepted, **more})


@ON_SQLITE
@pytest.mark.parametrize("name", [CSS, FONT, "packed/sitting/page.js"])
def test_a_file_under_its_digest_is_kept_for_a_year(app: Flask, name: str) -> None:
    path = address(app, name)
    assert re.fullmatch(rf"/static/[0-9a-f]{{12}}/{re.escape(name)}", path)
    reply = get(app, path)
    assert reply.data == (STATIC / name).read_bytes()
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in reply.headers


@ON_SQLITE
@pytest.mark.parametrize("path", [CSS, f"0123456789ab/{CSS}"])
def test_a_file_of_another_release_is_served_and_asked_for_again(app: Flask, path: str) -> None:
    reply = get(app, f"/static/{path}")
    assert reply.data == (STATIC / CSS).read_bytes()
    assert reply.headers["Cache-Control"] == "public, no-cache"
    again = get(app, f"/static/{path}", **{"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["nothing.css", "sitting", "../config.py", "x/../../config.py", "a/b/quizapp.css", ""]
)
def test_what_is_no_file_is_not_found(app: Flask, path: str) -> None:
    assert get(app, f"/static/{path}").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_text_is_compressed_as_the_browser_likes_it(
    app: Flask, accepted: str, encoding: str | None
) -> None:
    reply = get(app, address(app, CSS), accepted)
    assert reply.headers.get("Content-Encoding") == encoding
    assert reply.headers["Vary"] == "Accept-Encoding"
    content = UNPACK[encoding](reply.data) if encoding else reply.data
    assert content == (STATIC / CSS).read_bytes()
    assert encoding is None or len(reply.data) < 0.3 * len(content)
    again = get(app, address(app, CSS), accepted, **{"If-None-Match": reply.headers["ETag"]})
    assert again.status_code == 304


@ON_SQLITE
def test_each_encoding_has_a_tag_of_its_own(app: Flask) -> None:
    tags = {get(app, address(app, CSS), it).headers["ETag"] for it in ("identity", "gzip", "br")}
    assert len(tags) == 3


@ON_SQLITE
def test_a_font_is_sent_as_it_is(app: Flask) -> None:
    reply = get(app, address(app, FONT), "gzip, br")
    assert "Content-Encoding" not in reply.headers
    assert reply.mimetype == "font/woff2"


def test_a_file_is_compressed_once(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: red }\n" * 99)
    files = StaticFiles(tmp_path)
    accepted = MIMEAccept([("gzip", 1)])
    first, second = files.find("a.css", accepted), files.find("a.css", accepted)
    assert first
    assert second
    assert first[0] is second[0]


@pytest.mark.parametrize("change", ["content", "name", "another"])
def test_the_digest_changes_with_any_file(tmp_path: Path, change: str) -> None:
    (tmp_path / "a.css").write_text("a")
    before = StaticFiles(tmp_path).digest
    assert StaticFiles(tmp_path).digest == before
    if change == "content":
        (tmp_path / "a.css").write_text("b")
    elif change == "name":
        (tmp_path / "a.css").rename(tmp_path / "b.css")
    else:
        (tmp_path / "b.css").write_text("")
    assert StaticFiles(tmp_path).digest != before


def test_what_scripts_import_and_styles_load_has_the_digest_too() -> None:
    absolute = re.compile(r"""(?:from|import|url)\s*\(?\s*["']/""")
    found = [it.name for it in STATIC.rglob("*.[cj]s*") if absolute.search(it.read_text("utf-8"))]
    assert found == []
