"""Nodes on one PostgreSQL may die one after the other, and PostgreSQL too: no answer is lost."""

from __future__ import annotations

from benchmarks.nodes import Plan, measure


def test_no_answer_is_lost_and_nobody_signed_out_when_nodes_and_postgresql_die() -> None:
    outcome = measure(Plan(learners=6, seconds=8, every=1.5, away=3))
    assert outcome.errors == (), "whoever had to sign in again is here too"
    assert (outcome.nodes_killed, outcome.database_stops) == (3, 1)
    found = outcome.findings
    assert found.saves >= 6
    assert (found.missing, found.duplicates, found.attempts_twice, found.unsettled) == (0, 0, 0, 0)
    assert found.attempts == 6
