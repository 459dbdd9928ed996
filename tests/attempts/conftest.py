"""The world in which attempts are made."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.conftest import MovableClock
from tests.factories import World, make_world


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())
