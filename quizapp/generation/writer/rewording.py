"""How else can a question be put: with better wrong options, in simpler words, in another language?

What comes back is the whole question as it would be, for a teacher to take or leave, or the gate
that refused it. What the question said before is taken as sound.
"""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from quizapp.generation.draft import Option, QuestionDraft, Status
from quizapp.generation.option_order import place_options
from quizapp.generation.reasons import Reason
from quizapp.generation.writer.craft import find_marks, list_faults
from quizapp.generation.writer.drafts import (
    LONGEST_STEM,
    as_option,
    find_flaw_of_wrong,
    in_order,
)
from quizapp.generation.writer.grounding import Ground
from quizapp.generation.writer.language import is_english, is_in
from quizapp.generation.writer.offers import LANGUAGES
from quizapp.generation.writer.prompts import (
    ask_for_distractors,
    ask_for_simpler,
    ask_for_translation,
    ask_if_same,
    cut_around,
    cut_excerpt,
)
from quizapp.generation.writer.round_trip import find_other_answer, find_other_support
from quizapp.generation.writer.shapes import (
    ShapeError,
    Verdict,
    Wording,
    WrongOptions,
    read_shape,
)
from quizapp.generation.writer.showing import find_flaw, fold, show_refused
from quizapp.generation.writer.terms import Dropped, Gate, Meter, Prompt
from quizapp.generation.writer.values import find_values
from quizapp.reading.reading import Reading


def write_distractors(
    reading: Reading, draft: QuestionDraft, meter: Meter, rng: Random
) -> QuestionDraft | Dropped:
    """The question with three other wrong options; see `offers.can_have_better_distractors`.

    Raises:
        WriterError: the model gave no answer, or the budget is spent.
    """
    excerpt = _excerpt_of(draft, reading)
    key = next(option for option in draft.options if option.key)
    wrong = [option.text for option in draft.options if not option.key]
    answer = meter.ask(ask_for_distractors(excerpt, draft.stem, key.text, wrong))
    try:
        found = read_shape(answer, WrongOptions).wrong_answers
    except ShapeError as error:
        return Dropped(Gate.SHAPE, str(error), draft.stem)
    flaw = find_flaw_of_wrong(found)
    if flaw:
        return Dropped(Gate.SHAPE, flaw, draft.stem)
    options = tuple(map(as_option, found))
    texts = [option.text for option in options], [option.rationale for option in options]
    if not all(is_english(" ".join(lines)) for lines in texts):
        return Dropped(Gate.LANGUAGE, "The wrong options are not in English.", draft.stem)
    changed = _with_options(draft, key, options)
    return (
        _find_new_fault(draft, changed, reading)
        or find_other_answer(changed, _excerpts_of(draft, reading), meter, rng)
        or find_other_support(changed, excerpt, meter)
        or _marked(changed, reading, meter)
    )


def simplify_stem(
    reading: Reading, draft: QuestionDraft, meter: Meter, rng: Random
) -> QuestionDraft | Dropped:
    """The question in simpler words; see `offers.can_have_simpler_stem`.

    Raises:
        WriterError: the model gave no answer, or the budget is spent.
    """
    excerpt = _excerpt_of(draft, reading)
    stem = _ask_for_line(ask_for_simpler(excerpt, draft.stem), meter)
    if isinstance(stem, Dropped):
        return stem
    if not is_english(stem):
        return Dropped(Gate.LANGUAGE, "It is not in English.", show_refused(stem))
    changed = replace(draft, stem=stem)
    refused = _find_change(draft.stem, stem, reading) or _find_new_fault(draft, changed, reading)
    if refused is None and any(option.key for option in draft.options):
        refused = find_other_answer(changed, _excerpts_of(draft, reading), meter, rng)
    return (
        refused or _find_other_meaning(draft.stem, stem, meter) or _marked(changed, reading, meter)
    )


def translate_stem(draft: QuestionDraft, language: str, meter: Meter) -> str | Dropped:
    """The stem in another language (a code of `offers.LANGUAGES`).

    Raises:
        WriterError: the model gave no answer, or the budget is spent.
    """
    text = _ask_for_line(ask_for_translation(draft.stem, LANGUAGES[language]), meter)
    if isinstance(text, Dropped):
        return text
    if not is_in(text, language):
        reason = f"It is not in {LANGUAGES[language]}."
        return Dropped(Gate.LANGUAGE, reason, show_refused(text))
    if _digits(text) != _digits(draft.stem):
        return Dropped(Gate.NUMBERS, "It does not have the numbers of the original.", text)
    return _find_other_meaning(draft.stem, text, meter) or text


def _ask_for_line(prompt: Prompt, meter: Meter) -> str | Dropped:
    try:
        text = fold(read_shape(meter.ask(prompt), Wording).text)
    except ShapeError as error:
        return Dropped(Gate.SHAPE, str(error))
    flaw = find_flaw(text, LONGEST_STEM)
    return Dropped(Gate.SHAPE, f"The new wording {flaw}.", show_refused(text)) if flaw else text


def _excerpt_of(draft: QuestionDraft, reading: Reading) -> str:
    """The paragraph of its evidence; the whole text where none is chosen yet."""
    document, number = reading.document, draft.critical_span.paragraph
    return cut_excerpt(document, [number] if number else range(1, len(document.paragraphs) + 1))


def _excerpts_of(draft: QuestionDraft, reading: Reading) -> tuple[str, ...]:
    """What it is answered with three times: the last time with all that stands around."""
    excerpt = _excerpt_of(draft, reading)
    return excerpt, excerpt, cut_around(reading.document, draft.critical_span.paragraph or 1)


def _with_options(draft: QuestionDraft, key: Option, wrong: tuple[Option, ...]) -> QuestionDraft:
    changed = replace(draft, options=in_order((key, *wrong)), distractor_spans=())
    return place_options((changed,), Random(draft.uid))[0]


def _find_new_fault(
    before: QuestionDraft, after: QuestionDraft, reading: Reading
) -> Dropped | None:
    """A rule that it breaks and did not break before."""
    known = list_faults(before, reading)
    new = (fault for fault in list_faults(after, reading) if fault not in known)
    return next((Dropped(Gate.CRAFT, fault, after.stem) for fault in new), None)


def _find_change(before: str, after: str, reading: Reading) -> Dropped | None:
    """What is the same, or has other names or numbers."""
    if after.casefold() == before.casefold():
        return Dropped(Gate.MEANING, "The model changed nothing.", after)
    new = [n for n in Ground(reading).list_invented_names(after) if n not in before]
    if new:
        return Dropped(Gate.NAMES, f"“{new[0]}” is not in the text.", after)
    if find_values(after) != find_values(before):
        return Dropped(Gate.NUMBERS, "It does not have the numbers of the original.", after)
    return None


def _find_other_meaning(before: str, after: str, meter: Meter) -> Dropped | None:
    try:
        same = read_shape(meter.ask(ask_if_same(before, after)), Verdict).supported == "yes"
    except ShapeError:
        same = False
    reason = "Asked anew, the model did not find that both ask the same."
    return None if same else Dropped(Gate.MEANING, reason, after)


def _digits(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def _marked(draft: QuestionDraft, reading: Reading, meter: Meter) -> QuestionDraft:
    marks = (*find_marks(draft, Ground(reading)), Reason.WRITTEN_BY_MODEL)
    return replace(draft, writer=meter.name, status=Status.DRAFT, reasons=tuple(map(str, marks)))
