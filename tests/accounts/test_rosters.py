"""What a class list would change in a course, and the laws that hold for every list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts.passwords import fold_name
from quizapp.accounts.roster_matching import Member, RosterRow, Where
from quizapp.accounts.rosters import Outcome, RosterPlan, plan_roster
from tests.accounts.roster_lists import carry_out, class_lists, courses

ADA = Member(1, "Ada Lovelace", "007", "ada lovelace", "A")
BO = Member(2, "Bo Li", "", "bo li", "A")


def tell(plan: RosterPlan) -> list[tuple[int, str, str]]:
    return [(it.row.line, it.outcome.value, it.sentence) for it in plan.rows]


def plan_one(row: RosterRow, *members: Member) -> tuple[str, str, int | None]:
    (planned,) = plan_roster([row], members).rows
    return planned.outcome.value, planned.sentence, planned.learner_id


@given(class_lists(), courses())
def test_every_line_is_accounted_for_exactly_once(
    rows: tuple[RosterRow, ...], members: tuple[Member, ...]
) -> None:
    plan = plan_roster(rows, members)
    assert [it.row for it in plan.rows] == list(rows)
    for it in plan.of(Outcome.BAD, Outcome.REPEATED):
        assert it.sentence.endswith("."), "who is left out is told why"


@given(class_lists(), courses())
def test_what_is_carried_out_leaves_nothing_to_do(
    rows: tuple[RosterRow, ...], members: tuple[Member, ...]
) -> None:
    after = carry_out(plan_roster(rows, members), members)
    again = plan_roster(rows, after)
    assert again.changes == []


@given(class_lists(), courses(), st.randoms())
def test_the_order_of_the_lines_does_not_matter_for_who_is_there(
    rows: tuple[RosterRow, ...], members: tuple[Member, ...], shuffler: Random
) -> None:
    def find_people(lines: list[RosterRow]) -> Counter[tuple[str, str]]:
        after = carry_out(plan_roster(lines, members), members)
        here = [it for it in after if it.where is Where.HERE]
        return Counter((fold_name(it.name), it.external_id) for it in here)

    mixed = list(rows)
    shuffler.shuffle(mixed)
    assert find_people(mixed) == find_people(list(rows))


@given(class_lists(), courses())
def test_nobody_is_removed_and_nobody_shares_a_sign_in_name(
    rows: tuple[RosterRow, ...], members: tuple[Member, ...]
) -> None:
    plan = plan_roster(rows, members)
    after = carry_out(plan, members)
    before = {it.learner_id for it in members if it.where is Where.HERE}
    here = {it.learner_id: it for it in after if it.where is not Where.ELSEWHERE}
    assert before <= {key for key, it in here.items() if it.where is Where.HERE}
    names = [it.sign_in_name for it in here.values()]
    assert len(names) == len(set(names))
    said = {it.learner_id for it in plan.rows if it.learner_id}
    assert {it.learner_id for it in plan.missing} == before - said


@pytest.mark.parametrize(
    ("row", "outcome", "sentence", "learner_id"),
    [
        (RosterRow(2, "Cy Young", "9"), "new", "", None),
        (RosterRow(2, "Ada Lovelace", "007", "A"), "same", "", 1),
        (RosterRow(2, "Ada Lovelace"), "same", "", 1),
        (RosterRow(2, "Ada King", "007"), "changed", "Was called Ada Lovelace.", 1),
        (
            RosterRow(2, "Ada Lovelace", "007", "B"),
            "changed",
            "Moves from section A to section B.",
            1,
        ),
        (RosterRow(2, "bo li", "8"), "changed", "Was called Bo Li. Gets the ID 8.", 2),
        (RosterRow(2, "Bo Li", "", "", "boli"), "same", "", 2),
        (
            RosterRow(2, "Ada Lovelace", "7"),
            "new",
            "Signs in as ada lovelace 2: the name is taken.",
            None,
        ),
        (
            RosterRow(2, "Cy Young", "9", "", "ada lovelace"),
            "bad",
            "Ada Lovelace, who has the ID 007, signs in as ada lovelace."
            " Choose another sign-in name.",
            None,
        ),
        (RosterRow(2, "", "9"), "bad", "The name is missing.", None),
        (RosterRow(2, "N" * 121), "bad", "The name is longer than 120 characters.", None),
        (RosterRow(2, "Cy", "9" * 81), "bad", "The ID is longer than 80 characters.", None),
        (
            RosterRow(2, "Cy", password="short"),
            "bad",
            "The password has to have 6 to 200 characters. Leave it empty to have one made.",
            None,
        ),
        (RosterRow(2, "Cy", problem="It is torn."), "bad", "It is torn.", None),
    ],
)
def test_a_line_says_what_becomes_of_it(
    row: RosterRow, outcome: str, sentence: str, learner_id: int | None
) -> None:
    assert plan_one(row, ADA, BO) == (outcome, sentence, learner_id)


def test_ids_keep_their_zeros_and_are_compared_as_they_are_written() -> None:
    plan = plan_roster([RosterRow(2, "Ada Two", "7"), RosterRow(3, "Ada Three", "07")], [ADA])
    assert [it.external_id for it in plan.of(Outcome.NEW)] == ["7", "07"]


def test_two_learners_of_one_name_stay_two_people_with_two_sign_in_names() -> None:
    plan = plan_roster([RosterRow(2, "Ada Lovelace", "1"), RosterRow(3, "Ada Lovelace", "2")], [])
    assert [it.sign_in_name for it in plan.rows] == ["ada lovelace", "ada lovelace 2"]
    assert tell(plan)[1] == (3, "new", "Signs in as ada lovelace 2: the name is taken.")


def test_a_sign_in_name_that_is_written_down_comes_before_one_that_is_made() -> None:
    rows = [RosterRow(2, "Ada Lovelace", "1"), RosterRow(3, "Bo", "2", "", "Ada Lovelace")]
    assert [it.sign_in_name for it in plan_roster(rows, []).rows] == [
        "ada lovelace 2",
        "ada lovelace",
    ]


def test_a_line_that_comes_twice_is_one_learner() -> None:
    rows = [RosterRow(2, "Ada", "1"), RosterRow(3, "Ada", "1"), RosterRow(4, "ADA")]
    assert tell(plan_roster(rows, [])) == [
        (2, "new", ""),
        (3, "repeated", "The same learner as in line 2."),
        (4, "repeated", "The same learner as in line 2."),
    ]


def test_lines_that_contradict_each_other_are_named_and_the_rest_is_taken() -> None:
    rows = [
        RosterRow(2, "Ada", "1"),
        RosterRow(3, "Bo", "1"),
        RosterRow(4, "Cy", "", "", "x"),
        RosterRow(5, "Di", "", "", "X"),
        RosterRow(6, "Ed", "6"),
    ]
    plan = plan_roster(rows, [])
    assert [(line, outcome) for line, outcome, _ in tell(plan)] == [
        *((line, "bad") for line in (2, 3, 4, 5)),
        (6, "new"),
    ]
    sentences = [sentence for _, _, sentence in tell(plan)]
    assert sentences[0] == (
        "Lines 2 and 3 have the ID 1 and different names. Correct the wrong one."
    )
    assert sentences[2].startswith("Lines 4 and 5 have the sign-in name x and are not one learner")


def test_a_line_that_two_learners_could_be_changes_nothing() -> None:
    twin = replace(ADA, learner_id=3, external_id="8", sign_in_name="ada lovelace 2")
    outcome, sentence, _ = plan_one(RosterRow(2, "Ada Lovelace"), ADA, twin)
    assert (outcome, sentence) == (
        "bad",
        "Several learners are called Ada Lovelace. Write the ID or the sign-in name.",
    )
    rows = [RosterRow(2, "Bo Li", "1"), RosterRow(3, "Bo Li", "2")]
    assert {it.outcome for it in plan_roster(rows, [BO]).rows} == {Outcome.BAD}


def test_who_left_is_put_back_and_who_is_known_elsewhere_keeps_the_account() -> None:
    gone, elsewhere = replace(ADA, where=Where.LEFT), replace(BO, external_id="8")
    elsewhere = replace(elsewhere, where=Where.ELSEWHERE, course="English 10B", section="")
    rows = [RosterRow(2, "Ada Lovelace"), RosterRow(3, "Bo Li", "8", "C")]
    plan = plan_roster(rows, [gone, elsewhere])
    assert tell(plan) == [
        (2, "back", "Had left, and is put back."),
        (3, "known", "Is in English 10B too, and keeps their account."),
    ]
    assert [it.learner_id for it in plan.rows] == [1, 2]
    assert plan.rows[1].section == "C"


def test_a_number_of_somebody_else_in_another_course_is_refused_and_renames_nobody() -> None:
    elsewhere = replace(BO, external_id="8", where=Where.ELSEWHERE, course="English 10B")
    outcome, told, _ = plan_one(RosterRow(2, "Zhan Akhmetov", "8"), elsewhere)
    assert outcome == "bad"
    assert told == f"{BO.name}, who is in English 10B, has the ID 8. Correct the ID or the name."
    assert plan_one(RosterRow(2, "Robert Li", "8"), elsewhere)[0] == "known"


def test_who_is_elsewhere_without_a_number_is_not_taken_for_a_namesake() -> None:
    elsewhere = replace(BO, where=Where.ELSEWHERE, course="10B")
    assert plan_one(RosterRow(2, "Bo Li"), elsewhere) == ("new", "", None)


def test_who_is_in_the_course_and_not_in_the_list_is_named() -> None:
    assert plan_roster([RosterRow(2, "Bo Li")], [ADA, BO]).missing == (ADA,)


def test_a_plan_has_another_fingerprint_when_it_would_do_something_else() -> None:
    rows = [RosterRow(2, "Bo Li")]
    assert plan_roster(rows, []).fingerprint == plan_roster(rows, []).fingerprint
    assert plan_roster(rows, []).fingerprint != plan_roster(rows, [BO]).fingerprint
