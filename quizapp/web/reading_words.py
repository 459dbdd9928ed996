"""What a word means where a learner reads, and the words that they have kept."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.dictionary.looking import Entry, find_entry, list_forms, list_tokens, look_up
from quizapp.notebook.words import (
    LONGEST_MEANING,
    KeptWord,
    Sentence,
    find_kept,
    keep_word,
    list_words,
    remove_word,
)
from quizapp.progress.models import Subject, Topic
from quizapp.progress.outlook import find_midnight
from quizapp.progress.practice import is_learnt
from quizapp.web.access import learner_only, now, own_id, own_word, the_learner, the_settings
from quizapp.web.forms.reading_room import KeepWordForm, LookUpForm
from quizapp.web.meanings import is_asked_now
from quizapp.web.practising import Stock, take_stock, tell_when
from quizapp.web.shown_text import Paragraph, leave_out
from quizapp.web.texts import Text, hide_from, is_running, own_text
from quizapp.web.word_sentences import ShownSentence, show_sentences

blueprint = Blueprint("reading_words", __name__, url_prefix="/learn")


@dataclass(frozen=True)
class ShownWord:
    """A word of the list as its learner may see it now; a meaning that is asked for is ""."""

    id: int
    headword: str
    meaning: str
    sentence: ShownSentence | None
    article: Article | None
    paragraph: int | None
    due_in: str
    is_due: bool
    is_known: bool


@blueprint.get("/texts/<int:article_id>/meaning")
@learner_only
def meaning(article_id: int) -> str:
    """A page that says what a word means; the reading view shows its middle beside the text."""
    text = own_text(article_id)
    form = LookUpForm(request.args)
    entries: tuple[Entry, ...] = ()
    is_shut = is_running(text.article)
    asked = "word" in request.args and form.validate() and not is_shut
    if asked:
        entries = look_up(the_settings().instance_path, form.word.data or "")
        is_shut = is_asked_now([it.headword for it in entries])
    entries = () if is_shut else entries
    return render_template(
        "reading_room/meaning.html",
        text=text,
        form=form,
        word=form.word.data or "",
        asked=asked,
        is_shut=is_shut,
        entries=[(it, _keep_form(it, form), _find_kept(it)) for it in entries],
    )


@blueprint.post("/texts/<int:article_id>/words")
@learner_only
def keep(article_id: int) -> Response:
    text, form = own_text(article_id), KeepWordForm()
    headword = form.headword.data or ""
    if is_running(text.article) or is_asked_now([headword]):
        abort(409)
    entry = find_entry(the_settings().instance_path, headword) or abort(400)
    form.meaning.choices = [SelectChoice(it, it) for it in entry.meanings]
    if not form.validate_on_submit():
        abort(400)
    sentence = _find_sentence(text, headword, form)
    keep_word(db.session(), the_learner(), headword, form.meaning.data, sentence, now=now())
    db.session.commit()
    return redirect(url_for("reading_words.meaning", article_id=article_id, word=headword))


@blueprint.get("/words")
@learner_only
def index() -> str:
    """The learner's words, or those of them that are searched for."""
    searched = request.args.get("q", "").strip()
    words = list_words(db.session(), own_id())
    found = [it for it in words if searched.casefold() in f"{it.headword} {it.meaning}".casefold()]
    sentences, stock = show_sentences(found), take_stock()
    due = frozenset(stock.outlook.due)
    return render_template(
        "reading_room/words.html",
        words=[_show(it, sentences.get(it.id), stock, due) for it in found],
        count=len(words),
        due=stock.outlook.words,
        searched=searched,
    )


@blueprint.post("/words/<int:kept_word_id>/remove")
@learner_only
def remove(kept_word_id: int) -> Response:
    word = own_word(kept_word_id)
    name = word.headword
    remove_word(db.session(), word)
    db.session.commit()
    flash(_("“%(word)s” is removed from your words.", word=name), "success")
    return redirect(url_for("reading_words.index"))


def _keep_form(entry: Entry, asked: LookUpForm) -> KeepWordForm:
    form = KeepWordForm(
        formdata=None,
        headword=entry.headword,
        meaning=entry.meanings[0][:LONGEST_MEANING],
        paragraph=asked.paragraph.data,
        start=asked.start.data,
    )
    form.meaning.choices = [SelectChoice(it, it) for it in entry.meanings]
    return form


def _find_kept(entry: Entry) -> KeptWord | None:
    return find_kept(db.session(), own_id(), entry.headword)


def _find_sentence(text: Text, headword: str, form: KeepWordForm) -> Sentence | None:
    """The sentence that was tapped; else the first that has a form of the word."""
    marks, forms = hide_from(text), list_forms(the_settings().instance_path, [headword])[headword]
    texts = text.document.paragraphs
    shown = {at: leave_out(whole, at, marks) for at, whole in enumerate(texts, start=1)}
    tapped = _read_tapped(form)
    for number, paragraph in sorted(shown.items(), key=lambda it: it[0] != tapped[0]):
        for start, end in _order_sentences(paragraph, tapped[1]):
            if not forms.isdisjoint(list_tokens([paragraph.text[start:end]])):
                begin = start + len(paragraph.text[start:end].rstrip())
                return Sentence(text.article, number, *paragraph.find(start, begin))
    return None


def _read_tapped(form: KeepWordForm) -> tuple[int, int]:
    """The paragraph and offset of the page that were tapped; (0, 0) for none."""
    sent = [it.data or "" for it in (form.paragraph, form.start)]
    if not all(it.isdecimal() and len(it) < 7 for it in sent):
        return 0, 0
    return int(sent[0]), int(sent[1])


def _order_sentences(paragraph: Paragraph, tapped: int) -> list[tuple[int, int]]:
    return sorted(paragraph.sentences, key=lambda it: not it[0] <= tapped < it[1])


def _show(
    word: KeptWord, sentence: ShownSentence | None, stock: Stock, due_now: frozenset[Subject]
) -> ShownWord:
    rests = word.id not in stock.words
    subject = Subject(Topic.WORD, word.id)
    card = stock.cards.get(subject)
    due = card.due if card else find_midnight(word.kept_at, the_settings().zone)
    return ShownWord(
        word.id,
        word.headword,
        "" if rests else word.meaning,
        None if rests else sentence,
        sentence.article if sentence else None,
        word.paragraph,
        due_in="" if rests or due <= now() else tell_when(due),
        is_due=subject in due_now,
        is_known=card is not None and is_learnt(card),
    )
