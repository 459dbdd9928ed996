"""What has a teacher to know of the grades before they go anywhere, whatever the system?"""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.gradebook.rows import Book

MOST_NAMES = 5


def tell_unmarked(gradebook: Book) -> list[str]:
    """Scores that may still rise."""
    waiting = gradebook.survey.waiting
    if not waiting:
        return []
    one = waiting == 1
    return [
        f"{count(waiting, 'score')} may still rise: an answer waits for you to mark it."
        f" {'It is' if one else 'They are'} in the file as {'it is' if one else 'they are'} now."
    ]


def tell_left(gradebook: Book) -> list[str]:
    """Learners whom the other system may not have any more."""
    left = [row.learner.name for row in gradebook.people if row.left_at]
    if not left:
        return []
    return [f"{list_names(left)} left the course and still {_verb(left)} a row with their work."]


def tell_excused(gradebook: Book, how: str) -> list[str]:
    """What is excused, where a system has to be told by hand."""
    excused = gradebook.survey.excused
    if not excused:
        return []
    return [f"{count(excused, 'grade')} {'is' if excused == 1 else 'are'} excused: {how}"]


def tell_renamed(pairs: Sequence[tuple[str, str]], why: str) -> list[str]:
    """Titles that stand in the file otherwise than here."""
    return [f"“{old}” is called “{new}” in the file: {why}" for old, new in pairs if old != new]


def list_names(names: Sequence[str]) -> str:
    """Ada, Bo and 3 more."""
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        return f"{', '.join(shown)} and {len(names) - MOST_NAMES} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def count(number: int, word: str) -> str:
    """3 learners; 1 learner."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _verb(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"
