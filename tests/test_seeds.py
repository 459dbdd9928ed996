"""The shipped passages: three levels of one story, in our own words, with nothing lost."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizapp.articles.readability import flesch_kincaid_grade

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
RETOLD_ARTICLES = ROOT.parent / "shared" / "seeds"
WORDS_OF_LEVEL = {
    "introductory": (650, 760),
    "intermediate": (1120, 1290),
    "advanced": (1720, 1900),
}
LONGEST_SHARED_RUN = 7


def read_passage(level: str) -> tuple[dict[str, Any], list[str]]:
    """Return the front matter and the blocks (headings and paragraphs) of a level."""
    text = (SEEDS / f"kazakhstan-january-2022.{level}.md").read_text(encoding="utf-8")
    opening, front_matter, body = text.split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(front_matter), body.strip().split("\n\n")


def paragraphs_of(level: str) -> list[str]:
    return [block for block in read_passage(level)[1] if not block.startswith("#")]


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.lower()))


def runs_in(text: str, length: int) -> set[tuple[str, ...]]:
    words = words_in(text)
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


levels = pytest.mark.parametrize("level", WORDS_OF_LEVEL)


@levels
def test_front_matter_is_complete(level: str) -> None:
    front_matter, _ = read_passage(level)
    assert list(front_matter) == [
        "title",
        "level",
        "author",
        "source",
        "retells",
        "date",
        "licence",
    ]
    assert front_matter["title"]
    assert front_matter["level"] == level
    assert front_matter["author"] == "quizapp contributors"
    assert "Bruce Pannier" in front_matter["source"]
    assert set(front_matter["retells"]) == {"title", "author", "outlet", "date"}
    assert all(front_matter["retells"].values())
    assert front_matter["date"] == front_matter["retells"]["date"] == date(2022, 1, 9)
    assert front_matter["licence"] == "CC-BY-4.0"


@levels
def test_word_count_is_in_range(level: str) -> None:
    shortest, longest = WORDS_OF_LEVEL[level]
    assert shortest <= sum(len(text.split()) for text in paragraphs_of(level)) <= longest


@levels
def test_body_is_headings_and_one_line_paragraphs(level: str) -> None:
    _, blocks = read_passage(level)
    headings = [block for block in blocks if block.startswith("#")]
    assert 4 <= len(headings) <= 7
    assert all(re.fullmatch(r"## \S.*", heading) for heading in headings)
    assert all(block == block.strip() and "\n" not in block for block in blocks)
    assert not any(re.match(r"[-*>!|]|\d+\.", block) for block in blocks)


def test_grades_rise_from_level_to_level() -> None:
    grades = [flesch_kincaid_grade(" ".join(paragraphs_of(level))) for level in WORDS_OF_LEVEL]
    assert grades[0] < grades[1] < grades[2]


@levels
def test_no_sentence_is_carried_over(level: str) -> None:
    articles = sorted(RETOLD_ARTICLES.glob("*.txt"))
    if not articles:
        pytest.skip(f"the article that is retold is not at hand in {RETOLD_ARTICLES.name}/")
    length = LONGEST_SHARED_RUN + 1
    ours = runs_in("\n".join(read_passage(level)[1]), length)
    for article in articles:
        shared = ours & runs_in(article.read_text(encoding="utf-8"), length)
        assert not shared, sorted(" ".join(run) for run in shared)


EVERY_LEVEL = [
    ("who was arrested", r"arrest of Karim Masimov|Karim Masimov was under arrest"),
    ("when the arrest was announced", r"January 8"),
    ("what he was suspected of", r"suspected of treason"),
    ("his agency", r"\bKNB\b"),
    ("he lost his post on January 5", r"(?:removed|relieved|lost that job)[^.]* on January 5"),
    ("twice prime minister", r"twice as prime minister|prime minister twice"),
    ("no ties to clans", r"(?:no|lacks) ties to [^.]*clan"),
    ("the capital's old name", r"Astana"),
    ("the capital's new name", r"Nur-Sultan"),
    ("when the capital was renamed", r"March 19, 2019"),
    ("who sent peacekeepers", r"Collective Security Treaty Organization \(CSTO\)"),
    ("the first time in 30 years", r"30[- ]year"),
    ("where it began", r"Zhanaozen"),
    ("what it began with", r"fuel"),
    ("the claim about terrorists", r"claimed that (?:there were )?20,000 terrorists"),
    ("the title of Nazarbaev", r"Elbasy"),
    ("its meaning", r"leader of the nation"),
    ("the toll", r"dozens of people"),
    ("the detained", r"nearly 5,000"),
    ("why the toll is not verifiable", r"because the state (?:has |had )?blocked the Internet"),
    ("the government's resignation", r"January 4[^.]* accepted the [^.]*resignation"),
    ("the deleted post", r"January 7[^.]* \"six waves"),
    ("the press secretary", r"press secretary, Aidos Ukibay|Aidos Ukibay tweeted"),
    ("the nephew", r"nephew,? Samat Abish"),
    ("his office", r"deputy head of the KNB"),
    ("the leader of Belarus", r"Alyaksandr Lukashenka, the leader of Belarus"),
    ("the analyst", r"political analyst,? Dimash Alzhanov|Dimash Alzhanov, a political analyst"),
    ("the former prime minister", r"Akezhan Kazhegeldin"),
]

ADVANCED_ONLY = [
    ("the president's full name", r"Qasym-Zhomart Toqaev"),
    ("the first president's full name", r"Nursultan Nazarbaev"),
    ("dozens of cities", r"dozens of cities"),
    ("oil and other resources", r"oil and other resources"),
    ("the agency's full name", r"Committee for National Security \(KNB\)"),
    ("the operations", r"\"anti-terrorist\""),
    ("the rally", r"January 4, for instance, Kazakhs rallied"),
    ("the statue", r"Taldyqorghan"),
    ("the accusation", r"\"foreign-trained terrorists"),
    ("the CSTO's leader", r"led by Russia"),
    ("acting president", r"acting president in 2019"),
    ("since the late 1990s", r"late 1990s"),
    ("no leaders", r"no clear leaders"),
    ("how long Masimov mattered", r"more than two decades"),
    ("first ministry", r"transport and communications"),
    ("second ministry", r"economy and budget planning"),
    ("further offices", r"state secretary, and head of the presidential administration"),
    ("head of the KNB since", r"KNB in 2016"),
    ("business in China", r"Hong Kong and Beijing in the early 1990s"),
    ("the alleged transfers", r"alleged that he helped to transfer money"),
    ("the alleged failure", r"allegedly failed to notice"),
    ("the Security Council", r"removed Nazarbaev as chairman of the Security Council"),
    ("his age", r"who is 81"),
    ("how long he led the country", r"nearly three decades"),
    ("who is said to decide", r"Many people therefore claim"),
    ("charges to come", r"to be charged with serious crimes"),
    ("the first family", r"first family, none of whom"),
    ("the habit of vanishing", r"habit of vanishing"),
    ("the reports on the name", r"a day earlier unconfirmed reports"),
    ("the consultations", r"series of consultations"),
    ("the request to the media", r"\"false and speculative information"),
    ("voluntarily", r"Security Council voluntarily"),
    ("friendly governments", r"leaders of friendly governments"),
    ("no reports of calls", r"Russia and China, who have publicly said"),
    ("the report on Lukashenka", r"report of January 5"),
    ("rally around", r"rally around Toqaev"),
    ("the damage", r"hundreds of millions of dollars"),
    ("larger figures", r"speak of more casualties"),
    ("the evening in Almaty", r"evening of January 5"),
    ("who is behind the violence", r"behind the violence remains unclear"),
    ("the alert", r"\"red level\" alert"),
    ("the order", r"\"shoot to kill\" without warning"),
    ("languages", r"languages other than Kazakh"),
    ("secular citizens", r"secular citizens"),
    ("the tweets", r"tweets were later deleted"),
    ("opposition groups", r"small opposition groups"),
    ("the gangs", r"gangs that had thrived"),
    ("the brother", r"brother Bolat"),
    ("the nephew's father", r"late brother Satybaldy"),
    ("the reported dismissal", r"reportedly dismissed on January 5"),
    ("the denial", r"January 8 the KNB press service stated"),
    ("exile", r"self-imposed exile"),
    ("the conspiracy", r"\"conspiracy\" of the security forces"),
    ("the curfew", r"nationwide curfew"),
    ("the KNB building", r"KNB building in Almaty"),
    ("lost trust", r"lost trust in his own forces"),
    ("the visit to Moscow", r"Moscow on December 27"),
    ("frail", r"quite frail"),
    ("the Kremlin", r"the Kremlin supports Toqaev"),
    ("unnamed officials", r"other, unnamed officials"),
    ("knowledge and approval", r"Toqaev's knowledge and approval"),
    ("the future", r"for months, and possibly for years"),
]


@levels
@pytest.mark.parametrize(("fact", "words"), EVERY_LEVEL, ids=lambda value: str(value)[:40])
def test_every_level_keeps_the_story(level: str, fact: str, words: str) -> None:
    assert re.search(words, "\n".join(paragraphs_of(level))), fact


@pytest.mark.parametrize(("fact", "words"), ADVANCED_ONLY, ids=lambda value: str(value)[:40])
def test_the_advanced_level_keeps_every_fact(fact: str, words: str) -> None:
    assert re.search(words, "\n".join(paragraphs_of("advanced"))), fact
