"""What does a text say that Moodle keeps in one of its four formats? (pure)"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.articles.document import Document
from quizapp.bank.formats.intake import Loss
from quizapp.bank.formats.markup import (
    drop_pictures,
    find_pictures,
    read_passage,
    to_html,
    to_text,
)
from quizapp.bank.formats.plain_text import tidy

Note = Callable[[Loss], None]

_PLAIN = frozenset({"plain", "plain_text"})
_LOOKS = re.compile(r"</?(?:b|i|u|em|strong|sub|sup|ul|ol|table|pre|code)\b", re.IGNORECASE)
_MEDIA = re.compile(r"<(?:audio|video|iframe|object|embed)\b|@@PLUGINFILE@@", re.IGNORECASE)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{1,10};")
_MARKDOWN = re.compile(r"\*\*|__|`")


def say(text: str, named: str, note: Note, *, pictures: Loss | None) -> str:
    """The plain words of a text in the format called `named`.

    `pictures` is what it means when there are some; None when the caller takes them.

    Raises:
        ArticleError: its HTML is nested without end.
    """
    if named in _PLAIN or (named != "html" and not _HTML.search(text)):
        return tidy(_MARKDOWN.sub("", text) if named == "markdown" else text)
    if pictures and find_pictures(text):
        note(pictures)
    if _LOOKS.search(text):
        note(Loss.MARKUP)
    if _MEDIA.search(drop_pictures(text)):
        note(Loss.MEDIA)
    return tidy(to_text(text))


def say_passage(text: str, named: str, title: str, note: Note) -> Document | None:
    """The passage that a text is; None when it has no paragraph.

    Raises:
        ArticleError: its HTML is nested without end.
    """
    markup = to_html(text) if named in _PLAIN else text
    if find_pictures(markup):
        note(Loss.PICTURE_ELSEWHERE)
    return read_passage(markup, title)
