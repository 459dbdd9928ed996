"""The look that a learner chooses and the one of the device share their colours."""

from __future__ import annotations

from quizapp.config import ROOT


def test_a_chosen_theme_has_the_colours_that_devices_choose() -> None:
    """The two style sheets say the same, so that *dark* is the device's dark."""
    static = ROOT / "quizapp" / "web" / "static"
    usual = (static / "quizapp.css").read_text(encoding="utf-8")
    chosen = (static / "look.css").read_text(encoding="utf-8")
    for theme in ("light", "dark"):
        block = chosen.partition(f"[data-theme={theme}] {{")[2].partition("}")[0]
        tokens = [it.strip() for it in block.split(";") if "--" in it]
        assert len(tokens) > 15
        assert [it for it in tokens if f"{it};" not in usual] == []
