"""A question put in another way is the same question, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

import pytest

from quizapp.generation.draft import GAP, Kind, Option, QuestionDraft, Span, Status
from quizapp.generation.writer.client import ModelWriter
from quizapp.generation.writer.offers import (
    LANGUAGES,
    can_have_better_distractors,
    can_have_simpler_stem,
)
from quizapp.generation.writer.rewording import simplify_stem, translate_stem, write_distractors
from quizapp.generation.writer.terms import Budget, BudgetSpentError, Dropped, Gate, Meter
from tests.factories import choice
from tests.generation.writer.harbour import WHY, reading, wrong
from tests.scripted_model import (
    NAME,
    Script,
    ScriptedModel,
    instead_of,
    rewords,
    says,
    says_json,
)

T = TypeVar("T")
KEYS = {WHY["answer"]}
BETTER = wrong(
    "Stone from the harbour wall had fallen on passing boats",
    "Families wished to sell their boats at a better price",
    "Tourists had asked for somewhere to land in summer",
)
SIMPLER = "For what reason did Quelmar get a new port?"
TRANSLATED = "Почему в Квельмаре открыли новый порт?"
START = reading().document.paragraphs[0].index(WHY["quote"])


def original(**changes: Any) -> QuestionDraft:
    """The question as a teacher might have written it."""
    options = (
        Option(WHY["answer"], True, WHY["why_right"]),
        *(Option(it["text"], False, it["why_wrong"]) for it in WHY["wrong_answers"]),
    )
    draft = choice(
        stem=WHY["question"],
        critical_span=Span(1, START, START + len(WHY["quote"]), WHY["quote"]),
        options=options,
    )
    return replace(draft, **changes)


def with_model(script: Script, ask: Callable[[Meter], T], calls: int = 99) -> T:
    with ScriptedModel(script) as model:
        return ask(Meter(ModelWriter(model.url, NAME, "", 5), Budget(calls, 10**6)))


def distractors(script: Script, draft: QuestionDraft | None = None) -> QuestionDraft | Dropped:
    asked = draft or original()
    return with_model(script, lambda m: write_distractors(reading(), asked, m, Random(1)))


def simpler(script: Script, draft: QuestionDraft | None = None) -> QuestionDraft | Dropped:
    asked = draft or original()
    return with_model(script, lambda m: simplify_stem(reading(), asked, m, Random(1)))


def translated(script: Script, language: str = "ru") -> str | Dropped:
    return with_model(script, lambda m: translate_stem(original(), language, m))


def gate_of(found: object) -> Gate:
    assert isinstance(found, Dropped), found
    assert found.reason.endswith(".")
    return found.gate


def test_better_distractors_leave_stem_key_and_evidence_as_they_are() -> None:
    found = distractors(rewords(KEYS, wrong=BETTER))
    assert isinstance(found, QuestionDraft)
    before = original()
    assert (found.uid, found.stem, found.critical_span) == (
        before.uid,
        before.stem,
        before.critical_span,
    )
    assert {option.text for option in found.options if not option.key} == {
        it["text"] for it in BETTER
    }
    assert next(option for option in found.options if option.key) == before.options[0]
    assert (found.writer, found.status) == (NAME, Status.DRAFT)
    assert "written-by-model" in found.reasons


@pytest.mark.parametrize(
    ("script", "gate"),
    [
        (lambda _: says("Here they are!"), Gate.SHAPE),
        (rewords(KEYS, wrong=BETTER[:2]), Gate.SHAPE),
        (rewords(KEYS, wrong=[*BETTER[:2], *wrong("Some <i>sand</i>")]), Gate.SHAPE),
        (
            rewords(KEYS, wrong=wrong("Il y avait du vent", "La mer est bleue", "Le quai")),
            Gate.LANGUAGE,
        ),
        (rewords(KEYS, wrong=[*BETTER[:2], BETTER[0]]), Gate.CRAFT),
        (rewords(KEYS, wrong=[*BETTER[:2], *wrong("None of the above")]), Gate.CRAFT),
        (rewords({BETTER[0]["text"]}, wrong=BETTER), Gate.ANSWERS),
        (
            instead_of("Verdict", says_json({"supported": "yes"}), rewords(KEYS, wrong=BETTER)),
            Gate.SUPPORT,
        ),
    ],
)
def test_distractors_that_are_no_better_are_refused(script: Script, gate: Gate) -> None:
    assert gate_of(distractors(script)) is gate


def test_what_a_teacher_has_let_stand_is_no_reason_to_refuse() -> None:
    pointing = original(stem="Why was it opened there?")
    assert isinstance(distractors(rewords(KEYS, wrong=BETTER), pointing), QuestionDraft)


def test_a_simpler_stem_changes_nothing_else() -> None:
    found = simpler(rewords(KEYS, SIMPLER))
    assert isinstance(found, QuestionDraft)
    assert found == replace(
        original(),
        stem=SIMPLER,
        writer=NAME,
        status=Status.DRAFT,
        reasons=found.reasons,
    )


def test_a_question_without_options_can_be_simplified_too() -> None:
    typed = original(kind=Kind.SHORT_ANSWER, options=())
    found = simpler(rewords(set(), SIMPLER), typed)
    assert isinstance(found, QuestionDraft)
    assert found.stem == SIMPLER


@pytest.mark.parametrize(
    ("script", "gate"),
    [
        (lambda _: says("Why?"), Gate.SHAPE),
        (rewords(KEYS, "Why **was** a port opened in Quelmar?"), Gate.SHAPE),
        (rewords(KEYS, "Pourquoi est-ce que le port a été ouvert?"), Gate.LANGUAGE),
        (rewords(KEYS, WHY["question"]), Gate.MEANING),
        (rewords(KEYS, "Why did Anna Petrova get a new port?"), Gate.NAMES),
        (rewords(KEYS, "Why did Quelmar get a new port in 2019?"), Gate.NUMBERS),
        (rewords(KEYS, "Why did it get a new port?"), Gate.CRAFT),
        (rewords(set(), SIMPLER), Gate.ANSWERS),
        (
            instead_of("Verdict", says_json({"supported": "no"}), rewords(KEYS, SIMPLER)),
            Gate.MEANING,
        ),
        (instead_of("Verdict", says("maybe"), rewords(KEYS, SIMPLER)), Gate.MEANING),
    ],
)
def test_a_stem_that_asks_something_else_is_refused(script: Script, gate: Gate) -> None:
    assert gate_of(simpler(script)) is gate


def test_a_translation_is_in_its_language_and_asks_the_same() -> None:
    assert translated(rewords(KEYS, TRANSLATED)) == TRANSLATED
    kazakh = "Квельмарда жаңа порт не үшін ашылды?"
    assert translated(rewords(KEYS, kazakh), "kk") == kazakh
    assert set(LANGUAGES) == {"kk", "ru"}


@pytest.mark.parametrize(
    ("script", "language", "gate"),
    [
        (rewords(KEYS, WHY["question"]), "ru", Gate.LANGUAGE),
        (rewords(KEYS, TRANSLATED), "kk", Gate.LANGUAGE),
        (rewords(KEYS, "Почему в 2019 году открыли новый порт?"), "ru", Gate.NUMBERS),
        (rewords(KEYS, "Почему &quot;порт&quot;?"), "ru", Gate.SHAPE),
        (
            instead_of("Verdict", says_json({"supported": "no"}), rewords(KEYS, TRANSLATED)),
            "ru",
            Gate.MEANING,
        ),
    ],
)
def test_a_translation_that_is_none_is_refused(script: Script, language: str, gate: Gate) -> None:
    assert gate_of(translated(script, language)) is gate


def test_a_spent_budget_is_told_and_nothing_is_half_checked() -> None:
    for calls in range(8):
        with pytest.raises(BudgetSpentError):
            with_model(
                rewords(KEYS, wrong=BETTER),
                lambda m: write_distractors(reading(), original(), m, Random(1)),
                calls,
            )


def test_only_what_makes_sense_is_offered() -> None:
    assert can_have_better_distractors(original())
    assert can_have_simpler_stem(original())
    gap = original(kind=Kind.CLOZE, stem=f"The port was opened in {GAP}.", options=())
    assert not can_have_better_distractors(gap)
    assert not can_have_simpler_stem(gap)
    assert not can_have_simpler_stem(original(stem="What does “quay” mean?"))
    assert not can_have_better_distractors(original(kind=Kind.TRUE_FALSE))
