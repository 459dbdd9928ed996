"""Which text do these bytes write, whatever system saved them? (pure)"""

from __future__ import annotations

from quizapp.articles.kinds import decode_marked
from quizapp.bank.formats.exchange import FormatError


def decode_text(raw: bytes) -> str:
    """The text: by its byte order mark, else UTF-8, else as Windows wrote it in the West.

    Raises:
        FormatError: this is no text.
    """
    text = decode_marked(raw)
    if text is None:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise FormatError("This is no text. Choose the file that the other system has exported.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
