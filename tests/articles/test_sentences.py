"""Sentences are told by their marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.articles.importing import read_document
from quizapp.articles.sentences import split_sentences
from quizapp.config import ROOT
from quizapp.reading import read


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("Why? Nobody knows!  It is so", ["Why?", "Nobody knows!", "It is so"]),
        ("Dr. Lee met Mr. J. K. Brown. He left.", ["Dr. Lee met Mr. J. K. Brown.", "He left."]),
        ("The U.S. Army left. It was late.", ["The U.S. Army left.", "It was late."]),
        ("It rose by 5.5 percent. Then it fell.", ["It rose by 5.5 percent.", "Then it fell."]),
        ("On Jan. 5 he left. See No. 3 below.", ["On Jan. 5 he left.", "See No. 3 below."]),
        ("He said no. 12 others agreed.", ["He said no.", "12 others agreed."]),
        ("“Go away!” he said. She went.", ["“Go away!” he said.", "She went."]),
        ("He said, “I go.” She went.", ["He said, “I go.”", "She went."]),
        ("It closed (so they say. Truly) early. Why?", ["It closed (so they say. Truly) early."]),
        ("", []),
        ("   ", []),
    ],
)
def test_a_paragraph_is_split_where_a_reader_would_pause(text: str, expected: list[str]) -> None:
    assert sentences(text)[: len(expected)] == expected


@given(st.text(alphabet="Ab1 .!?…”)(“\n\t é", max_size=60))
def test_sentences_follow_one_another_and_hold_all_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(it == it.strip() for it in sentences(text))


def test_the_marks_tell_what_the_reading_finds_in_a_shipped_passage() -> None:
    path = ROOT / "seeds" / "kazakhstan-january-2022.advanced.md"
    document = read_document(path.read_bytes(), path.name)
    found = [(it.paragraph, it.start, it.end) for it in read(document).sentences]
    assert found == [
        (number, start, end)
        for number, text in enumerate(document.paragraphs, start=1)
        for start, end in split_sentences(text)
    ]
