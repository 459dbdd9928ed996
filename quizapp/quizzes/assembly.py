"""Which questions stand on a learner's paper, and in which printed order? (pure)

A plan says how many easy, medium and hard questions about each article every slot has. It comes
from the banks and the rules alone, so it is the same for every learner: chance decides which
questions a paper has, never how many, how hard, or about what. The same candidates, rules and
`rng` give the same paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import combinations
from random import Random

from quizapp.bank.learnt import choose_band
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill
from quizapp.quizzes.own_order import is_about_all, is_ordered
from quizapp.quizzes.rules import PaperRules, SlotRule
from quizapp.quizzes.sharing import Stratum, nearest, share_out
from quizapp.quizzes.spoiling import relate, share_evidence, spoil_each_other

# Kinds whose options have an order of their own.
FIXED_ORDER = frozenset(
    {
        Kind.TRUE_FALSE,
        Kind.TRUE_FALSE_NOT_GIVEN,
        Kind.INSERTION,
        Kind.SELECT_SENTENCE,
        Kind.IRRELEVANT_SENTENCE,
    }
)
_MOST_STOCKS = 50  # quizzes that are sat at the same time
_TRIES = 20  # draws by chance before a learner gets the planned questions themselves

_Seating = dict[int, int]  # version -> the slot where it stands
_Rank = Callable[["Candidate", int], tuple[int, ...]]  # (question, how often its skill) -> turn


@dataclass(frozen=True)
class Candidate:
    """An approved question about an article that a paper may draw.

    `source_id` is the question that it was copied from, in the end, or its own. `learnt` is how
    hard learners find it, where that is known and is not as it is marked.
    """

    version_id: int
    question_id: int
    draft: QuestionDraft
    article_id: int
    source_id: int
    learnt: Difficulty | None = None

    def __hash__(self) -> int:
        """Of its number alone: to hash all that a draft says takes longer than to draw a paper."""
        return hash(self.version_id)

    @property
    def difficulty(self) -> Difficulty:
        return choose_band(self.draft.difficulty, self.draft.origin, self.learnt)

    @cached_property
    def stratum(self) -> Stratum:
        return Stratum(self.article_id, self.difficulty)


@dataclass(frozen=True)
class PaperEntry:
    """A question on a paper, worth `weight` points.

    `printed_order` holds the version's indices as they are printed.
    """

    version_id: int
    printed_order: tuple[int, ...]
    weight: Decimal


@dataclass(frozen=True)
class _Stock:
    """What there is to draw: a pool for each slot, without what is fixed or spoilt by it. `plan`
    is a paper that shows how many questions of each stratum every slot has."""

    questions: dict[int, Candidate]
    fixed: _Seating
    pools: tuple[list[Candidate], ...]
    spoils: dict[int, set[int]]
    shares: dict[int, set[int]]
    plan: _Seating = field(default_factory=dict)


def assemble(
    candidates: Sequence[Candidate], rules: PaperRules, rng: Random
) -> tuple[PaperEntry, ...]:
    """The paper of one learner, passage by passage, in the order of each passage or shuffled.

    A fixed slot has its question if that is among the candidates. A random slot draws: as many
    questions about each article and of each difficulty as on every other paper; the articles
    have equal parts, as far as they can; the skills take turns; a question whose evidence
    overlaps that of another waits until nothing else of its stratum is left. Where one question
    hides or prints what another asks, only one is drawn, even if the paper stays shorter; fixed
    questions stand in any case. No question stands twice.
    """
    stock = _take_stock(tuple(candidates), rules)
    drawn = _draw(stock, rng)
    ordered = sorted(drawn, key=lambda version_id: _place(stock.questions[version_id]))
    if rules.shuffle_questions:
        rng.shuffle(ordered)
        ordered = _group_by_article([stock.questions[version_id] for version_id in ordered])
    return tuple(
        PaperEntry(
            version_id,
            print_order(stock.questions[version_id].draft, rng, shuffle=rules.shuffle_options),
            rules.slots[drawn[version_id]].weight,
        )
        for version_id in ordered
    )


def list_pool(candidates: Iterable[Candidate], slot: SlotRule) -> list[Candidate]:
    """The candidates that `slot` may have: its own question, or all that fit its filter."""
    if slot.question_id is not None:
        return [it for it in candidates if it.question_id == slot.question_id]
    return [
        it
        for it in candidates
        if (not slot.skills or it.draft.skill in slot.skills)
        and (not slot.kinds or it.draft.kind in slot.kinds)
        and slot.difficulty in (None, it.difficulty)
    ]


def count_available(candidates: Sequence[Candidate], rules: PaperRules) -> tuple[int, ...]:
    """How many questions each slot, in the order of the rules, has on every paper."""
    filled = Counter(_take_stock(tuple(candidates), rules).plan.values())
    return tuple(filled[slot] for slot in range(len(rules.slots)))


def find_clash(
    candidates: Sequence[Candidate], rules: PaperRules
) -> list[tuple[Candidate, Candidate]]:
    """The pairs of fixed questions of which one hides or prints what the other asks."""
    stock = _take_stock(tuple(candidates), rules)
    return [
        (stock.questions[one], stock.questions[other])
        for one, other in combinations(stock.fixed, 2)
        if other in stock.spoils[one]
    ]


def print_order(draft: QuestionDraft, rng: Random, *, shuffle: bool = True) -> tuple[int, ...]:
    """In which order the page shows the options, responses or items of `draft`.

    Responses and items are shuffled always: as they are written, they print the key.
    """
    if draft.kind is Kind.ORDERING:
        return _shuffled_away(len(draft.order), rng)
    if draft.kind is Kind.MATCHING:
        return _shuffled_away(len(draft.pairs), rng)
    texts = [option.text for option in draft.options]
    if not shuffle or draft.kind in FIXED_ORDER or is_ordered(tuple(texts)):
        return tuple(range(len(texts)))
    moving = [index for index, text in enumerate(texts) if not is_about_all(text)]
    moved = iter(rng.sample(moving, len(moving)))
    return tuple(next(moved) if at in moving else at for at in range(len(texts)))


@lru_cache(maxsize=_MOST_STOCKS)
def _take_stock(candidates: tuple[Candidate, ...], rules: PaperRules) -> _Stock:
    """The same for all who sit a quiz; each pair of questions is looked at once, not for each."""
    by_version = sorted(candidates, key=lambda it: it.version_id)
    newest = {it.question_id: it for it in by_version}
    questions = {it.version_id: it for it in newest.values()}
    spoils = relate(questions, _spoil_each_other)
    fixed: _Seating = {}
    for number, slot in enumerate(rules.slots):
        if slot.question_id in newest:
            fixed.setdefault(newest[slot.question_id].version_id, number)
    free = [
        it for key, it in questions.items() if key not in fixed and spoils[key].isdisjoint(fixed)
    ]
    pools = tuple(list_pool(free, slot) for slot in rules.slots)
    shares = relate(questions, _of_one_passage(share_evidence))
    stock = _Stock(questions, fixed, pools, spoils, shares)
    return replace(stock, plan=_plan(stock, rules))


def _plan(stock: _Stock, rules: PaperRules) -> _Seating:
    """A paper by the rules, without chance: questions that spoil few others come first, so that
    many find a place. What a slot's shares ask for and the banks cannot give is taken from the
    nearest stratum."""
    articles = sorted({it.article_id for it in stock.questions.values()})
    drawing = _Drawing(stock, lambda it, turn: (len(stock.spoils[it.version_id]), turn))
    refused = []
    for slot in sorted(range(len(stock.pools)), key=lambda it: len(stock.pools[it])):
        pool = (it.stratum for it in stock.pools[slot])
        for wanted in share_out(pool, rules.slots[slot].count):
            if not drawing.take(slot, [wanted]):
                refused.append((slot, wanted))
    for slot, wanted in refused:
        any(drawing.take(slot, strata) for strata in nearest(wanted, articles))
    return drawing.seating


def _draw(stock: _Stock, rng: Random) -> _Seating:
    """Questions by chance, as many of each slot and stratum as in the plan.

    When no two questions spoil each other, the first draw fills the plan (see `_Drawing`).
    Those that do are few, so one of the next draws fills it; if none does, the plan itself is
    the paper: less of a surprise, but as hard as the others.
    """
    seats = [
        (slot, stock.questions[version_id].stratum)
        for version_id, slot in stock.plan.items()
        if version_id not in stock.fixed
    ]
    sizes = Counter((n, it.stratum) for n, pool in enumerate(stock.pools) for it in pool)
    seats.sort(key=lambda seat: (sizes[seat], seat))  # those with little choice first
    for _ in range(_TRIES):
        drawing = _Drawing(stock, _by_chance(stock, rng))
        if all(drawing.take(slot, [stratum]) for slot, stratum in seats):
            return drawing.seating
    return stock.plan


class _Drawing:
    """A paper in the making: questions find a place in a slot, one after the other.

    A slot whose questions are all taken gets one from a slot that can have another instead,
    and so on: an augmenting path of bipartite matching (Berge, Two theorems in graph theory,
    1957). So a wide slot never starves a narrow one: places that can all be filled are all
    filled, in whichever order they come. What stands on the paper stays on it, in one slot or
    the other, so only the question that is new has to be checked against the others.
    """

    def __init__(self, stock: _Stock, rank: _Rank) -> None:
        self.seating = dict(stock.fixed)
        self._stock = stock
        self._rank = rank

    def take(self, slot: int, strata: Collection[Stratum]) -> bool:
        """Give `slot` one more question of these strata, if that is possible."""
        return any(self._seat(slot, strata, apart, set()) for apart in (True, False))

    def _seat(self, slot: int, strata: Collection[Stratum], apart: bool, tried: set[int]) -> bool:
        for version_id in self._line_up(slot, strata):
            if version_id in tried:
                continue
            tried.add(version_id)
            holder = self.seating.get(version_id)
            if holder is None:
                is_to_be_had = self._may_join(version_id, apart)
            else:
                is_to_be_had = self._seat(holder, strata, apart, tried)
            if is_to_be_had:
                self.seating[version_id] = slot
                return True
        return False

    def _line_up(self, slot: int, strata: Collection[Stratum]) -> list[int]:
        """What `slot` could have, in turn; what another slot holds comes last: few have to move."""
        here = [key for key, holder in self.seating.items() if holder == slot]
        skills = Counter(self._stock.questions[key].draft.skill for key in here)
        fitting = [it for it in self._stock.pools[slot] if it.stratum in strata]
        fitting.sort(key=lambda it: self._rank(it, skills[it.draft.skill]))
        line = [it.version_id for it in fitting if it.version_id not in here]
        return sorted(line, key=self.seating.__contains__)

    def _may_join(self, version_id: int, apart: bool) -> bool:
        """`apart`: on evidence that no other question of the paper shares."""
        unwanted = self._stock.spoils[version_id]
        if apart:
            unwanted = unwanted | self._stock.shares[version_id]
        return unwanted.isdisjoint(self.seating)


def _by_chance(stock: _Stock, rng: Random) -> _Rank:
    """The skills take turns: the least asked first; of these, and in each, chance decides."""
    skills = dict(zip(Skill, rng.sample(range(len(Skill)), len(Skill)), strict=True))
    count = len(stock.questions)
    places = dict(zip(stock.questions, rng.sample(range(count), count), strict=True))
    return lambda it, turn: (turn, skills[it.draft.skill], places[it.version_id])


def _place(candidate: Candidate) -> tuple[int, int, int]:
    span = candidate.draft.critical_span
    return candidate.article_id, span.paragraph, span.start


def _group_by_article(ordered: Sequence[Candidate]) -> list[int]:
    """The versions with those about one article together: nobody turns passages back and forth."""
    articles = list(dict.fromkeys(it.article_id for it in ordered))
    grouped = sorted(ordered, key=lambda it: articles.index(it.article_id))
    return [it.version_id for it in grouped]


def _spoil_each_other(one: Candidate, other: Candidate) -> bool:
    """Nobody is asked the same twice: a copy spoils what it was copied from."""
    is_copy = one.source_id == other.source_id
    return is_copy or _of_one_passage(spoil_each_other)(one, other)


def _of_one_passage(
    relation: Callable[[QuestionDraft, QuestionDraft], bool],
) -> Callable[[Candidate, Candidate], bool]:
    """The relation of two questions; those about different articles have none."""
    return lambda one, other: (
        one.article_id == other.article_id and relation(one.draft, other.draft)
    )


def _shuffled_away(length: int, rng: Random) -> tuple[int, ...]:
    """A shuffle that is not the right order itself, where there is another."""
    indices = list(range(length))
    rng.shuffle(indices)
    if length > 1 and indices == sorted(indices):
        indices = indices[1:] + indices[:1]
    return tuple(indices)
