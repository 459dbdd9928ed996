"""Chromium is found where it is, and its absence is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import find_chromium as module


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing but an empty folder on its path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "fetched"))
    return tmp_path


def put(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("name", module.NAMES)
def test_the_systems_chromium_is_found(
    bare: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(bare / name)
    assert module.main([]) == 0
    assert capsys.readouterr().out == f"{path}\n"


def test_the_one_that_playwright_fetched_is_found(bare: Path) -> None:
    path = put(bare / "fetched" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert module.find_chromium() == path


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_none_is_said_in_one_line_and_fails_ci(
    bare: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    status: int,
) -> None:
    monkeypatch.setenv("CI", ci)
    assert module.main([]) == status
    assert capsys.readouterr().err == f"{module.ABSENT}\n"


def test_installing_tries_one_way_after_the_other_until_there_is_one(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[list[str]] = []

    def run(command: list[str], **_more: object) -> None:
        tried.append(command)
        if "playwright" in command:
            put(bare / "chromium")

    monkeypatch.setattr("subprocess.run", run)
    assert module.main(["--install"]) == 0
    assert tried[-1][1:] == ["-m", "playwright", "install", "chromium"]
