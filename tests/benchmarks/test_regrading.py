"""What is measured of mending a key is a key that is mended."""

from __future__ import annotations

from typing import Any

from benchmarks import bench_results, regrading


def test_each_way_of_mending_is_measured_beside_its_floor() -> None:
    figures: Any = regrading.measure(False, small=True)
    assert figures["attempts"] == 1000
    assert {"another_key", "dropped"} <= set(figures["mended"])
    for mended in figures["mended"].values():
        assert mended["papers"] >= mended["changed"]
        assert mended["step"]["clock"] > 0
        assert mended["ratio"] > 0
    assert figures["mended"]["another_key"]["changed"] > 100
    lines = regrading.tell(figures)
    assert lines[0].startswith("1,000 attempts")
    assert any(it.startswith("| dropped |") for it in lines)
    assert bench_results.PARTS["regrading"] is regrading
