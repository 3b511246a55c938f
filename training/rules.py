"""Who may do what in release and training."""

from typing import Any

from projects import rules as projects
from sopman.people import queries as people
from sopman.people.enums import Role


def may_prepare(release: Any, user: Any) -> bool:
    return may_prepare_in(release.project, user)


def may_prepare_in(project: Any, user: Any) -> bool:
    """Group, distribution, channels, training, exam: lead, controller, head of the department."""
    return bool(user.is_active) and (
        projects.is_lead(project, user)
        or user.standing.is_controller
        or projects.heads_owner(project, user)
    )


def may_place(release: Any, user: Any) -> bool:
    """Say where it was put: the lead and the document controller, who release it."""
    return bool(user.is_active) and (
        projects.is_lead(release.project, user) or user.standing.is_controller
    )


def may_release(release: Any, user: Any) -> bool:
    """The document controller; where there is none, the lead in the own project."""
    if not user.is_active:
        return False
    if user.standing.is_controller:
        return True
    alone = not people.with_role(Role.DOCUMENT_CONTROLLER).exists()
    return alone and projects.is_lead(release.project, user)


def may_train(release: Any, user: Any) -> bool:
    """Hold sessions and record attendance: the team, and who prepares."""
    return may_prepare(release, user) or projects.is_member(release.project, user)


def may_write_questions(release: Any, user: Any) -> bool:
    """The question bank: the team, never the platform's administrator as such."""
    return bool(user.is_active) and (
        projects.is_member(release.project, user) or projects.is_lead(release.project, user)
    )


def may_read_keys(release: Any, user: Any) -> bool:
    """All questions with their answers: the lead and the controller. Writers read their own."""
    return may_read_keys_of(release.project.lead_id, user)


def may_read_keys_of(lead_id: int, user: Any) -> bool:
    """The same, where only the project's lead is known."""
    standing = user.standing
    return bool(user.is_active) and (standing.is_controller or standing.stands_for(lead_id))


def may_change_question(question: Any, user: Any) -> bool:
    """A member changes the own questions, the lead every one."""
    if not may_write_questions(question.release, user):
        return False
    return question.written_by_id == user.pk or projects.is_lead(question.release.project, user)


def may_see_results(release: Any, user: Any) -> bool:
    """Results of others: who prepares, and the auditor."""
    return may_prepare(release, user) or bool(user.standing.is_auditor)


def may_sit(attempt: Any, user: Any) -> bool:
    """Only the person who started it."""
    return bool(user.is_active) and attempt.user_id == user.pk


def nobody(obj: Any, user: Any) -> bool:
    """The clock does it."""
    return False


def may_answer_readers(sop: Any, user: Any) -> bool:
    """The owner, the head of the department, the document controller, the team that made it; the
    consultant is asked too."""
    if not user.is_active:
        return False
    if user.pk == sop.owner_id or user.standing.is_controller:
        return True
    if sop.owning_department_id in user.standing.headed_ids:
        return True
    return any(
        plan.consultant_id == user.pk or projects.is_member(plan.project, user)
        for plan in _plans(sop)
    )


def may_enter_accuracy(sop: Any, user: Any) -> bool:
    """Those who answer for the SOP."""
    return may_answer_readers(sop, user)


def may_read_accuracy(sop: Any, user: Any) -> bool:
    return may_enter_accuracy(sop, user) or bool(user.standing.is_auditor)


def may_speak(user: Any, *, is_listed: bool) -> bool:
    """Acknowledge and ask: readers. An auditor only looks on, unless listed as a reader too."""
    return bool(user.is_active) and (is_listed or not user.standing.is_auditor)


def _plans(sop: Any) -> list[Any]:
    return [
        version.release_plan
        for version in sop.versions.light()
        .select_related("release_plan__project")
        .prefetch_related("release_plan__project__memberships")
        if hasattr(version, "release_plan")
    ]
