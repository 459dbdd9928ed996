"""Pages that lean on nothing of the database's are tried on one engine alone."""

from __future__ import annotations

import pytest

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
