"""What does a judge read: passages, and questions as a learner meets them?

Nothing here looks at who wrote a question or how: the sheet is made from what is printed alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.generation.draft import GAP, TEXT_KINDS, Kind, QuestionDraft, Span

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AROUND_GAP = 70  # characters shown on each side of what is hidden
CRITERIA = {
    "C1": "The grammar is right.",
    "C2": "It can be understood without pointing at the text.",
    "C3": "The article answers it.",
    "C4": "The key is correct and complete.",
    "C5": "Only the key can be defended.",
    "C6": "Who says so, and how surely, is kept.",
    "C7": "The options are of one kind, plausible, and give nothing away.",
    "C8": "The key is not leaked.",
    "C9": "It is worth asking.",
    "C10": "The evidence proves the key.",
    "C11": "The labels for skill and difficulty are off by one at most.",
}
_HOW = {
    Kind.MULTIPLE_CHOICE: "Choose one answer.",
    Kind.MULTIPLE_RESPONSE: "Choose every answer that is right.",
    Kind.TRUE_FALSE: "Does the passage say so?",
    Kind.TRUE_FALSE_NOT_GIVEN: "Choose “Not given” if the passage does not say.",
    Kind.SHORT_ANSWER: "Type the answer in a few words.",
    Kind.NUMERICAL: "Type a number.",
    Kind.CLOZE: "Type what belongs in each gap.",
    Kind.MATCHING: "Choose a letter for each number.",
    Kind.ORDERING: "Put the letters in their right order.",
    Kind.INSERTION: "Choose the place where the sentence belongs.",
    Kind.SELECT_SENTENCE: "Choose the sentence (a learner taps it in the passage).",
    Kind.IRRELEVANT_SENTENCE: "Choose the sentence that does not belong.",
}


@dataclass(frozen=True)
class Printed:
    """A question as it stands on the sheet.

    `lettered` are its options, responses or lines in printed order; `keys` are the answers that
    earn the point, as a judge would write them.
    """

    id: str
    draft: QuestionDraft
    lettered: tuple[str, ...]
    numbered: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """An article and its questions, in printed order."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[Printed, ...]


def print_question(id: str, draft: QuestionDraft, seed: int) -> Printed:
    """Letter the question; the sides of a matching and the lines of an ordering are shuffled."""
    rng = Random(f"{seed}:{id}")
    if draft.kind is Kind.MATCHING:
        return _print_matching(id, draft, rng)
    if draft.kind is Kind.ORDERING:
        lines = _shuffled(draft.order, rng)
        key = " ".join(LETTERS[lines.index(line)] for line in draft.order)
        return Printed(id, draft, tuple(lines), (), (key,))
    if draft.kind in TEXT_KINDS:
        return Printed(id, draft, (), (), tuple(_typed_keys(draft)))
    right = [LETTERS[index] for index, option in enumerate(draft.options) if option.key]
    return Printed(id, draft, tuple(o.text for o in draft.options), (), (" ".join(right),))


def _print_matching(id: str, draft: QuestionDraft, rng: Random) -> Printed:
    pairs = [pair for pair in draft.pairs if pair.premise]
    responses = _shuffled([pair.response for pair in draft.pairs], rng)
    key = " ".join(f"{n}{LETTERS[responses.index(p.response)]}" for n, p in enumerate(pairs, 1))
    return Printed(id, draft, tuple(responses), tuple(pair.premise for pair in pairs), (key,))


def _shuffled(lines: Sequence[str], rng: Random) -> list[str]:
    """In another order than the right one."""
    mixed = list(lines)
    rng.shuffle(mixed)
    return mixed if mixed != list(lines) else [*mixed[1:], *mixed[:1]]


