"""Which typed answers are accepted: tables of what is equal and what must not be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.attempts.typed_answers import Fit, count_slips, find_fit, normal_form
from quizapp.generation.draft import AcceptedAnswer, Kind, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from tests.factories import one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
PLAIN = ScoringRules()
STRICT = ScoringRules(case_matters=True, accents_matter=True)
EUROPEAN = "aábcčdeéfghiíjklłmnoóøprsštuúvyýzž"
sentences = st.lists(st.text(EUROPEAN, min_size=1, max_size=9), min_size=1, max_size=4).map(
    " ".join
)


def short_answer(accepted: str) -> QuestionDraft:
    return replace(DRAFTS[Kind.SHORT_ANSWER], accepted_answers=(AcceptedAnswer(accepted),))


def fit(accepted: str, text: str, rules: ScoringRules = PLAIN) -> Fit:
    return find_fit(short_answer(accepted), 1, text, rules)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("flood", "flood"),
        ("  A   Flood. ", "flood"),
        ("the flood", "flood"),
        ("an apple", "apple"),
        ("the", "the"),
        ("Králová", "kralova"),
        ("Kra\u0301lova\u0301", "kralova"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Collective-Security", "collective security"),
        ("“quoted”", "quoted"),
        ("U.S.", "us"),
        ("US", "us"),
        ("O’Neill", "oneill"),
        ("20,000", "20000"),
        ("20 000", "20000"),
        ("3.5", "3.5"),
        ("3.", "3"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("1990-1995", "1990 1995"),
        ("January 5, 2022", "january 5 2022"),
        ("ﬂood", "flood"),
        ("６０", "60"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_normal_forms(text: str, normal: str) -> None:
    assert normal_form(text, PLAIN) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("The  Flood!", "Flood"),
        ("Králová", "Králová"),
        ("Kra\u0301lova\u0301", "Králová"),
        ("x\u0302y", "x\u0302y"),
        ("US", "US"),
    ],
)
def test_case_and_accents_stay_where_they_matter(text: str, normal: str) -> None:
    assert normal_form(text, STRICT) == normal


@given(st.text(max_size=40))
def test_spacing_and_capitals_do_not_matter(text: str) -> None:
    assert normal_form(f"  {text}\t", PLAIN) == normal_form(text, PLAIN)
    assert normal_form(text.casefold(), PLAIN) == normal_form(text, PLAIN)


@given(sentences, sentences, st.integers(0, 2))
@example("a", "a a a", 0)
def test_case_accents_and_spacing_change_no_fit(accepted: str, text: str, distance: int) -> None:
    rules = ScoringRules(spelling_distance=distance)
    wanted = fit(accepted, text, rules)
    bare = normal_form(text, PLAIN)
    assert fit(accepted, text.upper(), rules) is wanted
    assert fit(accepted, text.replace(" ", " \t "), rules) is wanted
    assert fit(accepted, bare, rules) is wanted or not bare


@pytest.mark.parametrize(
    ("rules", "accepted", "text", "wanted"),
    [
        (PLAIN, "Jana Králová", "jana kralova", Fit.RIGHT),
        (ScoringRules(case_matters=True), "Jana Králová", "Jana Kralova", Fit.RIGHT),
        (ScoringRules(case_matters=True), "Jana Králová", "jana Kralova", Fit.WRONG),
        (ScoringRules(accents_matter=True), "Jana Králová", "jana králová", Fit.RIGHT),
        (ScoringRules(accents_matter=True), "Jana Králová", "jana kralova", Fit.WRONG),
        (STRICT, "a Flood", "The Flood.", Fit.RIGHT),
        (STRICT, "the Flood", "the flood", Fit.WRONG),
        (STRICT, "May 4, 2003", "4 may 2003", Fit.RIGHT),
    ],
)
def test_case_and_accents_matter_when_the_rules_say_so(
    rules: ScoringRules, accepted: str, text: str, wanted: Fit
) -> None:
    assert fit(accepted, text, rules) is wanted


# Spelling


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("flood", "flood", 0),
        ("flood", "flod", 1),
        ("flood", "floood", 1),
        ("flood", "blood", 1),
        ("flood", "folod", 1),
        ("flood", "fire", 4),
        ("ca", "abc", 3),  # one transposition, and no letter is changed twice
    ],
)
def test_slips(one: str, other: str, slips: int) -> None:
    assert count_slips(one, other) == slips


words = st.text("abcde", max_size=8)


@given(words, words)
def test_slips_count_the_same_both_ways(one: str, other: str) -> None:
    assert count_slips(one, other) == count_slips(other, one)
    assert (count_slips(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("distance", "accepted", "text", "wanted"),
    [
        (0, "flood", "flod", Fit.WRONG),
        (1, "flood", "flod", Fit.MISSPELT),
        (1, "flood", "folod", Fit.MISSPELT),
        (2, "flood", "flo", Fit.WRONG),
        (2, "a flood", "The Flodo!", Fit.MISSPELT),
        (1, "cat", "cats", Fit.WRONG),
        (1, "cats", "cat", Fit.MISSPELT),
        (2, "bridges", "brdges", Fit.MISSPELT),
        (2, "bridges", "brdgs", Fit.WRONG),
        (2, "security", "sekurty", Fit.MISSPELT),
        (1, "security", "sekurty", Fit.WRONG),
        (2, "security", "skrty", Fit.WRONG),
        (1, "Jana Kralova", "Jaan Krallova", Fit.MISSPELT),
        (1, "Jana Kralova", "Kralova", Fit.WRONG),
        (2, "2003", "2004", Fit.WRONG),
        (2, "20,000 people", "20,001 people", Fit.WRONG),
        (2, "20,000 people", "20,000 poeple", Fit.MISSPELT),
        (2, "room B1234567", "room B1234568", Fit.WRONG),
        (1, "flood", "fl0od", Fit.WRONG),
        (1, "fourteen", "forteen", Fit.MISSPELT),
        (2, "eighty", "eight", Fit.WRONG),
        (2, "eighty", "eighth", Fit.WRONG),
        (2, "a million people", "a billion people", Fit.WRONG),
        (2, "June 5", "July 5", Fit.WRONG),
        (1, "January 5, 2022", "Januray 5, 2022", Fit.MISSPELT),
        (2, "January 5, 2022", "January 6, 2022", Fit.WRONG),
    ],
)
def test_long_words_may_be_misspelt_as_far_as_the_rules_allow(
    distance: int, accepted: str, text: str, wanted: Fit
) -> None:
    assert fit(accepted, text, ScoringRules(spelling_distance=distance)) is wanted


@pytest.mark.parametrize(
    ("accepted", "text", "wanted"),
    [
        ("International", "internatonal", Fit.WRONG),
        ("International", "Internatonal", Fit.MISSPELT),
        ("Králová", "Králva", Fit.WRONG),
        ("Králová", "Krállová", Fit.MISSPELT),
        ("Flood", "flood", Fit.WRONG),
    ],
)
def test_a_capital_or_an_accent_that_matters_is_no_slip(
    accepted: str, text: str, wanted: Fit
) -> None:
    assert fit(accepted, text, replace(STRICT, spelling_distance=2)) is wanted


def test_what_another_gap_accepts_is_no_misspelling() -> None:
    draft = replace(
        DRAFTS[Kind.CLOZE],
        stem="First ____, then ____.",
        accepted_answers=(AcceptedAnswer("house"), AcceptedAnswer("a horse", gap=2)),
    )
    rules = ScoringRules(spelling_distance=1)
    assert find_fit(draft, 1, "horse", rules) is Fit.WRONG
    assert find_fit(draft, 1, "hous", rules) is Fit.MISSPELT
    assert find_fit(draft, 2, "horse", rules) is Fit.RIGHT


# Numbers


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("five", "5"),
        ("5", "five"),
        ("5", "Five."),
        ("20,000", "20 000"),
        ("20,000", "20.000"),
        ("20,000", "20000"),
        ("20,000", "twenty thousand"),
        ("20,000", "20k"),
        ("20000.5", "20.000,5"),
        ("40 million", "40m"),
        ("40m", "forty million"),
        ("40m", "40,000,000"),
        ("3.5", "3,5"),
        ("-5", "minus five"),
        ("twenty-one", "21"),
        ("-", "-"),
    ],
)
def test_the_same_number_is_accepted(accepted: str, text: str) -> None:
    assert fit(accepted, text) is Fit.RIGHT


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("five", "6"),
        ("5", "fifth"),
        ("5", "-5"),
        ("5", "five or six people"),
        ("3.5", "35"),
        ("3.5", "3 5"),
        ("1.5", "1,500"),
        ("1,500", "1.5"),
        ("20", "20,000"),
        ("20,000", "20"),
        ("40", "40m"),
        ("40 million", "40 billion"),
        ("1998", "98"),
        ("-", "+"),
    ],
)
def test_another_number_is_refused(accepted: str, text: str) -> None:
    assert fit(accepted, text, ScoringRules(spelling_distance=2)) is Fit.WRONG


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("5 people", "five people"),
        ("five people", "5 people"),
        ("12 years", "twelve years"),
        ("40 million people", "forty million people"),
        ("a hundred people", "100 people"),
        ("$5 million", "5 million dollars"),
        ("$5 million", "$5m"),
        ("5 million dollars", "5 million"),
        ("€1,200", "€1.200"),
        ("25%", "25 percent"),
        ("25%", "25 per cent"),
        ("25%", "25"),
        ("4 km", "4km"),
        ("4 kilometres", "4 km"),
        ("third", "3rd"),
        ("the 3rd floor", "third floor"),
        ("twenty-first", "21st"),
        ("2022", "in 2022"),
        ("Monday", "on Monday"),
        ("C++", "c++"),
    ],
)
def test_a_phrase_with_a_number_says_the_same_in_figures_and_in_words(
    accepted: str, text: str
) -> None:
    assert fit(accepted, text) is Fit.RIGHT


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("5 people", "6 people"),
        ("5 people", "5 trams"),
        ("5 people", "people"),
        ("$5 million", "£5 million"),
        ("$5 million", "$5 billion"),
        ("25%", "25 km"),
        ("third", "3"),
        ("third", "13th"),
        ("C", "C++"),
        ("C#", "C"),
        ("nine", "none"),
        ("fifteenth", "fiftieth"),
        ("thirteenth", "thirtieth"),
        ("thirteen", "thirteenth"),
        ("Monday", "Sunday"),
    ],
)
def test_another_number_or_unit_in_a_phrase_is_another_answer(accepted: str, text: str) -> None:
    assert fit(accepted, text, ScoringRules(spelling_distance=2)) is Fit.WRONG


@pytest.mark.parametrize("text", ["40", "$40", "40%", "40 crowns", "forty crowns", "about 40"])
def test_a_numerical_answer_may_bring_its_unit(text: str) -> None:
    assert find_fit(DRAFTS[Kind.NUMERICAL], 1, text, PLAIN) is Fit.RIGHT


@pytest.mark.parametrize("text", ["not 40", "40 or 50", "from 40", "40th", "crowns", "40 50"])
def test_two_numbers_or_none_are_no_numerical_answer(text: str) -> None:
    assert find_fit(DRAFTS[Kind.NUMERICAL], 1, text, PLAIN) is Fit.WRONG


# Dates


@pytest.mark.parametrize(
    "text",
    [
        "5 January 2022",
        "January 5, 2022",
        "5 Jan 2022",
        "Jan. 5th, 2022",
        "5th of January 2022",
        "on the 5th of January, 2022",
        "2022-01-05",
        "2022/1/5",
        "05.01.2022",
        "5. 1. 2022",
        "5/1/2022",
        "1/5/2022",
        "5-Jan-2022",
        "5-Jan-22",
        "5 Jan '22",
        "05/01/22",
        "Wednesday, January 5, 2022",
        "on Wed 5 January 2022",
        "the fifth of January 2022",
        "January the fifth, 2022",
    ],
)
@pytest.mark.parametrize("accepted", ["5 January 2022", "January 5, 2022", "2022-01-05"])
def test_the_same_date_is_accepted(accepted: str, text: str) -> None:
    assert fit(accepted, text) is Fit.RIGHT


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("5 January 2022", "6 January 2022"),
        ("5 January 2022", "5 June 2022"),
        ("5 January 2022", "5 January 2021"),
        ("5 January 2022", "5 January"),
        ("5 January", "5 January 2022"),
        ("5 January 2022", "January 2022"),
        ("January 2022", "5 January 2022"),
        ("5 January 2022", "2022"),
        ("5 January 2022", "6/1/2022"),
        ("13 January 2022", "13/13/2022"),
        ("30 January 2022", "30 February 2022"),
        ("1/2", "2/1"),
        ("May", "5"),
    ],
)
def test_another_date_is_refused(accepted: str, text: str) -> None:
    assert fit(accepted, text, ScoringRules(spelling_distance=2)) is Fit.WRONG


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("January 5", "5th of January"),
        ("5 Sept", "September 5"),
        ("Jan 2022", "January 2022"),
        ("May 2022", "in May 2022"),
        ("29 February", "Feb. 29"),
        ("January", "Jan."),
        ("the twenty-first of May", "21 May"),
    ],
)
def test_a_date_is_compared_as_far_as_it_is_written(accepted: str, text: str) -> None:
    assert fit(accepted, text) is Fit.RIGHT
