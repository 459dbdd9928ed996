"""A passage is printed whole, with its evidence lit and without what would give a key away."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Kind
from quizapp.web.passage import GAP, cut, hide_keys, show_passage
from tests.factories import DOCUMENT, choice, span

TEXT = "The old bridge was closed in 1998 after a flood."
marks = st.lists(
    st.tuples(
        st.integers(0, len(TEXT)),
        st.integers(0, len(TEXT) + 5),
        st.sampled_from(["critical", "distractor"]),
    ),
    max_size=6,
)


def paragraph(number: int, *hidden_by: Kind) -> tuple[tuple[str, str | None], ...]:
    """How paragraph `number` is printed while questions of these kinds hide its evidence."""
    hidden = (span(2, "Jana Kralova"),)
    drafts = [replace(choice(kind=kind), hidden_spans=hidden) for kind in hidden_by]
    blocks = show_passage(DOCUMENT, hide_keys(drafts)).blocks
    return next(block.pieces for block in blocks if block.number == number)


@given(marks)
def test_the_pieces_joined_are_the_text_again(found: list[tuple[int, int, str]]) -> None:
    assert "".join(text for text, _ in cut(TEXT, found)) == TEXT


def test_marked_words_are_pieces_of_their_own() -> None:
    assert cut(TEXT, [(4, 14, "critical")]) == (
        ("The ", None),
        ("old bridge", "critical"),
        (" was closed in 1998 after a flood.", None),
    )


def test_body_paragraphs_are_numbered_and_headings_and_captions_are_not() -> None:
    numbers = [block.number for block in show_passage(DOCUMENT).blocks]
    assert numbers == [None, 1, 2, None, 3]


def test_a_gapped_word_leaves_a_gap() -> None:
    assert paragraph(2, Kind.MULTIPLE_CHOICE) == (
        ("Mayor ", None),
        ("", GAP),
        (" opened the new bridge on May 4, 2003.", None),
    )


def test_a_sentence_that_was_taken_out_leaves_no_trace() -> None:
    assert paragraph(2, Kind.INSERTION) == (
        ("Mayor ", None),
        ("opened the new bridge on May 4, 2003.", None),
    )


def test_a_sentence_that_was_taken_out_at_the_end_leaves_no_space() -> None:
    sentence = span(2, "bridge on May 4, 2003.")
    draft = replace(choice(kind=Kind.INSERTION), hidden_spans=(sentence,))
    blocks = show_passage(DOCUMENT, hide_keys([draft])).blocks
    assert next(it.pieces for it in blocks if it.number == 2) == (
        ("Mayor Jana Kralova opened the new", None),
    )


def test_paragraphs_in_which_nothing_is_hidden_stay_whole() -> None:
    assert paragraph(1, Kind.INSERTION) == ((DOCUMENT.paragraphs[0], None),)
