"""Where do the sample files of other systems lie? Beside the project; absent, tests skip."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[4].parent / "shared" / "formats"
NEEDS_SAMPLES = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")


def read_sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()
