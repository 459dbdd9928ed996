"""Which questions does a model write about an article, and which of them pass the gates?

    for written in write_questions(reading, meter, plan_tasks(reading), held, rng): …

The model is asked once for each task; what it wrote is held by one gate after the other, those
that ask the model again last. What fails is handed on with its reason, never mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from quizapp.generation.draft import QuestionDraft
from quizapp.generation.writer.drafts import make_draft
from quizapp.generation.writer.examining import Examiner
from quizapp.generation.writer.prompts import ask_for_questions, cut_excerpt
from quizapp.generation.writer.shapes import Questions, ShapeError, read_shape
from quizapp.generation.writer.terms import Aim, Dropped, Gate, LateError, Meter, Written
from quizapp.reading.reading import Reading

_WORDS_PER_TASK, _MOST_TASKS = 40, 40
_FIRST = 2  # tasks about what matters most, before those about the whole
_FEWEST_WORDS = 25  # of a paragraph that has a question in it
_OF_A_PART = (Aim.INFERENCE, Aim.CAUSE, Aim.DETAIL, Aim.VOCABULARY, Aim.PURPOSE, Aim.ATTRIBUTION)
_OF_THE_WHOLE = (Aim.MAIN_IDEA, Aim.TONE)


@dataclass(frozen=True)
class QuestionTask:
    """What to ask a model for: questions of one aim about some paragraphs (from 1)."""

    aim: Aim
    paragraphs: tuple[int, ...]
    count: int = 1


def plan_tasks(reading: Reading) -> tuple[QuestionTask, ...]:
    """What to ask about a whole article: what matters first, every aim in its turn."""
    paragraphs = reading.document.paragraphs
    weights: dict[int, float] = {}
    for sentence, weight in zip(reading.sentences, reading.salience, strict=True):
        number = sentence.paragraph
        if len(paragraphs[number - 1].split()) >= _FEWEST_WORDS:
            weights[number] = max(weight, weights.get(number, 0.0))
    ranked = sorted(weights, key=lambda number: (-weights[number], number))
    whole = tuple(range(1, len(paragraphs) + 1))
    aims = cycle(_OF_A_PART)
    tasks = [QuestionTask(next(aims), (number,)) for _ in _OF_A_PART for number in ranked]
    if len(ranked) > 1:
        tasks[_FIRST:_FIRST] = [QuestionTask(aim, whole) for aim in _OF_THE_WHOLE]
    return tuple(tasks[: min(_MOST_TASKS, reading.document.word_count // _WORDS_PER_TASK + 1)])


def write_questions(
    reading: Reading,
    meter: Meter,
    tasks: Iterable[QuestionTask],
    held: Iterable[QuestionDraft],
    rng: Random,
    *,
    approves: bool = False,
) -> Iterator[Written]:
    """What came of each task, one after the other; all drafts differ from `held` and each other.

    An answer that is late is passed over, unless the next one is late as well. Drafts stay
    drafts unless `approves`, and then those that have a mark do all the same.

    Raises:
        WriterError: the model gave no answer, or the budget is spent; what came before stands.
    """
    examiner = Examiner(reading, meter, rng, approves)
    for draft in held:
        examiner.hold(draft)
    was_late = False
    for task in tasks:
        try:
            yield _write(reading, meter, task, examiner)
            was_late = False
        except LateError as error:
            if was_late:
                raise
            was_late = True
            yield Written(dropped=(Dropped(Gate.SILENCE, str(error), "", task.aim.skill),))


def _write(reading: Reading, meter: Meter, task: QuestionTask, examiner: Examiner) -> Written:
    excerpt = cut_excerpt(reading.document, task.paragraphs)
    answer = meter.ask(ask_for_questions(excerpt, task.aim, task.count))
    try:
        found = read_shape(answer, Questions).questions
    except ShapeError as error:
        return Written(dropped=(Dropped(Gate.SHAPE, str(error), "", task.aim.skill),))
    written = Written(dropped=_tell_number(len(found), task))
    for question in found[: task.count]:
        made = make_draft(reading, question, task.aim.skill, task.paragraphs, meter.name)
        outcome = made if isinstance(made, Dropped) else examiner.examine(made, excerpt)
        if isinstance(outcome, Dropped):
            written += Written(dropped=(replace(outcome, skill=task.aim.skill),))
        else:
            written += Written(drafts=(outcome,))
    return written


def _tell_number(found: int, task: QuestionTask) -> tuple[Dropped, ...]:
    if not found:
        reason = "The model wrote no question."
    elif found > task.count:
        reason = f"The model wrote {found} questions and was asked for {task.count}."
    else:
        return ()
    return (Dropped(Gate.SHAPE, reason, "", task.aim.skill),)
