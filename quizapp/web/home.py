"""The first page, the set-up page of the first teacher, and whether the program is well."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.people import (
    AccountError,
    WeakPasswordError,
    add_teacher,
    is_setup_open,
    setup_code,
)
from quizapp.bank.loading import load_shipped_banks
from quizapp.config import load_secret_key
from quizapp.db import db, find_fault
from quizapp.web.access import now, the_settings
from quizapp.web.forms.accounts import CodeForm, SetupForm
from quizapp.web.signing_in import sign_in
from quizapp.web.throttle import count_try, give_back

blueprint = Blueprint("home", __name__)
setup_blueprint = Blueprint("setup", __name__)


@blueprint.get("/")
def index() -> str | Response:
    """Whoever is signed in goes to their desk; everybody else is told where to begin."""
    if current_user.is_authenticated:
        return redirect(url_for("teach.home" if current_user.role == "teacher" else "learn.home"))
    return render_template(
        "home/index.html", join_form=CodeForm(), setup_open=is_setup_open(db.session())
    )


@blueprint.get("/healthz")
def health() -> dict[str, str]:
    """This process answers; it asks nobody else."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def readiness() -> tuple[dict[str, str], int]:
    """200 when pages can be served: the database answers and is migrated. Else 503, and why."""
    fault = find_fault(db.session())
    return ({"status": fault}, 503) if fault else ({"status": "ready"}, 200)


@setup_blueprint.route("/setup", methods=["GET", "POST"])
def setup() -> str | Response:
    """Make the first teacher, with the one-time code."""
    if not is_setup_open(db.session()):
        flash("A teacher has been set up already. Sign in.", "info")
        return redirect(url_for("session.teacher_sign_in"))
    form = SetupForm(code=request.args.get("code", ""))
    if form.validate_on_submit():
        count_try()
        if (form.code.data or "").strip().upper() != setup_code(load_secret_key(the_settings())):
            form.code.errors = ["This is not the code. Copy it from where the program was started."]
            return render_template("setup/setup.html", form=form)
        try:
            teacher = add_teacher(
                db.session(),
                name=form.name.data or "",
                sign_in_name=form.sign_in_name.data or "",
                password=form.password.data or "",
                now=now(),
            )
        except AccountError as error:
            is_weak = isinstance(error, WeakPasswordError)
            (form.password if is_weak else form.sign_in_name).errors = [str(error)]
            return render_template("setup/setup.html", form=form)
        load_shipped_banks(db.session(), teacher, now=now())
        give_back()
        sign_in(teacher)
        db.session.commit()
        flash("Welcome. Three passages with their questions are here to begin with.", "success")
        return redirect(url_for("teach.home"))
    return render_template("setup/setup.html", form=form)
