"""What would a browser send? The successful controls of a piece of HTML, untouched."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

Attributes = list[tuple[str, str | None]]


class Controls(HTMLParser):
    """Collects the names and values of fields; buttons are not pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"submit", "file"}:
            choosable = given.get("type") in {"checkbox", "radio"}
            if not choosable or "checked" in given:
                self.fields.append((name, given.get("value", "on" if choosable else "")))
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # The parser of a browser drops the first line break, and sends others as CRLF.
            text = self._text.replace("\r\n", "\n").removeprefix("\n")
            self.fields.append((self._area, text.replace("\n", "\r\n")))
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._options if selected]
            first = [value for value, _ in self._options[:1]]
            self.fields += [(self._select, value) for value in chosen or first]
            self._select = None


def read_controls(html: str) -> MultiDict[str, str]:
    """The fields of the page's main part, or of the whole text where there is none."""
    before, found, after = html.partition("<main")
    parser = Controls()
    parser.feed(after if found else before)
    return MultiDict(parser.fields)
