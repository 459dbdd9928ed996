"""What does the page say about the rules of a quiz as they stand in its form? (pure)"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from quizapp.generation.draft import Kind, Skill
from quizapp.quizzes.assembly import Candidate, count_available, find_clash, list_pool
from quizapp.quizzes.rules import PaperRules, SlotRule
from quizapp.web.forms.quiz_rules import RulesForm
from quizapp.web.quiz_words import Section, tell


@dataclass(frozen=True)
class SlotState:
    """How many approved questions fit a slot, and how many of those it wants it can have."""

    slot: SlotRule
    fitting: int
    filled: int

    @property
    def is_short(self) -> bool:
        return self.filled < self.slot.count

    @property
    def sentence(self) -> str:
        """What the teacher is told about the slot."""
        if self.slot.question_id is not None:
            return _tell_fixed(self)
        fit = f"{self.fitting} approved questions fit."
        if self.fitting == 1:
            fit = "1 approved question fits."
        return f"{fit} {self._tell_shortage()}" if self.is_short else fit

    def _tell_shortage(self) -> str:
        taken = self.fitting >= self.slot.count
        why = "Some are needed in other slots, or give each other away. " if taken else ""
        advice = "choose more skills" if self.slot.skills else "ask for fewer"
        return (
            f"{why}This slot can have {self.filled} of {self.slot.count}:"
            f" approve more, or {advice}."
        )


@dataclass(frozen=True)
class Editor:
    """What stands around the fields: words, counts and warnings."""

    sections: dict[str, Section]
    wrong: Collection[str]
    opened: Collection[str]
    slots: list[SlotState]
    clashes: list[tuple[str, str]]
    counts: dict[Skill | Kind, int]
    available: int


def look_at(form: RulesForm, candidates: Sequence[Candidate], *, shows_paper: bool) -> Editor:
    """What the page says about the form; `shows_paper`: the teacher is at work on the slots."""
    rules = form.read_rules()
    slots = look_at_slots(candidates, rules.paper)
    wrong = form.list_wrong_sections()
    working = {"paper"} if shows_paper or any(it.is_short for it in slots) else set()
    return Editor(
        sections=tell(rules),
        wrong=wrong,
        opened=wrong | working,
        slots=slots,
        clashes=list_clashing_stems(candidates, rules.paper),
        counts=_count_by_feature(candidates),
        available=len(candidates),
    )


def look_at_slots(candidates: Sequence[Candidate], rules: PaperRules) -> list[SlotState]:
    """The state of each slot, in the order of the rules."""
    filled = count_available(candidates, rules)
    return [
        SlotState(slot, len(list_pool(candidates, slot)), available)
        for slot, available in zip(rules.slots, filled, strict=True)
    ]


def list_clashing_stems(
    candidates: Sequence[Candidate], rules: PaperRules
) -> list[tuple[str, str]]:
    """The stems of fixed questions that give each other away."""
    return [(one.draft.stem, other.draft.stem) for one, other in find_clash(candidates, rules)]


def _tell_fixed(state: SlotState) -> str:
    if state.filled:
        return "It stands on every paper."
    if state.fitting:
        return "This question has a slot already: choose another."
    return "This question is not approved: choose another, or approve it."


def _count_by_feature(candidates: Sequence[Candidate]) -> dict[Skill | Kind, int]:
    """How many questions there are of each skill and of each kind."""
    return {
        it: sum(it in (candidate.draft.skill, candidate.draft.kind) for candidate in candidates)
        for it in (*Skill, *Kind)
    }
