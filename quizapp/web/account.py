"""What can a person do with their own account? Change the password, and end sign-ins."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.models import Learner, Teacher
from quizapp.accounts.people import AccountError, WeakPasswordError, change_password
from quizapp.accounts.sign_ins import end_all_sign_ins, list_sign_ins, seal
from quizapp.db import db
from quizapp.web.access import learner_only, now, teacher_only, the_learner, the_teacher
from quizapp.web.forms.accounts import OwnPasswordForm, TeachersOwnPasswordForm
from quizapp.web.languages import translate
from quizapp.web.signing_in import sign_in, sign_out
from quizapp.web.throttle import count_try, give_back

blueprint = Blueprint("account", __name__, url_prefix="/teach/account")
learners = Blueprint("own_account", __name__, url_prefix="/learn/account")


@blueprint.route("", methods=["GET", "POST"])
@teacher_only
def show() -> str | Response:
    """Where the teacher is signed in; a new password ends that everywhere but here."""
    return _show(the_teacher(), TeachersOwnPasswordForm())


@learners.route("", methods=["GET", "POST"])
@learner_only
def show_learner() -> str | Response:
    """The same for a learner."""
    return _show(the_learner(), OwnPasswordForm())


@blueprint.post("/sign-out-everywhere")
@teacher_only
def sign_out_everywhere() -> Response:
    return _sign_out_everywhere(the_teacher(), "session.teacher_sign_in")


@learners.post("/sign-out-everywhere")
@learner_only
def sign_learner_out_everywhere() -> Response:
    return _sign_out_everywhere(the_learner(), "session.sign_in")


def _show(person: Teacher | Learner, form: OwnPasswordForm) -> str | Response:
    if form.validate_on_submit() and _change(person, form):
        flash(gettext("You have a new password. On other devices you are signed out."), "success")
        return redirect(request.path)
    return render_template(
        "account/show.html",
        form=form,
        sign_ins=list_sign_ins(db.session(), person, now=now()),
        here=seal(current_user.token),
        sign_out_everywhere=f"{request.path}/sign-out-everywhere",
    )


def _sign_out_everywhere(person: Teacher | Learner, page: str) -> Response:
    end_all_sign_ins(db.session(), type(person), [person.id])
    sign_out()
    db.session.commit()
    flash(gettext("You are signed out on all devices."), "info")
    return redirect(url_for(page))


def _change(person: Teacher | Learner, form: OwnPasswordForm) -> bool:
    """Change the password; what is wrong stands at its field."""
    count_try("own password", f"{person.role} {person.id}")
    try:
        change_password(
            db.session(), person, form.old_password.data or "", form.new_password.data or ""
        )
    except AccountError as error:
        is_weak = isinstance(error, WeakPasswordError)
        (form.new_password if is_weak else form.old_password).errors = [translate(error.args[0])]
        return False
    give_back()
    sign_in(person)
    db.session.commit()
    return True
