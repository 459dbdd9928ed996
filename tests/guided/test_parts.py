"""A text falls into parts, and what has been passed opens them in their order."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.guided.parts import Gate, cut, divide, find_way, suggest_ends
from tests.factories import DOCUMENT, choice

COUNT = 12
WORDS = "word " * 100
ends = st.lists(st.integers(1, COUNT - 1), max_size=6)
passed = st.sets(st.integers(0, 5))


def make_gates(after: Sequence[int]) -> list[Gate]:
    """A gate after each of these paragraphs; two teachers may have one at the same place."""
    return [Gate(n, it, n, n, choice(), opens_after_tries=True) for n, it in enumerate(after)]


def make_document(*roles: BlockRole) -> Document:
    return Document("A text", tuple(Block(role, WORDS) for role in roles))


@given(ends, passed, passed)
def test_more_that_is_passed_never_opens_less(
    after: list[int], some: set[int], more: set[int]
) -> None:
    gates = make_gates(after)
    assert find_way(COUNT, gates, some).last <= find_way(COUNT, gates, some | more).last


@given(ends, passed)
def test_a_part_is_open_when_every_gate_before_it_is_passed_and_only_then(
    after: list[int], through: set[int]
) -> None:
    gates = make_gates(after)
    way = find_way(COUNT, gates, through)
    for part in way.parts:
        before = {it.id for it in gates if it.after < part.first}
        assert (part.last <= way.last) is (before <= through)
        assert (part.number <= way.here.number) is (before <= through)


@given(ends)
def test_the_parts_are_the_text(after: list[int]) -> None:
    parts = divide(COUNT, set(after))
    numbers = [n for part in parts for n in range(part.first, part.last + 1)]
    assert numbers == list(range(1, COUNT + 1))
    assert [it.number for it in parts] == list(range(1, len(parts) + 1))


def test_a_text_without_gates_is_one_part_and_open() -> None:
    way = find_way(COUNT, [], set())
    assert (way.last, way.count, way.shut, way.is_guided) == (COUNT, COUNT, None, False)


def test_a_gate_opens_the_part_behind_it() -> None:
    gates = make_gates([4, 8])
    way = find_way(COUNT, gates, set())
    assert [(it.first, it.last) for it in way.parts] == [(1, 4), (5, 8), (9, 12)]
    assert way.shut == gates[0]
    assert [way.find_next(it).number for it in gates] == [2, 3]


@given(st.integers(1, 3))
def test_what_lies_beyond_is_not_in_the_cut_document(last: int) -> None:
    shown = cut(DOCUMENT, last)
    assert shown.paragraphs == DOCUMENT.paragraphs[:last]
    assert (shown is DOCUMENT) is (last == 3)


def test_a_cut_ends_with_its_paragraph_and_shows_no_heading_of_what_comes() -> None:
    whole = make_document(BlockRole.HEADING, BlockRole.BODY, BlockRole.HEADING, BlockRole.BODY)
    assert cut(whole, 1).blocks == whole.blocks[:2]


def test_parts_end_where_sections_end() -> None:
    heading, body = BlockRole.HEADING, BlockRole.BODY
    whole = make_document(heading, body, body, heading, body, heading, heading, body, heading)
    assert suggest_ends(whole) == (2, 3)


def test_a_section_of_few_words_goes_on_with_the_next() -> None:
    short = Block(BlockRole.BODY, "Few words.")
    long = Block(BlockRole.BODY, WORDS)
    heading = Block(BlockRole.HEADING, "More")
    whole = Document("A text", (short, heading, long, heading, long))
    assert suggest_ends(whole) == (2,)


def test_without_headings_the_parts_are_about_equally_long() -> None:
    assert suggest_ends(make_document(*[BlockRole.BODY] * 10)) == (2, 5, 7)
    assert suggest_ends(DOCUMENT) == (2,)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30))
def test_a_suggested_end_is_never_the_end_of_the_text(lengths: list[int]) -> None:
    blocks = tuple(Block(BlockRole.BODY, "word " * it) for it in lengths)
    found = suggest_ends(Document("A text", blocks))
    assert list(found) == sorted(set(found))
    assert all(1 <= it < len(lengths) for it in found)
    assert bool(found) is (len(lengths) > 1)
