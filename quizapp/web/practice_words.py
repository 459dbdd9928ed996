"""A kept word in practice: its meaning is chosen or it is typed, and then all is told about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any
from zlib import crc32

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.articles.models import Article
from quizapp.attempts.answers import AnswerError, Value, from_page
from quizapp.attempts.paper import print_item
from quizapp.db import db
from quizapp.dictionary.looking import (
    Sense,
    draw_words,
    find_entry,
    list_forms,
    list_senses,
    list_tokens,
    look_up,
)
from quizapp.notebook.words import KeptWord
from quizapp.progress.models import PracticeCard, PracticeReview, Subject, Topic, WordTask
from quizapp.progress.practice import Given, find_last_review, number_of_next, review_word
from quizapp.progress.word_questions import (
    WITH_A_SLIP,
    WordQuestion,
    ask_meaning,
    ask_word,
    choose_task,
)
from quizapp.web.access import LARGEST_ID, learner_only, now, own_id, own_word, the_settings
from quizapp.web.forms.practice import CardForm
from quizapp.web.meanings import find_running
from quizapp.web.practising import (
    Stock,
    draw_order,
    is_unknown,
    make_form,
    make_item,
    next_page,
    read_seconds,
    render_card,
    take_stock,
    tell_when,
)
from quizapp.web.word_sentences import ShownSentence, show_sentences

blueprint = Blueprint("practice_words", __name__, url_prefix="/learn/practice/words")

# Of how many words wrong meanings are looked for; the shortest of a text are of no use.
MOST_OF_A_KIND, SHORTEST = 40, 4
MOST_OTHER_MEANINGS = 3


@blueprint.get("/<int:kept_word_id>")
@learner_only
def card(kept_word_id: int) -> str:
    """A word that is due, or how it went, or that it rests."""
    word, stock = own_word(kept_word_id), take_stock()
    if word.id not in stock.words:
        next_url = next_page(stock.outlook)
        return render_template("practice/resting.html", next_url=next_url, is_word=True)
    found = _find_card(word, stock)
    if found and found.due > now():
        return _show_outcome(word, found, stock)
    return _show_card(_ask(word, stock), found, _find_sentence(word))


@blueprint.post("/<int:kept_word_id>")
@learner_only
def answer(kept_word_id: int) -> str | Response:
    """Score an answer; one that was sent before, or that fits no card now, changes nothing."""
    word, stock, form = own_word(kept_word_id), take_stock(), CardForm()
    here = redirect(url_for("practice_words.card", kept_word_id=kept_word_id))
    if word.id not in stock.words or not form.validate():
        return here
    asked, number = _ask(word, stock), form.number.data or 0
    if form.version.data != _sum_of(asked):
        return here
    value = () if is_unknown() else _read_value(asked, number)
    if not value and not is_unknown():
        return _show_card(asked, _find_card(word, stock), _find_sentence(word), sent=form)
    if asked.task is WordTask.RECALL and _may_be_a_slip(value):
        asked = replace(asked, rules=WITH_A_SLIP)
    given = Given(number, value, read_seconds(form), form.read_certainty())
    review_word(db.session(), own_id(), asked, given, now=now())
    db.session.commit()
    return here


def _find_card(word: KeptWord, stock: Stock) -> PracticeCard | None:
    return stock.cards.get(Subject(Topic.WORD, word.id))


def _find_sentence(word: KeptWord) -> ShownSentence | None:
    return show_sentences([word]).get(word.id)


def _ask(word: KeptWord, stock: Stock) -> WordQuestion:
    """The word as its next review asks it; the same until there is one."""
    found = _find_card(word, stock)
    forms = list_forms(the_settings().instance_path, [word.headword])[word.headword]
    draft, task = None, choose_task(found)
    if task is WordTask.RECOGNITION:
        rng = Random(f"{word.id}:{number_of_next(found)}")
        sense, own, others = _gather(word, stock, rng)
        draft = ask_meaning(sense, others, own=own, forms=forms, rng=rng)
    if draft is None:
        draft, task = ask_word(Sense(word.headword, word.meaning), forms), WordTask.RECALL
    return WordQuestion(word.id, task, draft)


def _gather(
    word: KeptWord, stock: Stock, rng: Random
) -> tuple[Sense, tuple[str, ...], list[list[Sense]]]:
    """The word as it was kept, all that it can mean, and what others mean: those that the learner
    has kept and those of the same text, then those of our own list."""
    folder = the_settings().instance_path
    kept = {it.headword: it.meaning for it in _draw([*stock.words.values()], rng)}
    near = {*kept, *_draw(_list_text_words(word), rng)}
    drawn = draw_words(folder, MOST_OF_A_KIND, rng)
    shut = find_running().words
    senses = list_senses(folder, {word.headword, *near, *drawn} - shut)
    own = senses.get(word.headword, ())
    told = {headword: several[0] for headword, several in senses.items()}
    told |= {it: _recognise(it, kept[it], senses.get(it, ())) for it in kept.keys() - shut}
    told.pop(word.headword, None)
    groups = [
        [it for headword, it in told.items() if headword in near],
        [it for headword, it in told.items() if headword not in near],
    ]
    asked = _recognise(word.headword, word.meaning, own)
    return asked, tuple(it.text for it in own), groups


def _recognise(headword: str, meaning: str, senses: Sequence[Sense]) -> Sense:
    """A meaning that was kept, with its part of speech where the dictionary still has it."""
    part = next((it.part for it in senses if it.text == meaning), "")
    return Sense(headword, meaning, part)


def _draw(several: list[Any], rng: Random) -> list[Any]:
    return rng.sample(several, min(MOST_OF_A_KIND, len(several)))


def _list_text_words(word: KeptWord) -> list[str]:
    """The words of the text that this one stood in."""
    article = db.session.get(Article, word.article_id) if word.article_id else None
    tokens = list_tokens(article.to_document().paragraphs) if article else ()
    return sorted(it for it in tokens if len(it) >= SHORTEST)


def _sum_of(asked: WordQuestion) -> int:
    """Tells what is asked from anything else: an answer to other options does not count."""
    texts = (asked.task.value, asked.draft.stem, *(it.text for it in asked.draft.options))
    return crc32("\n".join(texts).encode()) % LARGEST_ID + 1


def _draw_order(asked: WordQuestion, number: int) -> tuple[int, ...]:
    return draw_order(asked.draft, f"{asked.kept_word_id}:{number}")


def _read_value(asked: WordQuestion, number: int) -> Value:
    """The answer as it was sent; () for none."""
    fields = request.form.getlist("answer")
    try:
        return from_page(asked.draft, _draw_order(asked, number), fields)
    except AnswerError:
        abort(400)


def _may_be_a_slip(value: Value) -> bool:
    """Whether something was typed that is no English word: it is meant for another."""
    return not all(look_up(the_settings().instance_path, it) for it in list_tokens(value))


def _show_card(
    asked: WordQuestion,
    found: PracticeCard | None,
    sentence: ShownSentence | None,
    *,
    sent: CardForm | None = None,
) -> str:
    """The word as a form; `sent` is one that came back without an answer."""
    number = number_of_next(found)
    item = make_item(_draw_order(asked, number))
    return render_card(
        "word_card",
        kept_word_id=asked.kept_word_id,
        form=sent or make_form(number, _sum_of(asked)),
        item=print_item(item, asked.draft, count=1),
        is_recall=asked.task is WordTask.RECALL,
        sentence=sentence,
        is_empty=sent is not None,
    )


def _show_outcome(word: KeptWord, found: PracticeCard, stock: Stock) -> str:
    """How the last review went, and what is known of the word."""
    review = find_last_review(db.session(), found)
    entry = find_entry(the_settings().instance_path, word.headword)
    others = [it for it in entry.meanings if it != word.meaning] if entry else []
    return render_card(
        "word_outcome",
        word=word,
        others=others[:MOST_OTHER_MEANINGS],
        sentence=_find_sentence(word),
        state=_tell_state(review),
        review=review,
        due_in=tell_when(found.due),
        next_url=next_page(stock.outlook),
    )


def _tell_state(review: PracticeReview) -> str:
    if review.share == 1:
        return "right"
    return "wrong" if any(it.strip() for it in review.value) else "unanswered"
