"""How does a text stand in a cell so that no spreadsheet runs it, and the other way? (pure)"""

from __future__ import annotations

import re

# OWASP's list, with the full-width signs that some spreadsheets read as the plain ones.
_STARTS_A_FORMULA = tuple("=+-@|%\t\r\n＝＋－＠")
_SUSPICIOUS = frozenset((*_STARTS_A_FORMULA, "'"))
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def guard(cell: str) -> str:
    """The cell with `'` before it when a spreadsheet would run it as a formula.

    A text that looks guarded already gets one more, so that it comes back as it was.
    """
    if cell[:1] not in _SUSPICIOUS:  # most cells of a large file
        return cell
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`.

    >>> unguard(guard("=1+1")), unguard("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def _is_formula(cell: str) -> bool:
    return cell.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(cell)
