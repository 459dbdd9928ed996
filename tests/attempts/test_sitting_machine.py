"""Whatever learner, teacher, network and clock do, in any order: no answer is missing.

A machine draws steps by chance and does each of them twice: in the program and in the model
(`sitting_model`). After every step the tables must say what the model says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner
from quizapp.accounts.needs import set_needs
from quizapp.attempts import deciding, extending, saving, sitting
from quizapp.attempts.clock import read_clock
from quizapp.attempts.closing import close_if_over, close_overdue
from quizapp.attempts.models import Attempt
from quizapp.attempts.responses import Answer, read_given
from tests.attempts.sitting_laws import Message, Page, WatchedSitting
from tests.attempts.sitting_model import MINUTE, SECOND, Model, Need, QuizTerms
from tests.attempts.sitting_world import (
    DRAFTS,
    as_fields,
    as_lapse,
    as_needs,
    assign_terms,
    list_bells,
    needs,
    quiz_terms,
    read_questions,
)
from tests.conftest import NOON, MovableClock
from tests.factories import make_world

T = TypeVar("T")
OFTEN = settings(
    max_examples=50,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
POSITIONS = st.integers(1, len(DRAFTS))
PICKS = st.integers(0, 11)  # one of several, whatever their number
ANSWERS = st.lists(st.tuples(POSITIONS, PICKS), min_size=1, max_size=4)


class SittingMachine(WatchedSitting):
    """One learner, one assignment, a teacher, a bad network and a clock."""

    @initialize(terms=quiz_terms(), need=needs())
    def set_quiz(self, terms: QuizTerms, need: Need) -> None:
        self.model = Model(terms, need)
        self.learner = Learner(name="Ada", password_hash="none", created_at=NOON)
        self.session.add(self.learner)
        self.session.flush()
        self.session.add(
            Enrolment(
                course_id=self.world.course.id,
                learner_id=self.learner.id,
                sign_in_name=f"ada {self.learner.id}",
                joined_at=NOON,
            )
        )
        set_needs(self.session, self.learner.id, as_needs(need))
        self.assignment = assign_terms(self.session, self.world, terms)
        self.start()

    # Time passes.

    @rule(lapse=st.sampled_from([0, 1, 500, SECOND, 1700, 7 * SECOND, 61 * SECOND]))
    def wait(self, lapse: int) -> None:
        self.now += lapse

    @rule(pick=PICKS, beyond=st.sampled_from([-1, 0, 1]), answers=ANSWERS)
    def answer_at_a_bell(self, pick: int, beyond: int, answers: list[tuple[int, int]]) -> None:
        """Just before, at, and just after a moment at which something ends."""
        bells = [bell + beyond for bell in list_bells(self.model.sittings[-1])]
        ahead = sorted({bell for bell in bells if bell >= self.now})
        if ahead:
            self.now = pick_from(ahead, pick)
            self.answer(answers)

    @precondition(lambda self: len(self.delivered) > 4 and self.model.sittings[-1].end)
    @rule(lapse=st.sampled_from([0, 1, SECOND, 3 * MINUTE]))
    def sleep_until_the_end(self, lapse: int) -> None:
        self.now = max(self.now, (self.model.sittings[-1].end or 0) + lapse)

    # The learner starts, turns pages, takes breaks, hands in.

    @precondition(lambda self: len(self.pages) < 3 or not self.model.open_sitting())
    @rule()
    def start(self) -> None:
        self.model.settle(self.now)
        running = self.model.open_sitting()
        if running is None and not self.model.may_start(self.now):
            self.refused(sitting.SittingError, self.do_start)
            return
        attempt = self.do_start()
        if running is None:
            self.ids.append(attempt.id)
            self.model.start(read_questions(self.session, attempt), self.now)
        assert attempt.id == self.ids[self.model.sittings.index(running) if running else -1]
        self.load_page(len(self.pages))

    def do_start(self) -> Attempt:
        return sitting.start(
            self.session,
            self.assignment,
            self.learner,
            now=self.moment,
            rng=Random(len(self.ids)),
            grace_seconds=self.model.terms.grace // SECOND,
        )

    @rule(pick=PICKS)
    def load_page(self, pick: int) -> None:
        """A page, a reload, a second tab: it learns from the server which numbers are taken."""
        index = len(self.ids) - 1 if pick % 4 else pick % len(self.ids)
        taken = read_given(self.session, self.ids[index]).sequences
        known = {place: self.model.sittings[index].last_number(place) for place in (1, 2, 3)}
        assert taken == {place: number for place, number in known.items() if number}
        following = {place: taken.get(place, 0) + 1 for place in (1, 2, 3)}
        self.pages.append(Page(index, f"tab-{len(self.pages)}", following))
        self.turn(0)

    @rule(steps=st.sampled_from([1, 1, 0, -1, 2]))
    def turn(self, steps: int) -> None:
        model, attempt = self.latest()
        position = min(max(1, model.furthest + steps), len(DRAFTS))
        model.settle(self.now)
        attempt = close_if_over(self.session, attempt, now=self.moment)
        phase = read_clock(attempt, self.moment).phase
        item = sitting.find_item(self.session, attempt.id, position)
        may = phase == "answering" and sitting.may_show(attempt, position)
        assert may == model.may_turn(position, self.now)
        if may and sitting.must_open(attempt, item):
            sitting.open_question(self.session, attempt, position, now=self.moment)
        if may:
            model.turn(position, self.now)

    @precondition(lambda self: self.model.sittings[-1].breaks_allowed)
    @rule()
    def take_break(self) -> None:
        model, attempt = self.latest()
        begin = partial(extending.start_break, self.session, attempt.id, now=self.moment)
        if model.may_break(self.now):
            begin()
            model.take_break(self.now)
        else:
            self.refused(extending.TimeError, begin)

    @precondition(lambda self: self.model.sittings[-1].pauses)
    @rule()
    def end_break(self) -> None:
        model, attempt = self.latest()
        extending.end_break(self.session, attempt.id, now=self.moment)
        model.end_break(self.now)

    @precondition(lambda self: self.delivered)
    @rule(position=POSITIONS, flagged=st.booleans())
    def flag(self, position: int, flagged: bool) -> None:
        model, attempt = self.latest()
        sitting.flag(self.session, attempt.id, position, flagged=flagged)
        model.questions[position].flagged = flagged

    @precondition(lambda self: len(self.delivered) > 2)
    @rule(position=POSITIONS)
    def check(self, position: int) -> None:
        model, attempt = self.latest()
        sitting.check(self.session, attempt.id, position, now=self.moment)
        model.check(position, self.now)

    @precondition(lambda self: len(self.delivered) > 4)
    @rule()
    def submit(self) -> None:
        model, attempt = self.latest()
        sitting.submit(self.session, attempt.id, now=self.moment)
        model.submit(self.now)

    # The page saves; the network delivers at once, later, in another order, twice, or not yet.

    @rule(answers=ANSWERS)
    def answer(self, answers: list[tuple[int, int]]) -> None:
        for position, choice in answers:
            self.deliver(self.write(self.pages[-1], position, choice))

    @precondition(lambda self: len(self.pages) > 1)
    @rule(pick=PICKS, answers=ANSWERS)
    def answer_in_another_tab(self, pick: int, answers: list[tuple[int, int]]) -> None:
        for position, choice in answers:
            self.deliver(self.write(pick_from(self.pages, pick), position, choice))

    @rule(pick=PICKS, answers=ANSWERS)
    def answer_without_a_connection(self, pick: int, answers: list[tuple[int, int]]) -> None:
        page = pick_from(self.pages, pick)
        self.under_way += [self.write(page, position, choice) for position, choice in answers]

    @precondition(lambda self: self.under_way)
    @rule(pick=PICKS)
    def deliver_one_that_was_held_back(self, pick: int) -> None:
        message = pick_from(self.under_way, pick)
        self.under_way.remove(message)
        self.deliver(message)

    @precondition(lambda self: self.under_way)
    @rule()
    def come_back(self) -> None:
        while self.under_way:
            self.deliver(self.under_way.pop(0))

    @precondition(lambda self: self.delivered)
    @rule(pick=PICKS)
    def save_the_same_again(self, pick: int) -> None:
        self.deliver(pick_from(self.delivered[::-1], pick))

    @precondition(lambda self: self.delivered)
    @rule(pick=PICKS, choice=PICKS)
    def send_a_form_again_with_another_answer(self, pick: int, choice: int) -> None:
        old = pick_from(self.delivered[::-1], pick)
        value = pick_from(self.values_at(old.attempt, old.position), choice)
        self.deliver(Message(old.attempt, old.position, old.tab, old.number, value))

    def write(self, page: Page, position: int, choice: int) -> Message:
        number = page.following[position]
        page.following[position] += 1
        value = pick_from(self.values_at(page.attempt, position), choice)
        return Message(page.attempt, position, page.tab, number, value)

    def deliver(self, message: Message) -> None:
        """The server keeps the save, and its receipt says what the model says."""
        model, attempt = self.model.sittings[message.attempt], self.read(message.attempt)
        fields = as_fields(attempt.items[message.position - 1], message.value)
        answer = Answer(message.position, message.tab, message.number, fields)
        receipt = saving.respond(self.session, attempt.id, answer, now=self.moment)
        kept = model.save(message.position, message.tab, message.number, message.value, self.now)
        self.receipts.append((message, kept.arrived_at))
        self.delivered.append(message)
        assert as_lapse(receipt.received_at) == kept.arrived_at
        assert receipt.next_sequence == model.last_number(message.position) + 1
        assert receipt.in_force == model.is_newest(kept)
        assert (receipt.late, receipt.elsewhere) == (kept.late, False)
        page = next(it for it in self.pages if it.tab == message.tab)
        known = page.following[message.position]
        page.following[message.position] = max(known, receipt.next_sequence)

    # The teacher gives time and decides.

    @rule(minutes=st.sampled_from([1, 5]))
    def add_time(self, minutes: int) -> None:
        model, attempt = self.latest()
        model.settle(self.now)
        ends = self.list_ends()
        teacher = self.world.teacher
        add = partial(
            extending.add_time, self.session, attempt.id, minutes, teacher, now=self.moment
        )
        if model.ended or model.deadline is model.question_limit is None:
            self.refused(extending.TimeError, add)
            return
        add()
        model.add(minutes * MINUTE)
        self.assert_nothing_is_earlier(ends)

    @rule(need=needs())
    def accommodate(self, need: Need) -> None:
        """Another accommodation, a smaller one too: what runs is never shortened."""
        ends = self.list_ends()
        teacher, wanted = self.world.teacher, as_needs(need)
        extending.accommodate(self.session, self.learner, wanted, teacher, now=self.moment)
        self.model.need = need
        for it in self.model.sittings:
            it.accommodate(need, self.now)
        self.assert_nothing_is_earlier(ends)

    @precondition(lambda self: len(self.delivered) > 4)
    @rule()
    def close_by_teacher(self) -> None:
        model, attempt = self.latest()
        deciding.close_by_teacher(self.session, attempt.id, self.world.teacher, now=self.moment)
        model.close(self.now)

    @precondition(lambda self: any(it.ended for it in self.model.sittings))
    @rule(pick=PICKS, minutes=st.sampled_from([1, 10]))
    def reopen(self, pick: int, minutes: int) -> None:
        index = pick_from([n for n, it in enumerate(self.model.sittings) if it.ended], pick)
        model, attempt_id = self.model.sittings[index], self.ids[index]
        teacher = self.world.teacher
        again = partial(
            deciding.reopen, self.session, attempt_id, teacher, minutes, now=self.moment
        )
        if self.model.open_sitting():
            self.refused(deciding.DecisionError, again)
            return
        given = again().added_seconds * SECOND - model.added
        wanted = self.now + minutes * MINUTE
        before = model.deadline
        model.reopen()
        if given:
            model.add(given)
        model.renew_question(self.now)
        # Whole seconds are given: at most one more than is needed, and none that is not.
        if before is not None and model.deadline is not None:
            assert max(before, wanted) <= model.deadline <= max(before, wanted) + SECOND

    @precondition(lambda self: any(it.late for at in self.model.sittings for it in at.saves))
    @rule(pick=PICKS)
    def accept_late(self, pick: int) -> None:
        index = pick % len(self.ids)
        model = self.model.sittings[index]
        teacher = self.world.teacher
        accept = partial(
            deciding.accept_late, self.session, self.ids[index], teacher, now=self.moment
        )
        if model.ended and model.acceptable():
            accept()
            model.accept_late()
        else:
            self.refused(deciding.DecisionError, accept)

    @precondition(lambda self: any(it.ended == "abandoned" for it in self.model.sittings))
    @rule()
    def count_abandoned(self) -> None:
        index = [it.ended for it in self.model.sittings].index("abandoned")
        teacher = self.world.teacher
        deciding.count_abandoned(self.session, self.ids[index], teacher, now=self.moment)
        self.model.sittings[index].count_abandoned()

    # Somebody looks; the sweep comes round.

    @rule(pick=PICKS, sweeps=st.booleans())
    def look(self, pick: int, sweeps: bool) -> None:
        if sweeps:
            self.sweep()
            return
        index = pick % len(self.ids)
        close_if_over(self.session, self.read(index), now=self.moment)
        self.model.sittings[index].settle(self.now)

    def sweep(self) -> None:
        ended = sum(it.endings for it in self.model.sittings)
        self.model.settle(self.now)
        newly = sum(it.endings for it in self.model.sittings) - ended
        assert close_overdue(self.session, now=self.moment) == newly

    @precondition(lambda self: any(it.ended for it in self.model.sittings))
    @rule()
    def close_again_what_is_closed(self) -> None:
        closed = [self.ids[n] for n, it in enumerate(self.model.sittings) if it.ended]
        before = [self.read_everything(attempt_id) for attempt_id in closed]
        for attempt_id in closed:
            sitting.submit(self.session, attempt_id, now=self.moment)
            close_if_over(self.session, self.session.get_one(Attempt, attempt_id), now=self.moment)
            deciding.close_by_teacher(self.session, attempt_id, self.world.teacher, now=self.moment)
        assert before == [self.read_everything(attempt_id) for attempt_id in closed]

    def refused(self, error: type[Exception], ask: Callable[[], object]) -> None:
        with pytest.raises(error):
            ask()


def pick_from(choices: Sequence[T], pick: int) -> T:
    return choices[pick % len(choices)]


def test_a_sitting_does_what_its_model_does_whatever_happens(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS)
    session.commit()

    class Machine(SittingMachine):
        def __init__(self) -> None:
            super().__init__(session, world)

    run_state_machine_as_test(Machine, settings=OFTEN)
