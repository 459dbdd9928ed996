"""Class lists and courses for tests of the plan, and what a course is after one is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from quizapp.accounts.roster_matching import Member, RosterRow, Where
from quizapp.accounts.rosters import Outcome, RosterPlan

NAMES = ("Ada Lovelace", "ada lovelace", "Ada  Byron", "Bo Li", "Zoë Ángel")
IDS = ("", "", "1", "007", "7")
SIGN_INS = ("", "", "", "a1", "ada lovelace", "Ada Lovelace 2")


@st.composite
def class_lists(draw: st.DrawFn) -> tuple[RosterRow, ...]:
    """Lists in which few names and numbers meet in every way."""
    cells = st.tuples(
        *(st.sampled_from(it) for it in (("", *NAMES), IDS, ("", "A", "B"), SIGN_INS)),
        st.sampled_from(("", "", "short", "long enough")),
    )
    rows = draw(st.lists(cells, max_size=8))
    return tuple(
        RosterRow(line, " ".join(name.split()), *rest)
        for line, (name, *rest) in enumerate(rows, start=2)
    )


@st.composite
def courses(draw: st.DrawFn) -> tuple[Member, ...]:
    """Who is, was, or is elsewhere; sign-in names are unique in the course, as they are kept."""
    found: list[Member] = []
    taken: set[str] = set()
    for number in range(1, draw(st.integers(0, 5)) + 1):
        where = draw(st.sampled_from((Where.HERE, Where.HERE, Where.LEFT, Where.ELSEWHERE)))
        name, external_id = draw(st.sampled_from(NAMES)), draw(st.sampled_from(IDS))
        sign_in = draw(st.sampled_from(("ada lovelace", "a1", "bo li", "ada lovelace 2")))
        if where is not Where.ELSEWHERE and sign_in in taken:
            sign_in = f"other {number}"
        taken.add(sign_in)
        clean = " ".join(name.split())
        found.append(Member(number, clean, external_id, sign_in, "", where, "10B"))
    return tuple(found)


def carry_out(plan: RosterPlan, members: Sequence[Member]) -> tuple[Member, ...]:
    """The course after the plan."""
    after = {it.learner_id: it for it in members}
    fresh = max(after, default=0)
    for it in plan.changes:
        if it.outcome is Outcome.NEW:
            fresh += 1
            after[fresh] = Member(fresh, it.name, it.external_id, it.sign_in_name, it.section)
        else:
            assert it.learner_id
            after[it.learner_id] = replace(
                after[it.learner_id],
                name=it.name,
                external_id=it.external_id,
                section=it.section,
                sign_in_name=it.sign_in_name,
                where=Where.HERE,
            )
    return tuple(after.values())
