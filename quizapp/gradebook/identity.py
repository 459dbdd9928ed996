"""By what do other systems know a learner? Blank where nothing is sure: blank beats wrong."""

from __future__ import annotations

import re
from collections import Counter

from quizapp.accounts.passwords import fold_name
from quizapp.gradebook.hygiene import on_one_line
from quizapp.gradebook.rows import Book, GradebookRow

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_LOGIN = re.compile(r"(?=.*[@._\d-])[\w.@+-]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def find_email(row: GradebookRow) -> str:
    """The address that a class list brought as the name to sign in with; there is no other."""
    return row.sign_in_name if _EMAIL.fullmatch(row.sign_in_name) else ""


def find_login(row: GradebookRow) -> str:
    """The login of another system, when the name to sign in with can be nothing else.

    Who joins by a code signs in with their own name; that names nobody anywhere else.
    """
    name = row.sign_in_name
    is_own_name = name == fold_name(row.learner.name)
    return name if _LOGIN.fullmatch(name) and not is_own_name else ""


def split_name(name: str) -> tuple[str, str] | None:
    """Given and family name, when two words leave no doubt where the one ends.

    >>> split_name("Ada Lovelace")
    ('Ada', 'Lovelace')
    """
    words = name.split()
    if len(words) != 2 or not all(_WORD.fullmatch(it) for it in words):
        return None
    return words[0], words[1]


def list_namesakes(gradebook: Book) -> list[str]:
    """The names that several learners have who cannot be told apart by ID or login."""
    unknown = [row for row in gradebook.people if not is_known(row)]
    counts = Counter(fold_name(row.learner.name) for row in gradebook.people)
    names = {on_one_line(row.learner.name) for row in unknown}
    return sorted(it for it in names if counts[fold_name(it)] > 1)


def is_known(row: GradebookRow) -> bool:
    """Whether more than a name tells another system who is meant."""
    return bool(row.learner.external_id or find_login(row))
