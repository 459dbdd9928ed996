"""What is said of a course file that cannot be brought?"""

from __future__ import annotations

ADVICE = "Export the course anew, and bring that file unchanged."


class CourseFileError(ValueError):
    """A course file cannot be brought; the message says what is wrong, where, and what to do."""


def at_row(member: str, row: int, what: str) -> CourseFileError:
    """The fault of a row, the first being 1."""
    return CourseFileError(f"{member}, row {row}: {what}. {ADVICE}")


def in_file(what: str) -> CourseFileError:
    """The fault of the file as a whole."""
    return CourseFileError(f"{what}. {ADVICE}")
