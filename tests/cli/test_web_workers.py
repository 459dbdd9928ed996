"""Several web workers are one program: their figures are added up, and their lines do not mix."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.program import Program
from quizapp.config import ROOT, Settings
from tests.cli.test_serve import free_port
from tests.conftest import migrate

TOKEN = "only for prometheus"
PATIENCE = 30.0


def ask(url: str) -> str:
    request = Request(url, headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request, timeout=20) as reply:
        return str(reply.read().decode())


def read_figures(address: str, name: str, **labels: str) -> float:
    """The sum of the figures of this name that have these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(ask(f"{address}/metrics"))
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def wait_until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.2)


def test_figures_of_all_workers_are_added_up_and_outlive_a_reload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_METRICS_TOKEN", TOKEN)
    with Program(Settings(instance=str(tmp_path), workers=2)) as program:

        def count() -> float:
            return read_figures(program.address, "quizapp_requests_total", route="/sign-in")

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, [f"{program.address}/sign-in"] * 24))
        assert count() == 24
        before = set(program.list_workers())
        program.reload()
        wait_until(lambda: not before & set(program.list_workers()))
        ask(f"{program.address}/sign-in")
        assert count() == 25
        kept = read_figures(program.address, "quizapp_database_connections", state="in_use")
        assert kept == 1, "that of who reads the figures; what went has given back its own"


def test_each_line_of_the_log_is_json_also_those_of_gunicorn(tmp_path: Path) -> None:
    settings = Settings(instance=str(tmp_path), workers=2)
    migrate(settings)
    port = free_port()
    order = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    known = {"QUIZAPP_INSTANCE": str(tmp_path), "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        order, env={**os.environ, **known}, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as master:
        wait_until(lambda: is_open(f"http://127.0.0.1:{port}/healthz"))
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, [f"http://127.0.0.1:{port}/sign-in"] * 40))
        master.terminate()
        assert master.stderr
        lines = [json.loads(line) for line in master.stderr]
    pages = [line for line in lines if line.get("route") == "/sign-in"]
    assert len(pages) == 40
    assert len({line["id"] for line in pages}) == 40
    assert master.returncode == 0


def is_open(url: str) -> bool:
    try:
        return bool(ask(url))
    except OSError:
        return False
