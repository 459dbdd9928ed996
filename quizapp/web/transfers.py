"""Questions from a file into a bank, and a bank into a file for another system."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from quizapp.articles.library import list_articles
from quizapp.articles.models import Article
from quizapp.bank.exporting import pack_bank
from quizapp.bank.formats.confined import read_confined
from quizapp.bank.formats.exchange import Format, FormatError, Incoming, Outgoing, Parcel
from quizapp.bank.formats.registry import FORMATS, write_parcel
from quizapp.bank.import_plans import NO_PASSAGE, ImportPlan, plan_import
from quizapp.bank.importing import carry_out, find_home, list_held
from quizapp.bank.library_models import WaitingQuestions
from quizapp.bank.models import Bank
from quizapp.bank.sharing import list_editable_banks
from quizapp.bank.waiting import find_file, keep_file, take_file
from quizapp.db import begin_write_anew, db
from quizapp.generation.draft import Status
from quizapp.web.access import (
    editable_bank,
    now,
    own_id,
    readable_article,
    readable_bank,
    teacher_only,
    the_teacher,
)
from quizapp.web.forms.banks import name_bank
from quizapp.web.forms.transfers import (
    STEPS,
    BringForm,
    CommitForm,
    ExportForm,
    LookForm,
    list_readable,
)

blueprint = Blueprint("transfers", __name__, url_prefix="/teach/banks")
_LONGEST_FILE_NAME = 60
GONE = "The file is no longer here. Choose it again."


@blueprint.route("/import", methods=["GET", "POST"])
@teacher_only
def bring() -> str | Response:
    """Bring a file; what it would add is shown before anything is added."""
    form = BringForm()
    if form.validate_on_submit():
        raw, name = form.file.data.read(), form.file.data.filename or ""
        try:
            format_name, _ = read_confined(raw, form.format.data or "")
        except FormatError as error:
            form.file.errors = [str(error)]
        else:
            begin_write_anew(db.session())
            keep_file(db.session(), own_id(), raw, name, format_name, now=now())
            db.session.commit()
            return redirect(url_for("transfers.look"))
    return render_template("transfers/bring.html", form=form, formats=list_readable())


@blueprint.get("/import/look")
@teacher_only
def look() -> str | Response:
    """What the file that waits would add, and what has to be decided first."""
    waiting = find_file(db.session(), own_id())
    incoming = _read(waiting)
    if waiting is None or incoming is None:
        return redirect(url_for("transfers.bring"))
    form = LookForm(request.args)
    form.offer(*_list_places())
    return render_template(
        "transfers/look.html",
        form=form,
        commit=CommitForm(seen=sha256(waiting.raw).hexdigest()),
        name=waiting.name,
        format=FORMATS[waiting.format],
        incoming=incoming,
        query=_read_query("article", "bank"),
        lacks_passage=any(it.passage is None for it in incoming.parcel.items),
        plan=_plan(incoming.parcel)[0],
        no_passage=NO_PASSAGE,
    )


@blueprint.post("/import/look")
@teacher_only
def commit() -> Response:
    """Carry out the plan that was looked at; of two requests only one has the file."""
    incoming = _read(find_file(db.session(), own_id()))
    if incoming is None:
        return redirect(url_for("transfers.bring"))
    begin_write_anew(db.session())
    raw = take_file(db.session(), own_id())
    if raw is None or sha256(raw).hexdigest() != CommitForm().seen.data:
        flash("Another file is here by now. Look at it first.", "error")
        return redirect(url_for("transfers.look"))
    plan, bank = _plan(incoming.parcel)
    if not plan.added:
        flash("There is nothing to import. Choose what the questions are about.", "error")
        return redirect(url_for("transfers.look", **_read_query("article", "bank")))
    pictures = incoming.parcel.pictures
    bank = carry_out(db.session(), the_teacher(), plan, pictures, bank, now=now())
    db.session.commit()
    count = len(plan.added)
    told = "1 question is" if count == 1 else f"{count} questions are"
    flash(f"{told} here, to be looked at and approved.", "success")
    return redirect(url_for("bank.show", bank_id=bank.id, status=Status.DRAFT))


@blueprint.post("/import/drop")
@teacher_only
def drop() -> Response:
    """Let the file go without importing it."""
    take_file(db.session(), own_id())
    db.session.commit()
    flash("The file is gone; nothing was imported.", "success")
    return redirect(url_for("banks.index"))


@blueprint.get("/<int:bank_id>/export")
@teacher_only
def export(bank_id: int) -> str:
    """Choose where a bank goes, and see what that file will not hold."""
    bank = readable_bank(bank_id)
    form = ExportForm(request.args)
    chosen, refusal = FORMATS[form.format.data], ""
    outgoing: Outgoing | None = None
    if "format" in request.args:
        try:
            outgoing = _write(bank, chosen, drafts=form.drafts.data)
        except FormatError as error:
            refusal = str(error)
    return render_template(
        "transfers/export.html",
        bank=bank,
        form=form,
        chosen=chosen,
        steps=STEPS[chosen.name],
        outgoing=outgoing,
        refusal=refusal,
    )


@blueprint.get("/<int:bank_id>/export/<format_name>")
@teacher_only
def download(bank_id: int, format_name: str) -> Response:
    """The file."""
    bank = readable_bank(bank_id)
    chosen = FORMATS.get(format_name) or abort(404)
    try:
        outgoing = _write(bank, chosen, drafts="drafts" in request.args)
    except FormatError as error:
        flash(str(error), "error")
        query = _read_query("drafts")
        return redirect(url_for("transfers.export", bank_id=bank_id, **query))
    return send_file(
        BytesIO(outgoing.content),
        mimetype=chosen.media_type,
        as_attachment=True,
        download_name=f"{_name_file(bank)}-{chosen.name}{chosen.suffix}",
    )


def _write(bank: Bank, chosen: Format, *, drafts: bool) -> Outgoing:
    statuses = {Status.APPROVED, Status.DRAFT} if drafts else {Status.APPROVED}
    parcel = pack_bank(db.session(), bank, statuses)
    if not parcel.items:
        raise FormatError("No question of this bank is approved yet. Tick “Drafts too”.")
    return write_parcel(parcel, chosen)


def _name_file(bank: Bank) -> str:
    """The bank's title and level in the letters that every system takes in a file's name."""
    return secure_filename(name_bank(bank))[:_LONGEST_FILE_NAME].strip("_-.") or f"bank-{bank.id}"


def _list_places() -> tuple[list[Article], list[Bank]]:
    """The teacher's articles, and the banks whose questions they may change."""
    teacher_id = own_id()
    return list_articles(db.session(), teacher_id), list_editable_banks(db.session(), teacher_id)


def _read_choice() -> tuple[Article | None, Bank | None]:
    """The article and the bank that the address names."""
    article_id, bank_id = (request.args.get(name, type=int) for name in ("article", "bank"))
    return (
        readable_article(article_id) if article_id else None,
        editable_bank(bank_id) if bank_id else None,
    )


def _read_query(*names: str) -> dict[str, Any]:
    """Those of these choices that the address names, to be handed on."""
    return {name: request.args[name] for name in names if name in request.args}


def _read(waiting: WaitingQuestions | None) -> Incoming | None:
    """What is in the file that waits; None, and it is said, when there is nothing to look at."""
    if waiting is None:
        flash(GONE, "info")
        return None
    try:
        return read_confined(waiting.raw, waiting.format)[1]
    except FormatError as error:
        flash(str(error), "error")
        return None


def _plan(parcel: Parcel) -> tuple[ImportPlan, Bank | None]:
    """What would become of the questions, and the bank that has them then, if it is there yet."""
    article, bank = _read_choice()
    about = article.to_document() if article else None
    bank = bank or find_home(db.session(), own_id(), parcel, about)
    return plan_import(parcel, about, list_held(db.session(), bank) if bank else ()), bank
