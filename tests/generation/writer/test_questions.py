"""Of what a model writes, what is sound becomes a draft; everything else is dropped and counted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from quizapp.bank.rules import check_question
from quizapp.generation.draft import QuestionDraft, Skill, Status
from quizapp.generation.reasons import Reason
from quizapp.generation.writer.client import ModelWriter
from quizapp.generation.writer.questions import QuestionTask, plan_tasks, write_questions
from quizapp.generation.writer.terms import (
    Aim,
    Budget,
    BudgetSpentError,
    Gate,
    LateError,
    Meter,
    Written,
    count_gates,
)
from tests.generation.writer.harbour import FEAR, PARAGRAPHS, QUESTIONS, WHY, reading, wrong
from tests.scripted_model import (
    NAME,
    Deed,
    Question,
    Script,
    ScriptedModel,
    examine,
    first,
    good_writer,
    instead_of,
    says,
    says_json,
    writes,
    writes_and_knows,
)

FIRST = QuestionTask(Aim.CAUSE, (1,))
SECOND = QuestionTask(Aim.INFERENCE, (2,))
PLENTY = Budget(calls=500, tokens=10**6)


def write(
    script: Script,
    *tasks: QuestionTask,
    held: Iterable[QuestionDraft] = (),
    budget: Budget = PLENTY,
    approves: bool = False,
) -> Written:
    """All that comes of the tasks, up to the end of the budget."""
    written = Written()
    with ScriptedModel(script) as model:
        meter = Meter(ModelWriter(model.url, NAME, "", 5), budget)
        try:
            for each in write_questions(
                reading(), meter, tasks or (FIRST,), held, Random(1), approves=approves
            ):
                written += each
        except BudgetSpentError:
            assert meter.tally.calls == budget.calls
    return written


def only(written: Written) -> tuple[Gate, str]:
    """The one gate that refused the one question, and why."""
    assert written.drafts == ()
    (dropped,) = written.dropped
    return dropped.gate, dropped.reason


def changed(original: Question = WHY, **changes: Any) -> Question:
    return {**original, **changes}


def test_a_good_question_becomes_a_draft_that_names_its_writer() -> None:
    written = write(good_writer(QUESTIONS), FIRST, SECOND)
    assert written.dropped == ()
    why, fear = written.drafts
    assert (why.stem, why.skill, why.writer, why.pattern) == (
        WHY["question"],
        Skill.CAUSE,
        NAME,
        "written",
    )
    assert fear.skill is Skill.INFERENCE
    for draft in written.drafts:
        assert (draft.status, draft.reasons) == (Status.DRAFT, ("written-by-model",))
        assert check_question(draft, PARAGRAPHS) == []
        assert all(option.rationale for option in draft.options)
        assert sorted(str(option.distractor_class) for option in draft.options) == [
            "None",
            "misreading",
            "other_span",
            "unsupported",
        ]


def test_nothing_is_approved_without_a_teacher_unless_the_operator_says_so() -> None:
    approved = write(good_writer(QUESTIONS), FIRST, approves=True).drafts[0]
    assert (approved.status, approved.reasons) == (Status.APPROVED, ())


def test_what_is_guessed_without_the_text_is_marked_and_never_approved_by_itself() -> None:
    keys = {WHY["answer"]}
    script: Script = lambda call: (  # noqa: E731
        writes(WHY) if call.shape == "Questions" else examine(call, keys, guesses=True)
    )
    (draft,) = write(script, approves=True).drafts
    assert draft.status is Status.DRAFT
    assert Reason.GUESSED in draft.reasons


def test_a_key_that_alone_repeats_a_word_of_the_question_is_marked() -> None:
    question = changed(question="Why did large boats need a new port in Quelmar?")
    (draft,) = write(writes_and_knows(question), approves=True).drafts
    assert Reason.KEY_ECHOES in draft.reasons
    assert draft.status is Status.DRAFT


def test_a_wrong_answer_that_names_what_the_text_does_not_is_marked() -> None:
    strange = wrong("Sailors from Borduria had asked for more room", "x", "x")[:1]
    question = changed(wrong_answers=[*WHY["wrong_answers"][:2], *strange])
    (draft,) = write(writes_and_knows(question), approves=True).drafts
    assert Reason.OPTION_STRANGE in draft.reasons
    assert draft.status is Status.DRAFT


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "answered nothing"),
        ("", "answered nothing"),
        ("Sure! Here is a question: why?", "no JSON"),
        ('{"questions": [{"quote": "because', "no JSON"),
        ("<h1>Question</h1>", "no JSON"),
        ('{"questions": 5}', "another form"),
        ('{"questions": [{"question": "Why?"}]}', "another form"),
        (json.dumps({"questions": [{**WHY, "html": "<b>"}]}), "another form"),
        ('[{"questions": []}]', "another form"),
        ('{"questions": []}', "wrote no question"),
        ("[" * 30_000, "no JSON"),
        ("x" * 50_000, "more than was asked for"),
        (json.dumps({"questions": [{**WHY, "quote": ["a"]}]}), "another form"),
    ],
)
def test_nonsense_is_dropped_by_its_shape(answer: str | None, told: str) -> None:
    gate, reason = only(write(lambda _: says(answer)))
    assert gate is Gate.SHAPE
    assert told in reason


def test_thoughts_and_a_fence_around_an_answer_do_no_harm() -> None:
    answer = f"<think>Let me see …</think>\n```json\n{json.dumps({'questions': [WHY]})}\n```"
    written = write(instead_of("Questions", says(answer), writes_and_knows(WHY)))
    assert len(written.drafts) == 1


def test_of_many_questions_no_more_are_read_than_were_asked_for() -> None:
    written = write(writes_and_knows(*[WHY] * 20))
    assert [draft.stem for draft in written.drafts] == [WHY["question"]]
    assert only(replace(written, drafts=()))[1] == (
        "The model wrote 20 questions and was asked for 1."
    )


def test_a_hundred_questions_are_no_answer() -> None:
    gate, reason = only(write(writes_and_knows(*[WHY] * 100)))
    assert gate is Gate.SHAPE
    assert "more than was asked for" in reason


UNSHOWABLE = [
    "Why was a <b>new</b> port opened in Quelmar?",
    "Why was a new port opened &lt;here&gt; in Quelmar?",
    "Why was a **new** port opened in Quelmar?",
    "Why was a [new port](x) opened in Quelmar?",
    "Why was a new port opened in Quelmar? See https://example.org?",
    "Why was a new\u202e port opened in Quelmar?",
    "Why was a new\u200b port opened in Quelmar?",
    "Why was a new\x07 port opened in Quelmar?",
    "Why was a new\U000e0041 port opened in Quelmar?",
    "Why was a {new} port opened in Quelmar?",
    "A) Why was a new port opened in Quelmar?",
    "",
    "Why was a new port " + "and quay " * 50 + "opened?",
]


@pytest.mark.parametrize("line", UNSHOWABLE)
def test_a_line_that_cannot_be_printed_is_refused_wherever_it_stands(line: str) -> None:
    spoilt = [
        changed(question=line),
        changed(answer=line),
        changed(wrong_answers=[*WHY["wrong_answers"][:2], *wrong(line)]),
        changed(wrong_answers=[*WHY["wrong_answers"][:2], {**wrong("x")[0], "why_wrong": line}]),
    ]
    for question in spoilt:
        written = write(writes_and_knows(question))
        if len(line) > 400 or question is not spoilt[3]:
            assert only(written)[0] is Gate.SHAPE
        (dropped,) = written.dropped
        assert not {"\u202e", "\u200b", "\x07"} & set(dropped.stem)
        assert len(dropped.stem) <= 300


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_a_question_has_three_wrong_answers(number: int) -> None:
    four = [*WHY["wrong_answers"], *wrong("Nobody had asked the sailors of the town")]
    gate, reason = only(write(writes_and_knows(changed(wrong_answers=four[:number]))))
    assert gate is Gate.SHAPE
    assert f"has {number} wrong answers" in reason


FRENCH = {
    "question": "Pourquoi un nouveau port a-t-il été ouvert à Quelmar?",
    "answer": "Les grands bateaux ne pouvaient plus utiliser le quai",
    "why_right": "Le vieux quai était devenu trop peu profond.",
    "wrong_answers": [
        {"text": text, "why_wrong": "Le texte ne le dit pas.", "class": "unsupported"}
        for text in ("Les pêcheurs le voulaient", "La ville était riche", "Le maire est parti")
    ],
}
RUSSIAN = {"question": "Почему в городе открыли новый порт?", "answer": "Старый причал обмелел"}


@pytest.mark.parametrize("words", [FRENCH, RUSSIAN])
def test_another_language_is_refused(words: dict[str, Any]) -> None:
    assert only(write(writes_and_knows(changed(**words))))[0] is Gate.LANGUAGE


@pytest.mark.parametrize(
    "quote",
    [
        "because the old quay was too shallow for modern ships",
        "because the old quay had become too shallow",  # and then another word
        "",
        "quay",
    ],
)
def test_a_quote_that_does_not_stand_in_the_text_is_refused(quote: str) -> None:
    question = changed(quote=f"{quote} indeed" if quote.endswith("shallow") else quote)
    assert only(write(writes_and_knows(question)))[0] is Gate.QUOTE


def test_a_quote_from_a_part_that_was_not_shown_is_refused() -> None:
    assert only(write(writes_and_knows(WHY), SECOND))[0] is Gate.QUOTE


def test_a_quote_about_something_else_proves_nothing() -> None:
    question = changed(quote="catches of herring have fallen by a third")
    gate, reason = only(write(writes_and_knows(question), QuestionTask(Aim.CAUSE, (1, 2, 3))))
    assert gate is Gate.QUOTE
    assert "neither question nor answer" in reason


def test_a_quote_is_found_whatever_its_marks_and_blanks() -> None:
    question = changed(quote=f"“{WHY['quote'].replace(' too', chr(10) + ' too')}”")
    (draft,) = write(writes_and_knows(question)).drafts
    assert draft.critical_span.quote == WHY["quote"]


@pytest.mark.parametrize(
    ("changes", "gate"),
    [
        ({"question": "Why did Anna Petrova open a new port in Quelmar?"}, Gate.NAMES),
        ({"question": "Why did Ivo Delgren open a new port in Quelmar?"}, Gate.NAMES),
        ({"answer": "Large vessels could no longer reach Rotterdam from there"}, Gate.NAMES),
        ({"question": "Why was a new port for 60 million crowns opened in Quelmar?"}, Gate.NUMBERS),
        (
            {"answer": "Seventeen vessels could no longer use the former landing place"},
            Gate.NUMBERS,
        ),
        ({"question": "Why was a new port opened in Quelmar in May 2018?"}, Gate.DATES),
        ({"question": "Why was a new port opened in Quelmar in 1995?"}, Gate.DATES),
    ],
)
def test_what_the_text_does_not_name_count_or_date_is_invented(
    changes: dict[str, Any], gate: Gate
) -> None:
    assert only(write(writes_and_knows(changed(**changes))))[0] is gate


def test_numbers_are_compared_by_value_and_names_by_what_they_mean() -> None:
    question = changed(question="Why did mayor Delgren open a new port in Quelmar in May 2019?")
    assert len(write(writes_and_knows(question)).drafts) == 1


def test_what_somebody_says_is_asked_as_what_somebody_says() -> None:
    sold = changed(
        quote="the town had sold its future for a few hundred jobs",
        question="What did the town give away for some employment?",
        answer="Its prospects in the years to come",
        wrong_answers=wrong(
            "Its boats and all its fishing rights",
            "Its school with both of its classes",
            "Its cannery near the shallow quay",
        ),
    )
    assert only(write(writes_and_knows(sold), SECOND))[0] is Gate.CLAIMS
    asked = changed(sold, question="What does Ivo Brandt say that the town gave away?")
    assert len(write(writes_and_knows(asked), SECOND).drafts) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "Why was it opened in Quelmar?"},
        {"question": "Why was a new port not opened in Quelmar?"},
        {"question": "Tell about the new port of Quelmar."},
        {"question": "Why a port?"},
        {"answer": "All of the above"},
        {"answer": "Old quay"},
        {"question": "Why had large vessels a former landing place beside the quay of Quelmar?"},
        {"wrong_answers": wrong(*[option["text"] for option in WHY["wrong_answers"][:2]] * 2)[:3]},
    ],
)
def test_what_breaks_a_rule_of_the_craft_is_refused(changes: dict[str, Any]) -> None:
    assert only(write(writes_and_knows(changed(**changes))))[0] is Gate.CRAFT


def test_what_is_asked_already_is_not_asked_again() -> None:
    script = writes_and_knows(WHY)
    first = write(script).drafts
    assert only(write(script, held=first))[0] is Gate.REPEATED
    again = write(script, FIRST, FIRST)
    assert len(again.drafts) == 1
    assert [dropped.gate for dropped in again.dropped] == [Gate.REPEATED]


def test_a_sentence_is_asked_about_twice_at_most() -> None:
    (draft,) = write(writes_and_knows(WHY)).drafts
    held = [replace(draft, uid=stem, stem=stem, options=()) for stem in ("Ships?", "Mayor?")]
    gate, reason = only(write(writes_and_knows(WHY), held=held))
    assert gate is Gate.REPEATED
    assert "Two questions" in reason


def test_a_key_that_the_model_does_not_choose_each_time_is_dropped() -> None:
    other = WHY["wrong_answers"][0]["text"]
    for keys in ({other}, set[str]()):
        script: Script = lambda call, keys=keys: (  # type: ignore[misc]  # noqa: E731
            writes(WHY) if call.shape == "Questions" else examine(call, keys)
        )
        assert only(write(script))[0] is Gate.ANSWERS
    nonsense = instead_of("Choice", says("I think it is A"), writes_and_knows(WHY))
    assert only(write(nonsense))[0] is Gate.ANSWERS
    always_a = instead_of("Choice", says_json({"answer": "A"}), writes_and_knows(WHY))
    assert only(write(always_a))[0] is Gate.ANSWERS


@pytest.mark.parametrize("said", ["yes", "no", "perhaps"])
def test_a_key_without_support_and_a_distractor_with_support_are_dropped(said: str) -> None:
    script = instead_of("Verdict", says_json({"supported": said}), writes_and_knows(WHY))
    assert only(write(script))[0] is Gate.SUPPORT


def test_what_could_not_be_checked_within_the_budget_is_dropped() -> None:
    for calls in range(1, 9):
        written = write(writes_and_knows(WHY), budget=Budget(calls, 10**6))
        assert only(written)[0] is Gate.BUDGET
    assert len(write(writes_and_knows(WHY), budget=Budget(9, 10**6)).drafts) == 1


def test_an_answer_that_is_late_is_passed_over_once() -> None:
    with ScriptedModel(first([Deed(pause=9)], writes_and_knows(WHY))) as model:
        meter = Meter(ModelWriter(model.url, NAME, "", 1), PLENTY)
        late, good = write_questions(reading(), meter, (FIRST, FIRST), (), Random(1))
    assert [dropped.gate for dropped in late.dropped] == [Gate.SILENCE]
    assert len(good.drafts) == 1
    with ScriptedModel(lambda _: Deed(pause=9)) as model:
        meter = Meter(ModelWriter(model.url, NAME, "", 1), PLENTY)
        told = write_questions(reading(), meter, (FIRST, FIRST, FIRST), (), Random(1))
        assert next(told).drafts == ()
        with pytest.raises(LateError):
            next(told)
    assert meter.tally.calls == 2


def test_every_refusal_has_a_sentence_and_the_skill_that_was_asked_for() -> None:
    written = write(writes_and_knows(changed(quote="no")), FIRST, SECOND)
    assert [dropped.skill for dropped in written.dropped] == [Skill.CAUSE, Skill.INFERENCE]
    assert count_gates(written.dropped) == {Gate.QUOTE: 2}
    assert all(dropped.reason.endswith(".") for dropped in written.dropped)
    assert {dropped.stem for dropped in written.dropped} == {WHY["question"]}


def test_an_article_is_asked_about_part_by_part_and_as_a_whole() -> None:
    tasks = plan_tasks(reading())
    assert {task.paragraphs for task in tasks} == {(1,), (3,), (1, 2, 3)}
    assert len({task.aim for task in tasks}) == len(tasks)


def test_the_fear_of_fishermen_is_sound() -> None:
    assert len(write(writes_and_knows(FEAR), SECOND).drafts) == 1
