"""Where are the pictures of a bank file? In a folder beside it, each under its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from quizapp.bank.file import BankFileError
from quizapp.bank.formats.pictures import tell_picture


def picture_folder(path: Path) -> Path:
    """The folder for the bank file at `path`: bridge.yaml has bridge.pictures."""
    return path.with_suffix(".pictures")


def read_picture_files(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The pictures of the bank file at `path`.

    Raises:
        BankFileError: one is not there, is no picture, or another one than the name says.
    """
    found = {}
    for sha256 in sorted(names):
        file = picture_folder(path) / sha256
        try:
            content = file.read_bytes()
        except OSError as error:
            raise BankFileError(f"the picture {sha256} is not in {file.parent.name}") from error
        if tell_picture(content) is None or hashlib.sha256(content).hexdigest() != sha256:
            raise BankFileError(f"{file.parent.name}/{sha256} is not the picture it is named for")
        found[sha256] = content
    return found


def write_picture_files(path: Path, pictures: Mapping[str, bytes]) -> None:
    """Put the pictures where the bank file at `path` has them."""
    folder = picture_folder(path)
    if pictures:
        folder.mkdir(exist_ok=True)
    for sha256, content in pictures.items():
        (folder / sha256).write_bytes(content)
