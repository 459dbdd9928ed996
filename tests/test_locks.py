"""Lock files say what is installed, and nothing of where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = (
    ROOT / "requirements" / "app.txt",
    ROOT / "requirements" / "test.txt",
    ROOT / "requirements" / "audit.txt",
    ROOT / "requirements" / "model.txt",
    ROOT / "requirements" / "npm" / "package-lock.json",
)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_pins_by_hash_and_names_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "sha256:" in text or "sha512-" in text
    assert "://" not in text
