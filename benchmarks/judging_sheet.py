"""How do people judge questions without knowing who wrote them?

    python -m benchmarks.judging_sheet [FILE-OR-FOLDER …] --per-article 6

Writes, under benchmarks/results/judging: sheet-questions.md (to answer from), sheet-with-keys.md
(to judge from), form.csv (to fill in) and key.json (who wrote what; not for the judges).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.damages import DAMAGES, Surroundings
from benchmarks.items import (
    Item,
    Source,
    generated_items,
    human_items,
    load_human_questions,
    sample_items,
    written_items,
)
from benchmarks.sheet import CRITERIA, Section, print_question, render_sheet
from benchmarks.texts import ARTICLES, RESULTS, SHARED, Text, load_or_exit
from benchmarks.written import load_questions
from quizapp.generation import generate
from quizapp.generation.draft import QuestionDraft
from quizapp.reading import read
from quizapp.reading.reading import Reading

HUMAN_ITEMS = SHARED / "texts" / "human_items.json"
COLUMNS = ("id", "answer", *CRITERIA, "verdict", "words_changed", "note")


@dataclass(frozen=True)
class Choice:
    """How many questions of each sort go on the sheet for an article, and by which seed.

    Of the texts named in `beside` only people's questions are printed: texts that the generator
    was built on say nothing of it. `patterns` leaves out all others; empty, it takes all.
    `written` are those of a language model.
    """

    only: str
    per_article: int
    human: int
    controls: int
    seed: int
    beside: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    written: int = 0


@dataclass(frozen=True)
class Article:
    """A text, its reading, and all the questions about it."""

    text: Text
    reading: Reading
    items: tuple[Item, ...]


def gather(
    texts: Iterable[Text],
    questions: Mapping[str, Sequence[Mapping[str, Any]]],
    choice: Choice,
    written: Mapping[str, Sequence[QuestionDraft]] | None = None,
) -> list[Article]:
    """Every question about every article, by the program, by people or by a language model."""
    articles = []
    for text in texts:
        rng = Random(f"{choice.seed}:options:{text.name}")
        reading = read(text.document)
        drafts = () if text.name in choice.beside else generate(reading, choice.seed)
        wanted = [d for d in drafts if not choice.patterns or d.pattern in choice.patterns]
        generated = generated_items(text.name, wanted, choice.only)
        by_model = written_items(text.name, (written or {}).get(text.name, ()))
        items = (*generated, *human_items(text, questions, rng), *by_model)
        articles.append(Article(text, reading, items))
    return articles


def choose_items(articles: Sequence[Article], choice: Choice) -> list[list[Item]]:
    """The items of each article in printed order.

    A control's source is set aside first: a question that stands beside its damaged copy would
    give it away. The damages take turns over all articles.
    """
    turns = cycle(DAMAGES)
    chosen = []
    for article in articles:
        rng = Random(f"{choice.seed}:choice:{article.text.name}")
        abroad = [item for other in articles if other is not article for item in other.items]
        wanted = [next(turns) for _ in range(choice.controls)]
        controls, left = _damage_some(article, abroad, wanted, rng)
        human = [item for item in left if item.source is Source.HUMAN]
        written = [item for item in left if item.source is Source.WRITTEN]
        generated = [it for it in left if it.source not in {Source.HUMAN, Source.WRITTEN}]
        items = [
            *controls,
            *sample_items(generated, choice.per_article, rng),
            *sample_items(human, choice.human, rng),
            *sample_items(written, choice.written, rng),
        ]
        rng.shuffle(items)
        chosen.append(items)
    return chosen


def _damage_some(
    article: Article, abroad: Sequence[Item], wanted: Iterable[str], rng: Random
) -> tuple[list[Item], list[Item]]:
    """The damaged controls, and the questions that were not used for them."""
    left = list(article.items)
    rng.shuffle(left)
    around = Surroundings(
        article.reading,
        at_home=[item.draft for item in article.items],
        abroad=[item.draft for item in abroad],
    )
    controls = []
    for damage in wanted:
        for item, name in _attempts(left, damage):
            draft = DAMAGES[name](item.draft, around, rng)
            if draft is not None:
                controls.append(replace(item, draft=draft, source=Source.DAMAGED, damage=name))
                left.remove(item)
                break
    return controls, left


def _attempts(items: Sequence[Item], damage: str) -> Iterator[tuple[Item, str]]:
    """Every item with the wanted damage, then with the others: some articles lend no alias."""
    for name in (damage, *(other for other in DAMAGES if other != damage)):
        yield from ((item, name) for item in items)


def make_sections(
    articles: Sequence[Article], chosen: Sequence[Sequence[Item]], seed: int
) -> tuple[list[Section], dict[str, dict[str, Any]]]:
    """The sections of the sheet, and the key file: who wrote each of its questions."""
    sections: list[Section] = []
    origins: dict[str, dict[str, Any]] = {}
    for article, items in zip(articles, chosen, strict=True):
        printed = []
        for item in items:
            question = print_question(f"Q{len(origins) + 1:03}", item.draft, seed)
            printed.append(question)
            origins[question.id] = {
                "article": item.article,
                "origin": item.source.value,
                "pattern": item.draft.pattern,
                "damage": item.damage,
                "keys": list(question.keys),
            }
        document = article.text.document
        sections.append(Section(document.title, document.paragraphs, tuple(printed)))
    return [section for section in sections if section.questions], origins


def write_sheet(
    folder: Path, sections: Sequence[Section], origins: Mapping[str, Mapping[str, Any]]
) -> None:
    """Both sheets, the empty form and the key file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sheet-questions.md").write_text(render_sheet(sections, with_keys=False), "utf-8")
    (folder / "sheet-with-keys.md").write_text(render_sheet(sections, with_keys=True), "utf-8")
    keys = json.dumps(origins, indent=2, ensure_ascii=False) + "\n"
    (folder / "key.json").write_text(keys, "utf-8")
    with (folder / "form.csv").open("w", encoding="utf-8", newline="") as file:
        form = csv.DictWriter(file, COLUMNS, restval="")
        form.writeheader()
        form.writerows({"id": id} for id in origins)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    beside = load_or_exit(options.beside, ()) if options.beside else ()
    texts = (*load_or_exit(options.paths, (ARTICLES,)), *beside)
    choice = Choice(
        options.only,
        options.per_article,
        options.per_article if options.human is None else options.human,
        options.controls,
        options.seed,
        frozenset(text.name for text in beside),
        frozenset(options.patterns),
        options.per_article if options.written else 0,
    )
    written = load_questions(options.written) if options.written else {}
    articles = gather(texts, _load_human(options.human_items), choice, written)
    sections, origins = make_sections(articles, choose_items(articles, choice), choice.seed)
    write_sheet(options.out, sections, origins)
    print(f"{len(origins)} questions about {len(sections)} articles, written to {options.out}.")


def _load_human(asked: Path | None) -> dict[str, list[Mapping[str, Any]]]:
    if asked is not None and not asked.exists():
        print(f"There is no file {asked}.")
        raise SystemExit(2)
    path = asked or HUMAN_ITEMS
    return load_human_questions(path) if path.exists() else {}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging_sheet", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="texts, or folders of texts")
    parser.add_argument("--only", choices=("approved", "all"), default="all")
    parser.add_argument("--per-article", type=int, default=6, help="generated questions")
    parser.add_argument("--human", type=int, help="people's questions (as many as generated)")
    parser.add_argument("--controls", type=int, default=1, help="damaged questions an article")
    parser.add_argument(
        "--beside", nargs="*", type=Path, default=(), help="texts for people's questions only"
    )
    parser.add_argument("--patterns", nargs="*", default=(), help="these patterns only")
    parser.add_argument("--human-items", type=Path, help="a file in OneStopQA's shape")
    parser.add_argument(
        "--written", type=Path, help="what `eval --writer` kept: as many of these an article"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS / "judging")
    return parser


if __name__ == "__main__":
    main()
