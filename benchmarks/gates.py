"""What would the gates of a language model's questions refuse of what people wrote?

    python -m benchmarks.gates [FILE-OR-FOLDER …]

Takes the questions of trained writers (`items`) as if a model had written them, whole and damaged
in known ways (`damages`), through the gates that do not ask a model. What is refused of the whole
ones is what sound questions cost; what is refused of a damage is what the gates see of it.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from benchmarks.damages import DAMAGES, Surroundings
from benchmarks.items import human_items, load_human_questions
from benchmarks.judging_sheet import HUMAN_ITEMS
from benchmarks.texts import ARTICLES, Text, load_or_exit
from quizapp.generation.draft import DistractorClass, QuestionDraft
from quizapp.generation.writer.drafts import make_draft
from quizapp.generation.writer.examining import find_refusal
from quizapp.generation.writer.grounding import Ground
from quizapp.generation.writer.shapes import WrittenQuestion, WrongOption
from quizapp.generation.writer.terms import Dropped
from quizapp.reading import read
from quizapp.reading.reading import Reading

PASSED = "passed"
WHOLE = "as written"
Counts = dict[str, Counter[str]]


def sort_by_gate(articles: Iterable[tuple[Reading, Sequence[QuestionDraft]]], seed: int) -> Counts:
    """How many questions pass or stop at which gate: whole ones, and each damage of them."""
    articles = list(articles)
    counts: Counts = defaultdict(Counter)
    for reading, drafts in articles:
        abroad = [draft for other, theirs in articles if other is not reading for draft in theirs]
        around = Surroundings(reading, drafts, abroad)
        ground = Ground(reading)
        for draft in drafts:
            counts[WHOLE][_find_gate(draft, ground)] += 1
            for name, damage in DAMAGES.items():
                damaged = damage(draft, around, Random(f"{seed}:{draft.stem}"))
                if damaged:
                    counts[name][_find_gate(damaged, ground)] += 1
    return counts


def _find_gate(draft: QuestionDraft, ground: Ground) -> str:
    reading = ground.reading
    everywhere = range(1, len(reading.document.paragraphs) + 1)
    made = make_draft(reading, _as_written(draft), draft.skill, everywhere, "people")
    refused = made if isinstance(made, Dropped) else find_refusal(made, ground)
    return str(refused.gate) if refused else PASSED


def _as_written(draft: QuestionDraft) -> WrittenQuestion:
    """The question as a model would have sent it, with reasons that say nothing."""
    wrong = [
        WrongOption.model_validate(
            {"text": option.text, "why_wrong": "It is wrong.", "class": str(kind)}
        )
        for option, kind in zip(
            (option for option in draft.options if not option.key), DistractorClass, strict=False
        )
    ]
    return WrittenQuestion(
        quote=draft.critical_span.quote,
        question=draft.stem,
        answer=next(option.text for option in draft.options if option.key),
        why_right="It is right.",
        wrong_answers=wrong,
    )


def gather(texts: Iterable[Text], path: Path) -> list[tuple[Reading, list[QuestionDraft]]]:
    """The texts that people asked about, with what they asked."""
    questions = load_human_questions(path)
    found = (
        (text, [item.draft for item in human_items(text, questions, Random(text.name))])
        for text in texts
    )
    return [(read(text.document), drafts) for text, drafts in found if drafts]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gates", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="texts, or folders of texts")
    parser.add_argument("--human-items", type=Path, default=HUMAN_ITEMS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if not options.human_items.exists():
        print(f"There is no file {options.human_items}.")
        raise SystemExit(2)
    articles = gather(load_or_exit(options.paths, (ARTICLES,)), options.human_items)
    for name, gates in sort_by_gate(articles, options.seed).items():
        refused = ", ".join(f"{gate} {n}" for gate, n in gates.most_common() if gate != PASSED)
        print(f"{name:16}{gates.total():>4} questions, {gates[PASSED]:>3} passed; {refused}")


if __name__ == "__main__":
    main()
