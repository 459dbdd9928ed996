"""What the generator asks about texts of our own, and about the raw page."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.importing import read_document
from quizapp.generation import generate
from quizapp.generation.certification import is_certified
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import GAP, Kind, QuestionDraft, Status
from quizapp.generation.reasons import Reason
from quizapp.generation.registry import PATTERNS
from quizapp.reading import Reading, read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PARAGRAPHS = (
    "Residents of Quelmar woke up to startling news on May 9. The arrest on charges of fraud of "
    "the former director of the Coastal Safety Committee (CSC), Marta Delgren, shook the town.",
    "Delgren was dismissed from the Coastal Safety Committee on May 4. Ivo Brandt, who led the "
    "port police for six years, was appointed director of the Coastal Safety Committee on May 7. "
    "Mayor Anna Osei closed the harbour of Quelmar on May 2.",
    "The Northern Rescue Alliance (NRA) agreed to help. A small team of NRA inspectors was sent "
    "to Quelmar. Lawyer Tomas Reil said that the harbour of Quelmar was the oldest on the coast.",
    "The town has a long memory. In 2011 the council renamed the harbour from Oldhaven to "
    "Newhaven. In 1987 a storm destroyed the lighthouse of Quelmar. Brandt discovered the wreck "
    "of the ferry in 1999. About 300 families left the town of Quelmar in the 1990s.",
    "Osei opened a second harbour in Saltmouth, a village on the coast, and soon visited Brill.",
    "The World Harbour Fund (WHF) criticised the mayor of Quelmar. Osei believes that the cranes "
    "of Saltmouth were never safe. Brandt argued that the new cranes of Saltmouth cost too much.",
)
DOCUMENT = Document(
    title="A Harbour Chief Falls",
    blocks=(
        Block(BlockRole.BOILERPLATE, "Breaking News"),
        *(Block(BlockRole.BODY, text) for text in PARAGRAPHS),
        Block(BlockRole.CAPTION, "Zelda Fitch, who was arrested in Porto in 1888 (file photo)"),
    ),
    published_on=date(2022, 6, 1),
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(DOCUMENT)


@pytest.fixture(scope="module")
def bank(reading: Reading) -> tuple[QuestionDraft, ...]:
    return generate(reading)


def key_of(draft: QuestionDraft) -> str:
    answers = [o.text for o in draft.options if o.key]
    return (answers or [a.text for a in draft.accepted_answers] or [""])[0]


def asked(bank: tuple[QuestionDraft, ...], *words: str) -> QuestionDraft:
    """The question whose stem has all these words."""
    found = [d for d in bank if all(word.lower() in d.stem.lower() for word in words)]
    assert found, f"nothing asks {words}: {[draft.stem for draft in bank]}"
    return found[0]


def proposals(reading: Reading, pattern: str) -> list[QuestionDraft]:
    wanted = next(each for each in PATTERNS if each.name == pattern)
    return list(wanted.draft(reading, Random(1)))


def test_the_person_arrested_is_asked_for(bank: tuple[QuestionDraft, ...]) -> None:
    draft = asked(bank, "who", "arrested")
    assert draft.stem == "Who was arrested on charges of fraud?"
    assert key_of(draft) == "Marta Delgren"


def test_the_year_of_a_renaming_is_asked_for(reading: Reading) -> None:
    (draft,) = proposals(reading, "when_renamed")
    assert draft.stem == "In which year was Oldhaven renamed Newhaven?"
    assert key_of(draft) == "2011"
    assert draft.options == ()  # 1987 is of another age than 2011


def test_the_organisation_whose_people_were_sent_is_asked_for(
    bank: tuple[QuestionDraft, ...],
) -> None:
    draft = asked(bank, "which organisation", "sent a small team of inspectors")
    assert key_of(draft) == "Northern Rescue Alliance (NRA)"


def test_a_dated_event_is_asked_with_dates_in_order(reading: Reading) -> None:
    drafts = proposals(reading, "when_did")
    draft = next(d for d in drafts if "close the harbour" in d.stem)
    assert draft.stem == "When did Mayor Anna Osei close the harbour of Quelmar?"
    assert [o.text for o in draft.options] == ["May 2", "May 4", "May 7", "May 9"]
    assert key_of(draft) == "May 2"


def test_a_place_is_asked_for_by_what_happened_there(reading: Reading) -> None:
    draft = next(d for d in proposals(reading, "where_did") if "second" in d.stem)
    assert draft.stem == "Where did Anna Osei open a second harbour?"
    assert key_of(draft) == "Saltmouth"


def test_a_speaker_is_asked_for_in_the_words_of_the_saying(reading: Reading) -> None:
    stems = {d.stem: key_of(d) for d in proposals(reading, "who_said")}
    stem = "Who said that the harbour of Quelmar was the oldest on the coast?"
    assert stems[stem] == "Tomas Reil"


def test_a_number_at_the_head_of_a_subject_is_asked_for(reading: Reading) -> None:
    (draft,) = proposals(reading, "how_many")
    assert draft.stem.startswith("About how many families left the town of Quelmar")
    assert draft.accepted_answers[0].text == "300"


def test_events_are_put_in_the_order_of_their_dates(reading: Reading) -> None:
    days = next(d for d in proposals(reading, "ordering_dated") if "closed" in d.order[0])
    assert days.order == (
        "Mayor Anna Osei closed the harbour of Quelmar",
        "Marta Delgren was dismissed from the Coastal Safety Committee",
        "Ivo Brandt was appointed director of the Coastal Safety Committee",
    )


def test_abbreviations_are_matched_with_their_names(reading: Reading) -> None:
    (draft,) = proposals(reading, "matching_abbreviations")
    assert {(p.premise, p.response) for p in draft.pairs} == {
        ("CSC", "Coastal Safety Committee"),
        ("NRA", "Northern Rescue Alliance"),
        ("WHF", "World Harbour Fund"),
    }


def test_true_or_false_swaps_dates_of_like_events(reading: Reading) -> None:
    drafts = proposals(reading, "true_false_date")
    assert drafts
    assert {o.text for d in drafts for o in d.options} == {"True", "False"}
    assert all(d.kind is Kind.TRUE_FALSE and d.stem.endswith(".") for d in drafts)


def test_a_cloze_has_one_gap_and_accepts_the_word_of_the_text(reading: Reading) -> None:
    for draft in proposals(reading, "cloze_name_or_number"):
        assert draft.stem.count(GAP) == 1
        assert draft.accepted_answers[0].text in draft.critical_span.quote


def test_every_draft_of_the_bank_passes_the_gates(
    reading: Reading, bank: tuple[QuestionDraft, ...]
) -> None:
    for draft in bank:
        on_trial = () if is_certified(draft.pattern) else (Reason.PATTERN_ON_TRIAL,)
        assert tuple(map(str, (*find_reasons(draft, reading), *on_trial))) == draft.reasons


def test_only_what_nothing_speaks_against_is_approved(bank: tuple[QuestionDraft, ...]) -> None:
    names = {pattern.name for pattern in PATTERNS}
    for draft in bank:
        assert (draft.status is Status.APPROVED) == (not draft.reasons)
        assert draft.pattern in names
        assert 0 < draft.confidence < 1


def test_every_distractor_says_why_it_is_wrong(bank: tuple[QuestionDraft, ...]) -> None:
    wrong = [option for draft in bank for option in draft.options if not option.key]
    assert wrong
    assert all(o.rationale.endswith((".", "”")) and o.distractor_class for o in wrong)


def test_no_sentence_is_asked_about_more_than_twice(
    reading: Reading, bank: tuple[QuestionDraft, ...]
) -> None:
    asked_about = Counter(
        sentence.index
        for draft in bank
        if draft.kind not in {Kind.MATCHING, Kind.ORDERING}
        for sentence in reading.sentences
        if sentence.paragraph == draft.critical_span.paragraph
        and sentence.start <= draft.critical_span.start < sentence.end
    )
    assert max(asked_about.values()) <= 2


def test_nothing_is_asked_about_captions_or_boilerplate(bank: tuple[QuestionDraft, ...]) -> None:
    text = " ".join(f"{draft.stem} {key_of(draft)}" for draft in bank)
    assert not any(word in text for word in ("Zelda", "Porto", "1888", "Breaking"))


def test_progress_is_told_from_the_first_pattern_to_the_last(reading: Reading) -> None:
    told: list[tuple[int, int]] = []
    generate(reading, progress=lambda *step: told.append(step))
    assert told == [(done, len(PATTERNS)) for done in range(len(PATTERNS) + 1)]


def test_reading_tells_how_many_paragraphs_are_parsed() -> None:
    told: list[tuple[int, int]] = []
    read(DOCUMENT, progress=lambda *step: told.append(step))
    count = len(DOCUMENT.paragraphs)
    assert told == [(done, count) for done in range(count + 1)]


class StoppedError(Exception):
    """Somebody does not want to wait any longer."""


def test_whoever_is_told_can_stop_the_work(reading: Reading) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        read(DOCUMENT, progress=stop)
    with pytest.raises(StoppedError):
        generate(reading, progress=stop)


def test_the_same_seed_gives_the_same_bank(
    reading: Reading, bank: tuple[QuestionDraft, ...]
) -> None:
    assert generate(reading) == bank


def test_another_seed_keeps_the_uid_of_the_same_question(
    reading: Reading, bank: tuple[QuestionDraft, ...]
) -> None:
    uids = {draft.stem: draft.uid for draft in bank}
    again = {draft.stem: draft.uid for draft in generate(reading, seed=2)}
    shared = [stem for stem in uids if stem in again]
    assert shared
    assert all(uids[stem] == again[stem] for stem in shared)


def test_the_uid_is_made_of_article_pattern_stem_and_key(bank: tuple[QuestionDraft, ...]) -> None:
    draft = asked(bank, "arrested")
    parts = (DOCUMENT.sha256, draft.pattern, draft.stem, "Marta Delgren")
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    assert draft.uid == f"q-{digest[:10]}"


def test_a_text_without_names_or_dates_gets_no_question() -> None:
    plain = Document("Bread", (Block(BlockRole.BODY, "Bread is made of flour. It needs time."),))
    assert generate(read(plain)) == ()


def test_the_bank_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from quizapp.articles.importing import read_document\n"
        "from quizapp.generation import generate\nfrom quizapp.reading import read\nimport sys\n"
        "print(generate(read(read_document(sys.stdin.read()))))"
    )
    text = "\n\n".join(PARAGRAPHS)
    banks = [
        subprocess.run(
            [sys.executable, "-c", code],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2")
    ]
    assert banks[0] == banks[1]
    assert "QuestionDraft" in banks[0]


def _passages() -> list[Path]:
    pages = sorted((SHARED / "seeds").glob("000_*.txt"))
    return [*pages, *sorted((ROOT / "seeds").glob("kazakhstan-january-2022.*.md"))]


@pytest.fixture(scope="module", params=_passages(), ids=lambda path: path.suffixes[0])
def passage(request: pytest.FixtureRequest) -> tuple[QuestionDraft, ...]:
    """The bank of the raw page and of every retelling of it; skips where none is at hand."""
    path: Path = request.param
    return generate(read(read_document(path.read_bytes(), path.name)))


def test_a_passage_asks_who_was_arrested(passage: tuple[QuestionDraft, ...]) -> None:
    assert key_of(asked(passage, "who", "arrest")) == "Karim Masimov"


def test_a_passage_asks_when_astana_was_renamed(passage: tuple[QuestionDraft, ...]) -> None:
    assert "2019" in key_of(asked(passage, "Astana", "renamed"))


def test_a_passage_asks_which_organisation_sent_peacekeepers(
    passage: tuple[QuestionDraft, ...],
) -> None:
    assert "CSTO" in key_of(asked(passage, "which organisation", "peacekeepers"))


def test_a_passage_asks_nothing_about_its_furniture(passage: tuple[QuestionDraft, ...]) -> None:
    worded = [d for d in passage if d.kind is not Kind.SELECT_SENTENCE]  # the text's own sentences
    text = " ".join(f"{d.stem} {key_of(d)} {[o.text for o in d.options]}" for d in worded)
    for furniture in ("Pannier", "Qishloq", "Uzbek", "RFE", "Taldyqorghan", "Breaking"):
        assert furniture not in text


def test_a_passage_gets_enough_questions_and_no_flood(
    passage: tuple[QuestionDraft, ...],
) -> None:
    assert 15 <= len(passage) <= 110
