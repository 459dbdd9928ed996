"""Is this the password, and which written name is the same name?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM_LENGTH = 6
# Teachers see the work of whole classes; their passwords bear more than those of a learner, who is
# often a child with an old phone.
TEACHERS_LEAST = 8
_WEAKEST = 2  # of zxcvbn's 0 to 4: more than a million guesses
# OWASP's second recommendation for Argon2id: 19 MiB, two passes; light enough for a class
# of thirty that signs in within one minute on two cores.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when nobody has the name, so that the answer takes as long as for a real one.
_NOBODY = _HASHER.hash("nobody has this password")


@dataclass(frozen=True)
class Secret:
    """A password that was just made, and its hash, which is all that is kept."""

    password: str = field(repr=False)
    hashed: str


def hash_password(password: str) -> str:
    """The Argon2id hash of `password`, with its salt and parameters."""
    return _HASHER.hash(password)


def find_weakness(password: str, *known: str) -> str:
    """Why a teacher should not have this password, in a sentence; empty when they may.

    `known` is what anybody knows of them. The judgement is zxcvbn's (Wheeler 2016), which holds a
    password against 30,000 common ones, names, dates and rows of keys.
    """
    if len(password) < TEACHERS_LEAST:
        return f"Choose a password of at least {TEACHERS_LEAST} characters."
    from zxcvbn import zxcvbn  # 13 MB that a web worker can mostly do without

    words = [word for text in known for word in (text, *text.split()) if word]
    if zxcvbn(password[:72], user_inputs=words)["score"] < _WEAKEST:
        return "This password is easy to guess. Choose another one, such as three words in a row."
    return ""


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether `password` made `password_hash`; takes the same time when there is none."""
    try:
        return _HASHER.verify(password_hash or _NOBODY, password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def fold_name(name: str) -> str:
    """The form in which names are compared: case, accents' encoding and spacing put aside.

    >>> fold_name("  ADA   Lovelace ")
    'ada lovelace'
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
