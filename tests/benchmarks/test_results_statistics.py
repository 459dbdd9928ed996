"""What is measured of the statistics is a quiz as it is sat."""

from __future__ import annotations

import json

import pytest

from benchmarks import bench_results, results_statistics
from benchmarks.many_attempts import PLAYED, QUESTIONS, fill, open_database


def test_a_filled_database_has_its_statistics_and_each_is_measured_beside_its_floor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database(postgres=False) as settings:
        quiz_id = fill(settings, 2 * PLAYED)
        monkeypatch.setenv("QUIZAPP_INSTANCE", settings.instance)
        monkeypatch.setenv("QUIZAPP_DATABASE_URL", settings.database_url)
        for what in results_statistics.WORK:
            results_statistics.main(what, quiz_id)
            took = json.loads(capsys.readouterr().out.splitlines()[-1])
            assert took["seconds"] > 0
            assert took["peak_mb"] > 0


def test_every_part_that_is_measured_can_tell_its_figures() -> None:
    size = {"attempts": 1000, "seconds": 1.5, "floor_seconds": 1.0, "ratio": 1.5}
    figures = {
        "questions": QUESTIONS,
        "sizes": [{**size, "peak_mb": 200, "floor_peak_mb": 190}],
        "growth_of_time_for_tenfold": 9.9,
    }
    lines = results_statistics.tell(figures)
    assert "1,000" in lines[1]
    assert lines[-1].startswith("Ten times as many attempts take 9.9 times as long")
    assert set(bench_results.PARTS) >= {"statistics"}
