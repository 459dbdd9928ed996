"""What the judges get to read, and what they do not."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from benchmarks import judging_sheet
from benchmarks.damages import DAMAGES, Surroundings
from benchmarks.items import (
    Item,
    Source,
    generated_items,
    guess_skill,
    human_items,
    load_human_questions,
    sample_items,
)
from benchmarks.judging_sheet import COLUMNS, Article, Choice, choose_items, gather, make_sections
from benchmarks.sheet import CRITERIA, describe_hole, print_question, render_sheet
from benchmarks.texts import Text
from quizapp.generation.draft import (
    AcceptedAnswer,
    Difficulty,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Skill,
    Span,
    Status,
)

CHOICE = Choice(only="all", per_article=4, human=4, controls=3, seed=1)
WHO = QuestionDraft(
    uid="q-1",
    kind=Kind.MULTIPLE_CHOICE,
    skill=Skill.DETAIL,
    difficulty=Difficulty.EASY,
    stem="Who was arrested in Quelmar on May 9?",
    critical_span=Span(1, 0, 8, "The dire"),
    options=(Option("Anna Osei"), Option("Marta Delgren", key=True), Option("Tomas Reil")),
    pattern="who_did",
)
GAP = replace(
    WHO,
    kind=Kind.CLOZE,
    stem="The alliance tried to restore the ____.",
    critical_span=Span(3, 0, 5, "North"),
    options=(),
    accepted_answers=(AcceptedAnswer("lighthouse"), AcceptedAnswer("the lighthouse")),
)
MATCHING = replace(
    WHO,
    kind=Kind.MATCHING,
    options=(),
    pairs=(Pair("Osei", "mayor"), Pair("Reil", "lawyer"), Pair("", "judge")),
)
ORDERING = replace(WHO, kind=Kind.ORDERING, options=(), order=("dismissal", "choice", "arrest"))
SAMPLES = {"choice": WHO, "typed": GAP, "matching": MATCHING, "ordering": ORDERING}


@pytest.fixture(scope="module")
def articles(texts: tuple[Text, ...], people_asked: Path) -> list[Article]:
    return gather(texts, load_human_questions(people_asked), CHOICE)


@pytest.fixture(scope="module")
def around(articles: Sequence[Article]) -> Surroundings:
    abroad = [
        replace(WHO, stem="Who taught biology in Tellow?"),
        replace(GAP, stem="The council rejected the ____."),
    ]
    return Surroundings(articles[0].reading, at_home=[WHO, GAP], abroad=abroad)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_question_differs_from_its_source(
    damage: str, sample: QuestionDraft, around: Surroundings
) -> None:
    assert DAMAGES[damage](sample, around, Random(1)) != sample


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_can_be_done_to_a_multiple_choice_question(
    damage: str, around: Surroundings
) -> None:
    damaged = DAMAGES[damage](WHO, around, Random(1))
    assert damaged is not None
    assert sum(option.key for option in damaged.options) == 1


def test_the_damages_are_what_their_names_say(around: Surroundings) -> None:
    done = {name: damage(WHO, around, Random(1)) for name, damage in DAMAGES.items()}
    damaged = {name: draft for name, draft in done.items() if draft is not None}
    swapped = [option.text for option in damaged["key_swapped"].options if option.key]
    assert swapped != ["Marta Delgren"]
    assert damaged["stem_of_another_article"].stem == "Who taught biology in Tellow?"
    assert damaged["evidence_of_another_question"].critical_span == GAP.critical_span
    assert {"Delgren", "Marta Delgren"} <= {o.text for o in damaged["two_keys"].options}
    assert damaged["verb_dropped"].stem == "Who in Quelmar on May 9?"
    assert damaged["key_in_stem"].stem.endswith("on May 9 (for example Marta Delgren)?")


def test_a_key_without_another_name_cannot_be_doubled(around: Surroundings) -> None:
    plain = replace(WHO, options=(Option("a pier", key=True), Option("a ferry"), Option("a boat")))
    assert DAMAGES["two_keys"](plain, around, Random(1)) is None


def test_controls_are_made_from_questions_that_are_not_printed(
    articles: Sequence[Article],
) -> None:
    for article, items in zip(articles, choose_items(articles, CHOICE), strict=True):
        controls = [item for item in items if item.source is Source.DAMAGED]
        printed = [item.draft for item in items if item.source is not Source.DAMAGED]
        assert len(controls) == CHOICE.controls
        assert all(item.damage for item in controls)
        assert not {item.draft.uid for item in controls if item.draft.uid} & {
            draft.uid for draft in printed
        }
        sources = [item.draft for item in article.items]
        assert all(item.draft not in sources for item in controls)


def test_the_sheet_is_made_from_what_is_printed_alone(articles: Sequence[Article]) -> None:
    """Another origin, pattern, status or confidence changes no letter of the blind sheet."""
    chosen = choose_items(articles, CHOICE)
    masked = [[_mask(item) for item in items] for items in chosen]
    sections, _ = make_sections(articles, chosen, seed=1)
    others, _ = make_sections(articles, masked, seed=1)
    for with_keys in (False, True):
        sheet = render_sheet(sections, with_keys=with_keys)
        assert sheet == render_sheet(others, with_keys=with_keys)


def _mask(item: Item) -> Item:
    draft = replace(item.draft, uid="", pattern="masked", confidence=0.1, status=Status.RETIRED)
    return replace(item, draft=draft, source=Source.HUMAN, damage="")


def test_the_blind_sheet_tells_no_key_no_evidence_and_no_labels(
    articles: Sequence[Article],
) -> None:
    sections, _ = make_sections(articles, choose_items(articles, CHOICE), seed=1)
    blind = render_sheet(sections, with_keys=False)
    open_sheet = render_sheet(sections, with_keys=True)
    for word in ("Proposed key", "Evidence:", "Labels:"):
        assert word not in blind
        assert word in open_sheet


def test_one_seed_gives_one_sheet(texts: tuple[Text, ...], people_asked: Path) -> None:
    questions = load_human_questions(people_asked)
    twice = [gather(texts, questions, CHOICE) for _ in range(2)]
    made = [make_sections(each, choose_items(each, CHOICE), seed=1) for each in twice]
    assert made[0] == made[1]


def test_people_s_questions_stand_where_their_evidence_is_in_the_article(
    texts: tuple[Text, ...], people_asked: Path
) -> None:
    questions = load_human_questions(people_asked)
    (item,) = human_items(texts[0], questions, Random(1))
    span = item.draft.critical_span
    paragraph = texts[0].document.paragraphs[span.paragraph - 1]
    assert paragraph[span.start : span.end] == "the cranes were no longer safe"
    assert (item.draft.skill, len(item.draft.options)) == (Skill.CAUSE, 4)
    assert human_items(texts[1], questions, Random(1)) == []


def test_a_stem_without_a_telling_word_is_labelled_detail() -> None:
    assert guess_skill("What is the article mainly about?") is Skill.MAIN_IDEA
    assert guess_skill("Who opened the market?") is Skill.DETAIL


def test_only_approved_questions_are_taken_where_only_they_are_wanted() -> None:
    bank = [WHO, replace(WHO, status=Status.APPROVED)]
    assert [item.source for item in generated_items("a", bank, "approved")] == [Source.APPROVED]
    assert len(generated_items("a", bank, "all")) == 2


def test_a_sample_takes_the_patterns_in_turn() -> None:
    items = [Item("a", replace(WHO, uid=str(n)), Source.DRAFT) for n in range(9)]
    rare = Item("a", replace(WHO, pattern="rare"), Source.DRAFT)
    sample = sample_items([*items, rare], 2, Random(1))
    assert {item.draft.pattern for item in sample} == {"who_did", "rare"}


def test_the_key_of_a_choice_is_its_letter() -> None:
    assert print_question("Q1", WHO, seed=1).keys == ("B",)


def test_every_accepted_answer_of_a_typed_question_is_a_key() -> None:
    assert print_question("Q1", GAP, seed=1).keys == ("lighthouse", "the lighthouse")


def test_the_responses_of_a_matching_are_shuffled_and_lettered() -> None:
    printed = print_question("Q1", MATCHING, seed=1)
    assert printed.numbered == ("Osei", "Reil")
    assert sorted(printed.lettered) == ["judge", "lawyer", "mayor"]
    letters = re.findall(r"\d([A-Z])", printed.keys[0])
    assert ["ABC".index(letter) for letter in letters] == [
        printed.lettered.index("mayor"),
        printed.lettered.index("lawyer"),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_lines_of_an_ordering_are_never_printed_in_their_order(seed: int) -> None:
    printed = print_question("Q1", ORDERING, seed)
    assert printed.lettered != ORDERING.order
    letters = printed.keys[0].split()
    assert tuple(printed.lettered["ABC".index(letter)] for letter in letters) == ORDERING.order


def test_what_is_hidden_is_described_by_the_words_around_it() -> None:
    paragraph = "The crew tried to restore the old lighthouse before the winter came."
    start = paragraph.index("lighthouse")
    hidden = Span(1, start, start + len("lighthouse"), "lighthouse")
    assert describe_hole(paragraph, [hidden]) == paragraph.replace("lighthouse", "____")
    long = f"{'Many words stand before it. ' * 4}{paragraph}{' Many words follow it.' * 4}"
    later = Span(1, long.index("lighthouse"), long.index("lighthouse") + 10, "lighthouse")
    hole = describe_hole(long, [later])
    assert hole.startswith("…")
    assert hole.endswith("…")
    assert set(re.findall(r"\w+", hole)) - {"____"} <= set(re.findall(r"\w+", long))
    assert "lighthouse" not in hole


def test_the_command_writes_two_sheets_a_form_and_a_key(
    folder: Path, people_asked: Path, tmp_path: Path
) -> None:
    judging_sheet.main(
        [str(folder), f"--human-items={people_asked}", "--per-article=3", f"--out={tmp_path}"]
    )
    key = json.loads((tmp_path / "key.json").read_text("utf-8"))
    with (tmp_path / "form.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == list(key)
    assert tuple(rows[0]) == COLUMNS
    assert set(CRITERIA) < set(COLUMNS)
    assert {entry["origin"] for entry in key.values()} >= {"damaged", "generated_draft"}
    blind = (tmp_path / "sheet-questions.md").read_text("utf-8")
    assert all(f"### {id}\n" in blind for id in key)
    assert not any(entry["damage"] and entry["damage"] in blind for entry in key.values())


def test_a_file_of_people_s_questions_that_was_asked_for_must_be_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        judging_sheet.main([str(folder), f"--human-items={tmp_path / 'absent.json'}"])
    assert capsys.readouterr().out.startswith("There is no file ")
