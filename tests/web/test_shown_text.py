"""What is left out of a paragraph leaves no trace, and words are found again in the whole one."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.generation.draft import Span
from quizapp.web.passage import GAP, REMOVED, Mark
from quizapp.web.shown_text import leave_out

TEXT = "One came. Two went, and three stayed. Four slept."


def hide(start: int, end: int, how: str = GAP, paragraph: int = 1) -> Mark:
    return Span(paragraph, start, end, TEXT[start:end]), how


MARKS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from([GAP, REMOVED]))
    .filter(lambda it: it[0] < it[1])
    .map(lambda it: hide(*it)),
    max_size=4,
)


def test_a_paragraph_of_which_nothing_is_hidden_is_itself() -> None:
    shown = leave_out(TEXT, 1, [hide(0, 9, paragraph=2)])
    assert (shown.text, shown.gaps) == (TEXT, ())
    assert [TEXT[a:b] for a, b in shown.sentences] == [
        "One came. ",
        "Two went, and three stayed. ",
        "Four slept.",
    ]


def test_a_gap_has_a_place_and_a_removed_sentence_has_none() -> None:
    gap = leave_out(TEXT, 1, [hide(10, 18)])
    removed = leave_out(TEXT, 1, [hide(10, 38, REMOVED)])
    assert (gap.text, gap.gaps) == ("One came. , and three stayed. Four slept.", (10,))
    assert (removed.text, removed.gaps) == ("One came. Four slept.", ())


def test_words_on_both_sides_of_what_is_hidden_are_found_with_it() -> None:
    shown = leave_out(TEXT, 1, [hide(10, 38, REMOVED)])
    assert shown.find(0, len(shown.text)) == (0, len(TEXT))
    assert shown.find(10, 14) == (38, 42)


@given(MARKS)
def test_the_sentences_are_the_whole_of_what_is_shown(marks: list[Mark]) -> None:
    shown = leave_out(TEXT, 1, marks)
    assert "".join(shown.text[a:b] for a, b in shown.sentences) == shown.text


@given(MARKS, st.data())
def test_shown_words_are_found_and_shown_again(marks: list[Mark], data: st.DataObject) -> None:
    shown = leave_out(TEXT, 1, marks)
    assume(shown.text)
    start = data.draw(st.integers(0, len(shown.text) - 1))
    end = data.draw(st.integers(start + 1, len(shown.text)))
    first, last = shown.find(start, end)
    assert (shown.show(first), shown.show(last)) == (start, end)
