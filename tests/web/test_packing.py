"""Learners' pages load packed scripts, and these are made of the scripts as they are."""

from __future__ import annotations

import re

import pytest

from quizapp.config import ROOT
from quizapp.web.packing import ENTRIES, PACKED, describe_sources

LOADED = re.compile(r"filename='((?:packed/)?(?:sitting|reading)/\w+\.js)'")


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_packed_script_is_made_of_the_sources_as_they_are(entry: str) -> None:
    first, _, rest = (PACKED / entry).read_text(encoding="utf-8").partition("\n")
    assert first == describe_sources(), "run `make scripts`"
    assert rest.strip()


def test_nothing_is_packed_that_has_no_source() -> None:
    packed = {path.relative_to(PACKED).as_posix() for path in PACKED.rglob("*.js")}
    assert packed == set(ENTRIES)


def test_pages_load_what_is_packed_and_no_source_beside_it() -> None:
    templates = (ROOT / "templates").rglob("*.html")
    loaded = {name for it in templates for name in LOADED.findall(it.read_text(encoding="utf-8"))}
    assert loaded
    assert all(name.startswith("packed/") for name in loaded), loaded
