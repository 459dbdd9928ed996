"""Banks: the shelf, their names and tags, who shares them, and when they go."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.articles.models import Article
from quizapp.bank.library import (
    LibraryError,
    add_collection,
    list_bank_summaries,
    rename_bank,
)
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank
from quizapp.bank.sharing import SharingError, list_shares, share_bank, unshare_bank
from quizapp.bank.tags import (
    list_bank_tags,
    list_known_tags,
    list_question_tags,
    set_bank_tags,
    set_question_tags,
)
from quizapp.db import db
from quizapp.quizzes.merging import refuse_removing, remove_bank
from quizapp.quizzes.models import Quiz
from quizapp.web.access import (
    editable_question,
    is_editable,
    is_readable,
    now,
    own_bank,
    own_id,
    read_ids,
    teacher_only,
    the_teacher,
)
from quizapp.web.forms.banks import (
    BankForm,
    CollectionForm,
    QuestionTagsForm,
    ShareForm,
    ShelfForm,
    name_bank,
)

blueprint = Blueprint("banks", __name__, url_prefix="/teach/banks")


@blueprint.app_template_test("own")
def is_own(thing: Article | Bank | Quiz) -> bool:
    """Whether an article, a bank or a quiz is the teacher's who is signed in."""
    return thing.teacher_id == own_id()


blueprint.add_app_template_test(is_editable, "editable")
blueprint.add_app_template_test(is_readable, "readable")
blueprint.add_app_template_filter(name_bank)


@blueprint.get("")
@teacher_only
def index() -> str:
    form = ShelfForm(request.args)
    form.offer(list_known_tags(db.session(), own_id()))
    banks = list_bank_summaries(db.session(), own_id(), form.tag.data or "")
    return render_template("banks/index.html", form=form, banks=banks)


@blueprint.route("/new", methods=["GET", "POST"])
@teacher_only
def new() -> str | Response:
    form = CollectionForm()
    if form.validate_on_submit():
        try:
            bank = add_collection(db.session(), the_teacher(), form.title.data or "", now=now())
        except LibraryError as error:
            form.title.errors = [str(error)]
        else:
            db.session.commit()
            flash("The collection is ready. Find questions and copy them into it.", "success")
            return redirect(url_for("bank.show", bank_id=bank.id))
    return render_template("banks/new.html", form=form)


@blueprint.route("/<int:bank_id>/manage", methods=["GET", "POST"])
@teacher_only
def manage(bank_id: int) -> str | Response:
    """Title and tags, and the ways to everything else that an owner may do."""
    bank = own_bank(bank_id)
    tags = list_bank_tags(db.session(), [bank_id]).get(bank_id, [])
    form = BankForm(title=bank.title, tags=", ".join(tags))
    if form.validate_on_submit() and _save(bank, form):
        return redirect(url_for("banks.manage", bank_id=bank_id))
    return render_template(
        "banks/manage.html",
        bank=bank,
        form=form,
        shares=list_shares(db.session(), bank_id),
        stays=refuse_removing(db.session(), bank),
    )


@blueprint.route("/<int:bank_id>/delete", methods=["GET", "POST"])
@teacher_only
def delete(bank_id: int) -> str | Response:
    bank = own_bank(bank_id)
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            remove_bank(db.session(), bank)
        except LibraryError as error:
            flash(f"“{bank.title}” is not deleted. {error}", "error")
            return redirect(url_for("banks.manage", bank_id=bank_id))
        db.session.commit()
        flash("The collection is deleted.", "success")
        return redirect(url_for("banks.index"))
    stays = refuse_removing(db.session(), bank)
    return render_template("banks/delete.html", bank=bank, form=form, stays=stays)


@blueprint.route("/<int:bank_id>/share", methods=["GET", "POST"])
@teacher_only
def share(bank_id: int) -> str | Response:
    bank = own_bank(bank_id)
    form = ShareForm()
    if form.validate_on_submit():
        try:
            access = Access(form.access.data)
            colleague = share_bank(db.session(), bank, form.sign_in_name.data or "", access)
        except SharingError as error:
            form.sign_in_name.errors = [str(error)]
        else:
            db.session.commit()
            flash(f"{colleague.name} may {access.value} “{bank.title}” now.", "success")
            return redirect(url_for("banks.share", bank_id=bank_id))
    shares = list_shares(db.session(), bank_id)
    return render_template("banks/share.html", bank=bank, form=form, shares=shares)


@blueprint.post("/<int:bank_id>/unshare")
@teacher_only
def unshare(bank_id: int) -> Response:
    bank = own_bank(bank_id)
    for teacher_id in read_ids(request.form, "teacher"):
        unshare_bank(db.session(), bank, teacher_id)
    db.session.commit()
    flash("No longer shared. Quizzes that were made from the bank go on.", "success")
    return redirect(url_for("banks.share", bank_id=bank_id))


@blueprint.route("/questions/<int:question_id>/tags", methods=["GET", "POST"])
@teacher_only
def tags(question_id: int) -> str | Response:
    """Tag one question."""
    question = editable_question(question_id)
    kept = list_question_tags(db.session(), [question_id]).get(question_id, [])
    form = QuestionTagsForm(tags=", ".join(kept))
    if form.validate_on_submit() and (words := form.read_tags()) is not None:
        set_question_tags(db.session(), question, words)
        db.session.commit()
        flash("The tags are saved.", "success")
        return redirect(url_for("bank.question", question_id=question_id))
    return render_template("banks/tags.html", question=question, form=form)


def _save(bank: Bank, form: BankForm) -> bool:
    """Keep title and tags; what is wrong stands on the form."""
    words = form.read_tags()
    if words is None:
        return False
    try:
        rename_bank(db.session(), bank, form.title.data or "")
    except LibraryError as error:
        form.title.errors = [str(error)]
        return False
    set_bank_tags(db.session(), bank, words)
    db.session.commit()
    flash("Saved.", "success")
    return True
