from __future__ import annotations

import csv
import io
from dataclasses import replace

from hypothesis import given

from quizapp.bank.formats.anki import FORMAT
from quizapp.bank.formats.exchange import Item, Parcel, begin_import, quote_span
from quizapp.bank.formats.registry import write_parcel
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, Pair, QuestionDraft
from tests.bank.formats.laws import parcels


def write_card(draft: QuestionDraft, *tags: str) -> list[str]:
    parcel = Parcel("Bridges", (Item(draft, tags=tags),))
    *head, card = write_parcel(parcel, FORMAT).content.decode().splitlines()
    assert head == [
        "#separator:tab",
        "#html:true",
        "#guid column:1",
        "#tags column:4",
        "#deck:Bridges",
    ]
    return card.split("\t")


@given(parcels())
def test_every_question_is_one_card_of_four_fields(parcel: Parcel) -> None:
    text = write_parcel(parcel, FORMAT).content.decode()
    lines = [it for it in text.split("\n") if it and not it.startswith("#")]
    cards = list(csv.reader(io.StringIO("\n".join(lines)), delimiter="\t"))
    assert [len(card) for card in cards] == [4] * len(parcel.items)
    assert [card[0] for card in cards] == [item.draft.uid for item in parcel.items]


def test_a_choice_shows_its_options_in_front_and_its_reasons_behind() -> None:
    draft = replace(
        begin_import(Kind.MULTIPLE_CHOICE, "Who & why?"),
        uid="q-1",
        options=(Option("<Ada>", True, "It says so."), Option("Ben", False, "Ben slept.")),
        critical_span=quote_span(2, "Ada did"),
    )
    guid, front, back, tags = write_card(draft, "two words")
    assert guid == "q-1"
    assert front == ("<p>Who &amp; why?</p><ol><li>&lt;Ada&gt;</li><li>Ben</li></ol>")
    assert back == (
        "<ul><li>&lt;Ada&gt;</li></ul><p>It says so.</p><ul><li>Ben: Ben slept.</li></ul>"
        "<blockquote>Ada did</blockquote>"
    )
    assert tags == "skill::detail difficulty::medium two_words"


def test_the_front_of_an_order_or_of_pairs_gives_nothing_away() -> None:
    order = replace(begin_import(Kind.ORDERING, "Order."), order=("c", "a", "b"))
    _, front, back, _ = write_card(order)
    assert front.endswith("<ul><li>a</li><li>b</li><li>c</li></ul>")
    assert back == "<ol><li>c</li><li>a</li><li>b</li></ol>"
    pairs = (Pair("one", "z"), Pair("two", "y"), Pair("", "x"))
    _, front, back, _ = write_card(replace(begin_import(Kind.MATCHING, "Pair."), pairs=pairs))
    assert "<ul><li>x</li><li>y</li><li>z</li></ul>" in front
    assert back == "<ul><li>one – z</li><li>two – y</li></ul>"


def test_typed_answers_stand_by_their_gaps_and_numbers_with_their_tolerance() -> None:
    answers = (AcceptedAnswer("red"), AcceptedAnswer("crimson"), AcceptedAnswer("big", 2))
    cloze = replace(begin_import(Kind.CLOZE, "____ and ____"), accepted_answers=answers)
    assert write_card(cloze)[2] == "<ol><li>red / crimson</li><li>big</li></ol>"
    number = AcceptedAnswer("1998", tolerance="2")
    numerical = replace(begin_import(Kind.NUMERICAL, "When?"), accepted_answers=(number,))
    assert write_card(numerical)[2] == "<ul><li>1998 ± 2</li></ul>"
