"""Which texts is the generator measured on?

Texts live outside the project. A default folder that is absent is no error: there is nothing to
measure. A path that somebody asked for must be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.importing import ArticleError, read_document

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
ARTICLES = SHARED / "texts" / "articles"
SEEDS = SHARED / "seeds"
RESULTS = Path(__file__).parent / "results"
_SUFFIXES = frozenset({".txt", ".md"})


class MissingTextsError(Exception):
    """There is nothing to measure; the message says so in a sentence.

    `exit_code` is 0 where only a default is absent, and 2 where a path was asked for.
    """

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True)
class Text:
    """An article and the name it goes by in the results: its file's, without the ending."""

    name: str
    document: Document


def load_texts(asked: Sequence[Path], defaults: Sequence[Path]) -> tuple[Text, ...]:
    """The articles of the files and folders that were asked for, or of the defaults.

    Raises MissingTextsError where one that was asked for is absent, or no article is found.
    """
    for path in asked:
        if not path.exists():
            raise MissingTextsError(f"There is no file or folder {path}.", 2)
    paths = asked or [path for path in defaults if path.exists()]
    texts = tuple(
        Text(path.stem, read_document(path.read_bytes(), path.name)) for path in _files_in(paths)
    )
    if not texts:
        where = " or ".join(map(str, asked or defaults))
        raise MissingTextsError(
            f"There is no article in {where}: name .txt or .md files, or folders of them.",
            2 if asked else 0,
        )
    return texts


def load_or_exit(asked: Sequence[Path], defaults: Sequence[Path]) -> tuple[Text, ...]:
    """The same for a command: what is missing is said in a sentence, and the command ends."""
    try:
        return load_texts(asked, defaults)
    except MissingTextsError as missing:
        print(missing)
        raise SystemExit(missing.exit_code) from None
    except ArticleError as refusal:
        print(f"One of the texts cannot become an article. {refusal}")
        raise SystemExit(2) from None


def _files_in(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix in _SUFFIXES)
        else:
            yield path


def join_texts(texts: Sequence[Text], words: int) -> Document:
    """One long document of whole paragraphs, the texts repeated until it has so many words."""
    blocks: list[Block] = []
    for paragraph in cycle([p for text in texts for p in text.document.paragraphs]):
        if words <= 0:
            break
        blocks.append(Block(BlockRole.BODY, paragraph))
        words -= len(paragraph.split())
    return Document(title="Texts, joined", blocks=tuple(blocks))
