"""A text with gaps is found in its paragraph, and no text takes longer than its size says."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.gap_places import find_gap_places

PARAGRAPH = "Mayor Jana Kralova  opened\nthe new bridge on May 4, 2003."


def test_each_gap_has_the_words_that_fill_it_there() -> None:
    parts = ["mayor ", " opened the new bridge on ", "."]
    places = find_gap_places(parts, [["Jana Kralova"], ["May 4", "May 4, 2003"]], PARAGRAPH)
    assert [PARAGRAPH[start:end] for start, end in places] == ["Jana Kralova", "May 4, 2003"]


def test_another_filling_is_tried_where_the_longest_does_not_lead_on() -> None:
    places = find_gap_places(["", "", " c"], [["ab", "a"], ["b"]], "xab c")
    assert places == ((1, 2), (2, 3))


def test_what_does_not_stand_there_is_not_found() -> None:
    assert find_gap_places(["the ", " train"], [["new"]], PARAGRAPH) == ()
    assert find_gap_places(["the ", " bridge"], [["old"]], PARAGRAPH) == ()


@given(st.text("ab ", max_size=30), st.integers(1, 4), st.data())
def test_what_was_cut_out_of_a_text_is_found_again(
    text: str, gaps: int, data: st.DataObject
) -> None:
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=2 * gaps, max_size=2 * gaps))
    )
    stretches = list(zip(cuts[::2], cuts[1::2], strict=True))
    if any(start == end for start, end in stretches) or "  " in text:
        return
    edges = [0, *cuts, len(text)]
    parts = [text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    answers = [[text[start:end]] for start, end in stretches]
    found = find_gap_places(parts, answers, text)
    assert len(found) == gaps
    assert [text[start:end] for start, end in found] == [it[0] for it in answers]


def test_gaps_that_touch_and_answers_that_overlap_end_soon() -> None:
    started = time.perf_counter()
    gaps = 40
    assert find_gap_places([""] * gaps + ["z"], [["a", "aa"]] * gaps, "a" * 5_000) == ()
    assert time.perf_counter() - started < 20  # tried one by one they are more than atoms
