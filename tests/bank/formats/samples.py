"""Files that the makers of other systems have written. They lie beside the project."""

from __future__ import annotations

import pytest

from quizapp.config import ROOT

SAMPLES = ROOT.parent / "shared" / "formats"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the sample files are not beside the project"
)
