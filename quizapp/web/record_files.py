"""How does a learner's record become a file? A zip with a page to read and the same as JSON."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

from flask import current_app, send_file
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from quizapp.privacy.record import Record
from quizapp.privacy.writing import write_json
from quizapp.web.record_words import name_ending, name_event

STYLE = Path(__file__).parent / "static" / "record.css"


def send_record(record: Record) -> Response:
    """The record as a file to keep."""
    out = BytesIO()  # packed, the answers of years are some hundred kB
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "record.html", _render(record))
        _write(archive, "record.json", write_json(record))
    out.seek(0)
    who = secure_filename(record.account.name) or str(record.account.number)
    name = f"record-{who}-{record.written_at:%Y-%m-%d}.zip"
    reply = send_file(out, mimetype="application/zip", as_attachment=True, download_name=name)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _render(record: Record) -> Iterable[str]:
    """The page, piece by piece. It stands alone: no script, and nothing from elsewhere."""
    page = current_app.jinja_env.get_template("own_data/record.html")
    return page.generate(
        record=record, style=_read_style(), name_event=name_event, name_ending=name_ending
    )


@cache
def _read_style() -> str:
    return STYLE.read_text(encoding="utf-8")


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    with archive.open(entry, "w") as out:
        for piece in pieces:
            out.write(piece.encode())
