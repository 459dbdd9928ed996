"""A learner's words stand once, with the sentence they came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.articles.library import add_article
from quizapp.articles.models import Article, ArticleBlock
from quizapp.notebook.words import (
    KeptWord,
    Sentence,
    find_kept,
    keep_word,
    list_words,
    remove_word,
)
from tests.conftest import NOON
from tests.factories import FERRY, make_world


def test_words_are_listed_by_the_alphabet_for_their_learner(session: Session) -> None:
    world = make_world(session, NOON)
    sentence = Sentence(world.article, 1, 0, 48)
    flood = keep_word(session, world.learner, "flood", "much water", sentence, now=NOON)
    bridge = keep_word(session, world.learner, "bridge", "a way over", None, now=NOON)
    assert list(list_words(session, world.learner.id)) == [bridge, flood]
    assert list(list_words(session, world.learner.id + 1)) == []
    assert find_kept(session, world.learner.id, "flood") is flood
    assert (flood.article_id, flood.paragraph) == (world.article.id, 1)
    assert (bridge.article_id, bridge.paragraph) == (None, None)


def test_a_word_that_is_kept_again_has_its_new_meaning_and_its_first_moment(
    session: Session,
) -> None:
    world = make_world(session, NOON)
    word = keep_word(session, world.learner, "flood", "much water", None, now=NOON)
    again = keep_word(session, world.learner, "flood", "a lot", None, now=NOON + timedelta(days=1))
    assert again is word
    assert (word.meaning, word.kept_at) == ("a lot", NOON)
    remove_word(session, word)
    assert list(list_words(session, world.learner.id)) == []


def test_a_word_outlives_its_article(session: Session) -> None:
    world = make_world(session, NOON)
    article = add_article(session, world.teacher, FERRY, now=NOON)
    sentence = Sentence(article, 1, 0, 10)
    word = keep_word(session, world.learner, "dawn", "first light", sentence, now=NOON)
    session.execute(delete(ArticleBlock).where(ArticleBlock.article_id == article.id))
    session.execute(delete(Article).where(Article.id == article.id))
    session.refresh(word)
    assert word.article_id is None
    assert word.meaning == "first light"


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ({"end_offset": None}, "place_is_whole"),
        ({"end_offset": 0}, "stood_in_a_sentence"),
        ({"meaning": ""}, "means_something"),
        (
            {"paragraph": None, "start_offset": None, "end_offset": None},
            "article_has_a_place",
        ),
    ],
)
def test_the_database_refuses_what_is_no_kept_word(
    session: Session, fault: dict[str, object], name: str
) -> None:
    world = make_world(session, NOON)
    sound = {
        "learner_id": world.learner.id,
        "article_id": world.article.id,
        "headword": "flood",
        "meaning": "much water",
        "paragraph": 1,
        "start_offset": 0,
        "end_offset": 9,
        "kept_at": NOON,
    }
    session.add(KeptWord(**{**sound, **fault}))
    with pytest.raises(IntegrityError, match=name):
        session.flush()
    session.rollback()
