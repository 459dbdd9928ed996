"""What is a teacher told when the bank of an article has come to its end?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.jobs.leases import MOST_TIMES

if TYPE_CHECKING:
    from quizapp.jobs.generating import GenerationJob
    from quizapp.jobs.writing import Outcome


def tell_done(job: GenerationJob, found: int, outcome: Outcome | None = None) -> str:
    """How many questions came, what awaits the teacher, and what became of a language model's."""
    told = _tell_added(job, found)
    return f"{told} {_tell_written(outcome)}" if outcome else told


def _tell_written(outcome: Outcome) -> str:
    """What a language model wrote, what was dropped, and why it stopped early if it did."""
    dropped = f"; {outcome.dropped} more did not pass the checks" if outcome.dropped else ""
    told = f"{outcome.writer} wrote {outcome.kept} of the new questions{dropped}."
    return f"{told} {outcome.ended}" if outcome.ended else told


def _tell_added(job: GenerationJob, found: int) -> str:
    if job.added:
        waiting = job.added - job.approved
        told = f"{job.added} new {_questions(job.added)}"
        if not waiting:
            return f"{told}, approved at once."
        wait = "waits" if waiting == 1 else "wait"
        return f"{told}: {job.approved} approved, {waiting} {wait} for your review."
    if found:
        return "Nothing new: the bank holds every question that this text allows."
    return "Nothing in this text could be asked with enough certainty; write questions yourself."


def tell_stopped(job: GenerationJob) -> str:
    if not job.added:
        return "Stopped before a question was written. Nothing has changed."
    stay = "stays" if job.added == 1 else "stay"
    return f"Stopped. {job.added} new {_questions(job.added)} {stay} in the bank."


def tell_failed(job: GenerationJob) -> str:
    return (
        f"Something went wrong {_tell_place(job)}. Try again;{_tell_kept(job)} if it fails once"
        " more, leave that part of the article out, and tell whoever runs the program."
    )


def tell_given_up(job: GenerationJob) -> str:
    return (
        f"The program went down {MOST_TIMES} times {_tell_place(job)}, and does not try it again;"
        f"{_tell_kept(job)} leave that part of the article out, and tell whoever runs the program."
    )


def _tell_kept(job: GenerationJob) -> str:
    if not job.added:
        return ""
    return f" the {job.added} new {_questions(job.added)} stay in the bank;"


_PLACES = {
    "reading": "while paragraph {} of {} was read",
    "drafting": "while questions were drafted (kind {} of {})",
    "checking": "while drafts were checked ({} of {})",
    "writing": "while the language model wrote (request {} of {})",
}


def _tell_place(job: GenerationJob) -> str:
    if job.phase is None:
        return "before the article was read"
    return _PLACES[job.phase.value].format(min(job.done + 1, job.total), job.total)


def _questions(count: int) -> str:
    return "question" if count == 1 else "questions"
