"""When a pattern's questions go without review."""

from __future__ import annotations

import pytest

from quizapp.generation.certification import Record, is_certified, load_records
from quizapp.generation.registry import PATTERNS

WRITERS = Record(judged=30, accepted=18, rejected=4, articles=5)


@pytest.mark.parametrize(
    ("record", "certified"),
    [
        pytest.param(Record(20, 12, 1, 6), True, id="as good as the writers"),
        pytest.param(Record(20, 11, 1, 6), False, id="accepted less often"),
        pytest.param(Record(20, 18, 2, 6), False, id="rejected too often"),
        pytest.param(Record(14, 14, 0, 6), False, id="too few judged"),
        pytest.param(Record(20, 20, 0, 5), False, id="too few articles"),
        pytest.param(Record(), False, id="never judged"),
    ],
)
def test_a_pattern_is_certified_beside_the_writers_of_the_same_sheets(
    record: Record, certified: bool
) -> None:
    assert record.is_as_good_as(WRITERS) is certified


def test_a_pattern_without_a_record_is_on_trial() -> None:
    assert not is_certified("no_such_pattern")


def test_every_record_belongs_to_a_pattern_and_adds_up() -> None:
    writers, patterns = load_records()
    assert set(patterns) <= {pattern.name for pattern in PATTERNS}
    for record in (writers, *patterns.values()):
        assert 0 <= record.accepted + record.rejected <= record.judged
        assert record.articles <= record.judged
