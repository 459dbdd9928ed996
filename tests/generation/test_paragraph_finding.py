"""Which paragraph can be asked for, and where two might be meant."""

from __future__ import annotations

from random import Random

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import paragraph_finding
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.option_order import place_options
from quizapp.reading import read

PLAIN = (
    "The market of Brill lies by the sea, between the church and the long white wall of the "
    "harbour, and its stalls sell bread, fish and flowers from early morning.",
    "The church has a round tower with a green roof, nine bells and a clock that the smiths of "
    "the town built in the days of the sailing ships.",
    "The harbour has two gates of iron and oak, a lighthouse with a red lamp, and a row of low "
    "houses in which the families of the pilots live.",
)
REFUSAL = (
    "In spring the council met in the old hall beside the market, with the doors wide open and "
    "the pilots in the front row, and it refused a second lamp for the lighthouse."
)


def ask(*paragraphs: str) -> list[QuestionDraft]:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    reading = read(Document("Harbour News", blocks))
    drafts = list(paragraph_finding.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def test_the_only_paragraph_with_a_refusal_is_asked_for() -> None:
    (draft,) = ask(*PLAIN, REFUSAL)
    assert draft.stem == "Which paragraph reports that somebody refused or rejected something?"
    assert [o.text for o in draft.options] == [f"Paragraph {n}" for n in (1, 2, 3, 4)]
    assert [o.text for o in draft.options if o.key] == ["Paragraph 4"]
    assert draft.critical_span.paragraph == 4


def test_the_paragraphs_stay_in_order_when_the_options_are_placed() -> None:
    drafts = ask(*PLAIN, REFUSAL)
    assert place_options(drafts, Random(3)) == tuple(drafts)


def test_where_two_paragraphs_tell_of_a_refusal_nothing_is_asked() -> None:
    second = REFUSAL.replace("spring", "autumn").replace("a second lamp", "new paint")
    assert not ask(*PLAIN, REFUSAL, second)


def test_a_paragraph_with_a_mere_hint_is_no_option() -> None:
    hinting = PLAIN[0].replace("and its stalls sell", "and its stalls never sell")
    assert not ask(hinting, *PLAIN[1:], REFUSAL)
