"""Where are the sample files that other systems' makers wrote? Beside the project, if anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "formats"


def sample(path: str) -> Path:
    """The file; a test is skipped where it is not."""
    found = FOLDER / path
    if not found.exists():
        pytest.skip("the sample files are not on this machine")
    return found
