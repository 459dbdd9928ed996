"""Work over many banks: searching, copying, merging, and what is asked twice."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.bank import review
from quizapp.bank.copying import Copied, Source, copy_questions, list_sources
from quizapp.bank.duplicates import MOST_PAIRS, find_likenesses, keep_both
from quizapp.bank.library import (
    LibraryError,
    add_collection,
    list_bank_summaries,
    list_own_banks,
)
from quizapp.bank.models import Bank
from quizapp.bank.search import HITS_ON_A_PAGE, search_questions
from quizapp.bank.tags import list_known_tags, list_question_tags
from quizapp.db import db
from quizapp.generation.draft import Status
from quizapp.quizzes.merging import merge_banks, plan_merge
from quizapp.web.access import (
    editable_bank,
    editable_question,
    now,
    own_bank,
    own_id,
    read_ids,
    teacher_only,
    the_teacher,
)
from quizapp.web.forms.banks import NEW, CopyForm, MergeForm, SearchForm

blueprint = Blueprint("bank_work", __name__, url_prefix="/teach/banks")
SEARCHED = ("words", "status", "kind", "skill", "bank", "tag")


@blueprint.get("/search")
@teacher_only
def search() -> str:
    form = _search_form()
    found = search_questions(
        db.session(), own_id(), form.read_words(), form.read_filters(), form.read_page()
    )
    return render_template(
        "banks/search.html",
        form=form,
        found=found,
        page=form.read_page(),
        pages=-(-found.total // HITS_ON_A_PAGE),
        asked={key: request.args[key] for key in SEARCHED if request.args.get(key)},
        tags=list_question_tags(db.session(), [hit.question.id for hit in found.hits]),
    )


@blueprint.route("/copy", methods=["GET", "POST"])
@teacher_only
def copy() -> str | Response:
    """Copy the questions that the address names, or those of a bank, into an own bank."""
    sources = list_sources(
        db.session(),
        own_id(),
        question_ids=read_ids(request.args, "question"),
        bank_id=next(iter(read_ids(request.args, "bank")), None),
    )
    form = CopyForm(target=request.args.get("into", NEW))
    form.offer(sources, list_own_banks(db.session(), own_id()))
    if sources and form.validate_on_submit() and (target := _find_target(form)):
        ticked = form.questions.data or []
        chosen = [source for source in sources if source[0].id in ticked]
        _copy(chosen, target)
        return redirect(url_for("bank.show", bank_id=target.id))
    return render_template("banks/copy.html", form=form, sources=sources)


@blueprint.route("/<int:bank_id>/merge", methods=["GET", "POST"])
@teacher_only
def merge(bank_id: int) -> str | Response:
    """Say what merging does, and do it when that is confirmed."""
    source = own_bank(bank_id)
    form = MergeForm(request.values)
    form.offer([it for it in list_own_banks(db.session(), own_id()) if it != source])
    target_id = form.read_target()
    plan = plan_merge(db.session(), source, own_bank(target_id)) if target_id else None
    if plan and request.method == "POST":
        merge_banks(db.session(), plan)
        db.session.commit()
        flash(f"The banks are merged. Questions that have moved: {plan.move.moving}.", "success")
        return redirect(url_for("bank.show", bank_id=target_id))
    return render_template("banks/merge.html", bank=source, form=form, plan=plan)


@blueprint.get("/duplicates")
@teacher_only
def duplicates() -> str:
    bank = _chosen_bank()
    banks = [bank] if bank else list_own_banks(db.session(), own_id())
    likenesses, total = find_likenesses(db.session(), [it.id for it in banks])
    return render_template(
        "banks/duplicates.html", bank=bank, likenesses=likenesses, total=total, most=MOST_PAIRS
    )


@blueprint.post("/duplicates/keep")
@teacher_only
def keep() -> Response:
    """Point these two out no more."""
    one, other = (editable_question(request.form.get(it, 0, type=int)) for it in ("one", "other"))
    keep_both(db.session(), one, other)
    db.session.commit()
    flash("Both stay. They are not pointed out again.", "success")
    return _back_to_duplicates()


@blueprint.post("/duplicates/retire")
@teacher_only
def retire() -> Response:
    question = editable_question(request.form.get("question", 0, type=int))
    by = own_id()
    review.decide(db.session(), [question], Status.RETIRED, teacher_id=by, now=now())
    db.session.commit()
    flash("Retired. New attempts leave it out; those that have it keep it.", "success")
    return _back_to_duplicates()


def _search_form() -> SearchForm:
    form = SearchForm(request.args)
    form.offer(list_known_tags(db.session(), own_id()))
    summaries = list_bank_summaries(db.session(), own_id())
    form.offer_banks([summary.bank for summary in summaries])
    return form


def _find_target(form: CopyForm) -> Bank | None:
    """The bank to copy into; what is wrong stands on the form."""
    if form.target.data != NEW:
        return own_bank(int(form.target.data))
    try:
        return add_collection(db.session(), the_teacher(), form.title.data or "", now=now())
    except LibraryError:
        form.title.errors = ["Write a title for the new collection, or choose a bank above."]
        return None


def _copy(chosen: list[Source], target: Bank) -> None:
    copied = copy_questions(db.session(), chosen, target, the_teacher(), now=now())
    db.session.commit()
    flash(_tell_copied(copied, target), "success" if copied.questions else "info")


def _tell_copied(copied: Copied, target: Bank) -> str:
    count, held = len(copied.questions), len(copied.held)
    done = f"{count} {'question is' if count == 1 else 'questions are'} copied."
    if not held:
        return done
    kept = f"{held} {'stands' if held == 1 else 'stand'} in “{target.title}” already, word for word"
    return f"{done} {kept}: not doubled."


def _chosen_bank() -> Bank | None:
    bank_id = request.values.get("bank", type=int)
    return editable_bank(bank_id) if bank_id else None


def _back_to_duplicates() -> Response:
    bank = _chosen_bank()
    return redirect(url_for("bank_work.duplicates", bank=bank.id if bank else None))