def _typed_keys(draft: QuestionDraft) -> Iterator[str]:
    """Every accepted answer; where there are several gaps, one answer with all of them."""
    gaps = sorted({answer.gap for answer in draft.accepted_answers})
    if len(gaps) > 1:
        first = {answer.gap: answer.text for answer in reversed(draft.accepted_answers)}
        yield " / ".join(first[gap] for gap in gaps)
    else:
        yield from (answer.text for answer in draft.accepted_answers)


def render_sheet(sections: Sequence[Section], *, with_keys: bool) -> str:
    """The whole sheet in Markdown; without keys it is what a judge answers from first."""
    lines = list(_introduction(with_keys))
    for number, section in enumerate(sections, start=1):
        lines += [f"## Article {number}: {section.title}", ""]
        for place, paragraph in enumerate(section.paragraphs, start=1):
            lines += [f"[{place}] {paragraph}", ""]
        for question in section.questions:
            lines += [*_question_lines(question, section.paragraphs), ""]
            if with_keys:
                lines += [*_key_lines(question), ""]
    return "\n".join(lines)


def _introduction(with_keys: bool) -> Iterator[str]:
    yield "# Questions to judge" + (", with their keys" if with_keys else "")
    yield ""
    if not with_keys:
        yield "Answer every question from its article and write the answer into form.csv (a letter;"
        yield "1B 2A for a matching; C A B for an order). Open sheet-with-keys.md only afterwards."
        yield ""
        return
    yield "Write `no` into form.csv under every criterion that a question fails. Verdict:"
    yield "`accept` as it is printed, `edit` if it is right after a change (of how many words?),"
    yield "or `reject`."
    yield ""
    yield from (f"- {code}: {meaning}" for code, meaning in CRITERIA.items())
    yield ""


def _question_lines(question: Printed, paragraphs: Sequence[str]) -> Iterator[str]:
    draft = question.draft
    yield f"### {question.id}"
    yield ""
    yield draft.stem
    yield ""
    yield from (f"{n}. {premise}" for n, premise in enumerate(question.numbered, start=1))
    if question.numbered:
        yield ""
    for letter, text in zip(LETTERS, question.lettered, strict=False):
        yield f"- {letter}. {text}"
    if question.lettered:
        yield ""
    yield f"*{_HOW[draft.kind]}*"
    for number in sorted({span.paragraph for span in draft.hidden_spans}):
        spans = [span for span in draft.hidden_spans if span.paragraph == number]
        hole = describe_hole(paragraphs[number - 1], spans)
        yield f"*Hidden from the passage: paragraph {number} reads “{hole}”.*"


def describe_hole(paragraph: str, spans: Sequence[Span]) -> str:
    """The words around what is hidden, with a gap for each hidden stretch."""
    shown, done = "", 0
    for span in sorted(spans, key=lambda span: span.start):
        shown += paragraph[done : span.start] + GAP
        done = max(done, span.end)
    shown += paragraph[done:]
    first, last = shown.index(GAP), shown.rindex(GAP) + len(GAP)
    start = 0 if first <= _AROUND_GAP else shown.find(" ", first - _AROUND_GAP, first) + 1
    end = shown.rfind(" ", last, last + _AROUND_GAP) if last + _AROUND_GAP < len(shown) else -1
    cut = shown[start:end] if end > 0 else shown[start:]
    return ("…" if start else "") + cut + ("…" if end > 0 else "")


def _key_lines(question: Printed) -> Iterator[str]:
    draft = question.draft
    further = draft.distractor_spans if draft.pairs or draft.order else ()
    yield f"**Proposed key:** {_spell_key(question)}"
    yield ""
    for span in (draft.critical_span, *further):
        yield f"**Evidence:** paragraph {span.paragraph}: “{span.quote}”"
    yield ""
    yield f"**Labels:** {draft.kind}, {draft.skill}, {draft.difficulty}"


def _spell_key(question: Printed) -> str:
    texts = [option.text for option in question.draft.options if option.key]
    if texts:
        return f"{question.keys[0]}. {'; '.join(texts)}"
    return " or ".join(question.keys)
