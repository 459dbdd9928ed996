"""What do the questions of a file share: pictures, passages, and what could not be taken? (pure)"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from quizapp.articles.document import BlockRole, Document
from quizapp.bank.formats.exchange import FormatError
from quizapp.bank.formats.losses import Losses
from quizapp.bank.formats.markup import ShownPicture, find_pictures, read_passage, to_text
from quizapp.bank.formats.pictures import tell_picture
from quizapp.bank.formats.qti.packages import Package
from quizapp.bank.formats.qti.refusals import Loss
from quizapp.generation.draft import Picture

PASSAGE_WORDS = 30  # a text of so many words that asks nothing is a passage
_TITLE_WORDS = 6
_FORMATTING = re.compile(
    r"<(?:b|i|u|em|strong|sub|sup|code|pre|ul|ol|table|a|s|mark)[\s>]", re.IGNORECASE
)


@dataclass
class Shelf:
    """Where the readers of one file lay what they find; `package` is None for a bare file."""

    package: Package | None = None
    losses: Losses = field(default_factory=Losses)
    passages: list[Document] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def lay_passage(self, markup: str, title: str, place: str) -> int | None:
        """The number of this passage, the same for the same text; None when it has no body."""
        if find_pictures(markup):
            self.losses.note(Loss.PICTURE_ELSEWHERE, place)
        document = read_passage(markup, title or _entitle(markup))
        if document is None:
            return None
        if document not in self.passages:
            self.passages.append(document)
        return self.passages.index(document)

    def read_stem(self, markup: str, near: str, place: str) -> tuple[str, tuple[Picture, ...]]:
        """The words of a stem and its pictures, which are laid on the shelf."""
        self._note_formatting(markup, place)
        shown = [self._take_picture(it, near, place) for it in find_pictures(markup)]
        return to_text(markup), tuple(dict.fromkeys(it for it in shown if it))

    def read_words(self, markup: str, place: str) -> str:
        """The words of what may have no pictures: options, feedback."""
        self._note_formatting(markup, place)
        if find_pictures(markup):
            self.losses.note(Loss.PICTURE_ELSEWHERE, place)
        return to_text(markup)

    def _note_formatting(self, markup: str, place: str) -> None:
        if _FORMATTING.search(markup):
            self.losses.note(Loss.FORMATTING, place)

    def _take_picture(self, shown: ShownPicture, near: str, place: str) -> Picture | None:
        path = self.package.find(shown.source, near) if self.package else None
        if path is None or self.package is None:
            self.losses.note(Loss.PICTURE_MISSING, place)
            return None
        try:
            raw = self.package.read(path)
        except FormatError:
            self.losses.note(Loss.PICTURE_MISSING, place)
            return None
        if tell_picture(raw) is None:
            self.losses.note(Loss.PICTURE_TYPE, place)
            return None
        sha256 = hashlib.sha256(raw).hexdigest()
        self.pictures[sha256] = raw
        return Picture(sha256, shown.description)


def count_words(markup: str) -> int:
    return len(to_text(markup).split())


def _entitle(markup: str) -> str:
    """A title for a passage that has none: its first heading, else its first words."""
    document = read_passage(markup, "")
    if document is None:
        return ""
    first = document.blocks[0]
    if first.role is BlockRole.HEADING:
        return first.text
    words = first.text.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
