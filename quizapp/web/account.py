"""What can a teacher do with their own account? Change the password, and end sign-ins."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import AccountError, WeakPasswordError, change_password
from quizapp.accounts.sign_ins import end_all_sign_ins, list_sign_ins, seal
from quizapp.db import db
from quizapp.web.access import now, teacher_only, the_teacher
from quizapp.web.forms.accounts import OwnPasswordForm
from quizapp.web.signing_in import sign_in, sign_out
from quizapp.web.throttle import count_try, give_back

blueprint = Blueprint("account", __name__, url_prefix="/teach/account")


@blueprint.route("", methods=["GET", "POST"])
@teacher_only
def show() -> str | Response:
    """Where the teacher is signed in; a new password ends that everywhere but here."""
    form = OwnPasswordForm()
    if form.validate_on_submit() and _change(form):
        flash("You have a new password. On other devices you are signed out.", "success")
        return redirect(url_for("account.show"))
    sign_ins = list_sign_ins(db.session(), the_teacher(), now=now())
    return render_template(
        "account/show.html", form=form, sign_ins=sign_ins, here=seal(current_user.token)
    )


@blueprint.post("/sign-out-everywhere")
@teacher_only
def sign_out_everywhere() -> Response:
    end_all_sign_ins(db.session(), Teacher, [the_teacher().id])
    sign_out()
    db.session.commit()
    flash("You are signed out on all devices.", "info")
    return redirect(url_for("session.teacher_sign_in"))


def _change(form: OwnPasswordForm) -> bool:
    """Change the password; what is wrong stands at its field."""
    teacher = the_teacher()
    count_try("own password", str(teacher.id))
    try:
        change_password(
            db.session(), teacher, form.old_password.data or "", form.new_password.data or ""
        )
    except AccountError as error:
        is_weak = isinstance(error, WeakPasswordError)
        (form.new_password if is_weak else form.old_password).errors = [str(error)]
        return False
    give_back()
    sign_in(teacher)
    db.session.commit()
    return True
