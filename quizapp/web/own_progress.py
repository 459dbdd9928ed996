"""What does a learner's own progress page tell beside the scores? Practice, words and reading.

No teacher sees any of it.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from quizapp.db import db
from quizapp.notebook.places import sum_reading
from quizapp.notebook.words import list_words
from quizapp.progress.charts import (
    count_words,
    draw_bars,
    draw_lines,
    find_learnt_at,
    first_day,
    sum_days,
)
from quizapp.progress.models import Topic
from quizapp.progress.practice import is_learnt, list_reviews_of
from quizapp.progress.trend import CHART_HEIGHT, CHART_WIDTH
from quizapp.web.access import now, own_id, the_settings
from quizapp.web.practising import Stock, take_stock


def tell_own_progress() -> dict[str, Any]:
    """For the page of the learner who is signed in."""
    stock = take_stock()
    return {
        "practice": stock.outlook,
        "learnt": {topic.value: _count_learnt(stock, topic) for topic in Topic},
        "chart_size": (CHART_WIDTH, CHART_HEIGHT),
        **_tell_words(stock),
        **_tell_reading(),
    }


def _count_learnt(stock: Stock, topic: Topic) -> int:
    return sum(it.topic is topic and is_learnt(card) for it, card in stock.cards.items())


def _tell_words(stock: Stock) -> dict[str, Any]:
    learner_id, zone = own_id(), the_settings().zone
    known = [
        card.id for it, card in stock.cards.items() if it.topic is Topic.WORD and is_learnt(card)
    ]
    word_of = {card.id: it.id for it, card in stock.cards.items()}
    reviews = list_reviews_of(db.session(), known)
    learnt_at = {
        word_of[card_id]: at
        for card_id, own in groupby(reviews, key=lambda it: it.card_id)
        if (at := find_learnt_at(own))
    }
    words = list_words(db.session(), learner_id)
    weeks = count_words(words, learnt_at, now().astimezone(zone).date(), zone)
    return {"word_count": len(words), "weeks": weeks, "lines": draw_lines(weeks)}


def _tell_reading() -> dict[str, Any]:
    today = now().astimezone(the_settings().zone).date()
    times = sum_reading(db.session(), own_id(), since=first_day(today))
    reading = sum_days(times, today)
    return {"reading": reading, "bars": draw_bars([it.minutes for it in reading.days])}
