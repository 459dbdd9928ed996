"""How do styles, scripts and fonts reach the browser? Under an address that changes with them.

The address of a file begins with a digest of all files: `/static/<digest>/sitting/page.js`. What
scripts import and styles load is named relative to them, so it has the digest too, and a browser
need not ask for a file again before a release changes one. All files are read when the program
starts and compressed when they are first asked for, each once in a process.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
# In the order in which they are taken. Over plain HTTP browsers offer gzip alone.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.compress,  # at its best, which takes some hundredths of a second a file
    "gzip": gzip.compress,
}
TEXTS = frozenset({"text/css", "text/javascript", "image/svg+xml", "text/plain"})
SMALLEST = 300  # bytes that fit into one packet anyway


@dataclass(frozen=True)
class File:
    """A file as it is sent, in one encoding or as it is."""

    content: bytes
    mimetype: str
    encoding: str
    etag: str


class StaticFiles:
    """All files of a folder. `digest` changes when any of them does."""

    def __init__(self, folder: Path) -> None:
        self._contents = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        whole = sha256()
        for name, content in self._contents.items():
            whole.update(f"{name}\n{len(content)}\n".encode() + content)
        self.digest = whole.hexdigest()[:12]
        self._pack = cache(self._read)

    def find(self, address: str, accepted: Any) -> tuple[File, bool] | None:
        """The file at `address`, which may begin with a digest, in an encoding that is accepted;
        and whether it is that of the digest, for ever."""
        digest, _, rest = address.partition("/")
        name = address if address in self._contents else rest
        if name not in self._contents:
            return None
        encoding = next((it for it in ENCODINGS if accepted.quality(it)), "")
        return self._pack(name, encoding), (digest, rest) == (self.digest, name)

    def _read(self, name: str, encoding: str) -> File:
        content = self._contents[name]
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        etag = sha256(content).hexdigest()[:16]
        if encoding and mimetype in TEXTS and len(content) >= SMALLEST:
            return File(ENCODINGS[encoding](content), mimetype, encoding, f"{etag}-{encoding}")
        return File(content, mimetype, "", etag)


class PageSessions(SecureCookieSessionInterface):
    """Sessions belong to pages. A file is the same for everybody: would its answer be told to vary
    with the cookie, a browser had to ask again after each sign-in. What signs the cookies is made
    once: its keys stay the same while the program runs."""

    _signing: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signing is None:
            self._signing = super().get_signing_serializer(app)
        return self._signing

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask, folder: Path) -> None:
    """Serve the files of `folder`; `url_for('static', filename=…)` names them."""
    files = StaticFiles(folder)

    def add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["filename"] = f"{files.digest}/{values['filename']}"

    def serve(filename: str) -> Response:
        found = files.find(filename, request.accept_encodings)
        return _answer(*found) if found else abort(404)

    app.session_interface = PageSessions()
    app.url_defaults(add_digest)
    app.add_url_rule("/static/<path:filename>", "static", serve)


def _answer(file: File, for_ever: bool) -> Response:
    response = Response(file.content, mimetype=file.mimetype)
    response.headers["Cache-Control"] = FOR_EVER if for_ever else ASK_AGAIN
    response.headers["Vary"] = "Accept-Encoding"
    if file.encoding:
        response.headers["Content-Encoding"] = file.encoding
    response.set_etag(file.etag)
    response.make_conditional(request)
    return response
