"""Who may do what in a project. Whether it is possible now is the guards' business.

A deputy stands for the person they act for today; a platform administrator stands for nobody.
"""

from typing import Any

from projects.enums import ENDS
from projects.stages import panel_for


def is_lead(project: Any, user: Any) -> bool:
    return bool(user.is_active) and user.standing.stands_for(project.lead_id)


def is_member(project: Any, user: Any) -> bool:
    """The lead, everybody in the team, and the deputies named there."""
    if is_lead(project, user):
        return True
    if not user.is_active:
        return False
    stands_for = user.standing.stands_for
    return any(
        stands_for(one.user_id) or one.deputy_id == user.pk for one in project.memberships.all()
    )


def is_sponsor(project: Any, user: Any) -> bool:
    """The sponsor or the sponsor's deputy, never the lead."""
    if not user.is_active or project.sponsor_id is None or user.pk == project.lead_id:
        return False
    return user.standing.stands_for(project.sponsor_id)


def heads_owner(project: Any, user: Any) -> bool:
    """Head of the owning department or of one above it, or the deputy of its head."""
    if not user.is_active:
        return False
    if project.owning_department_id in user.standing.headed_ids:
        return True
    acts_for = user.standing.acts_for
    return bool(acts_for) and project.owning_department.head_id in acts_for


def is_running(project: Any) -> bool:
    return project.stage not in ENDS


def may_edit(project: Any, user: Any) -> bool:
    """Work on maps, plans and texts: the team, while the project runs."""
    return is_running(project) and is_member(project, user)


def may_edit_charter(project: Any, user: Any) -> bool:
    """The team and the head of the owning department."""
    return is_running(project) and (is_member(project, user) or heads_owner(project, user))


def may_divide_work(project: Any, user: Any) -> bool:
    """Write the list of tasks: whoever writes the charter, as long as the project runs."""
    return may_edit_charter(project, user)


def may_finish_task(project: Any, task: Any, user: Any) -> bool:
    if not is_running(project) or not user.is_active:
        return False
    return is_lead(project, user) or user.standing.stands_for(task.holder_id)


def may_change_team(project: Any, user: Any) -> bool:
    """The lead, or the document controller."""
    if not is_running(project) or not user.is_active:
        return False
    return is_lead(project, user) or user.standing.is_controller


def may_set_lead(project: Any, user: Any) -> bool:
    """The document controller and the head of the owning department."""
    if not is_running(project) or not user.is_active:
        return False
    return user.standing.is_controller or heads_owner(project, user)


def may_sign_charter(project: Any, user: Any) -> bool:
    return is_sponsor(project, user)


def may_sign_revision(revision: Any, user: Any) -> bool:
    return may_sign_charter(revision.project, user)


def may_take_back(revision: Any, user: Any) -> bool:
    return may_edit_charter(revision.project, user)


def may_advance(project: Any, user: Any) -> bool:
    """Everybody with a part in the project; the closing step of each stage says more closely who.

    A stage can let in somebody from outside through `StagePanel.may_complete`.
    """
    if not user.is_active:
        return False
    if (
        is_member(project, user)
        or is_sponsor(project, user)
        or heads_owner(project, user)
        or user.standing.is_controller
    ):
        return True
    panel = panel_for(project.stage)
    return panel is not None and panel.may_complete(project, user)


def may_steer(project: Any, user: Any) -> bool:
    """Send back or cancel: the lead, the head of the owning department, the document controller."""
    if not user.is_active:
        return False
    return is_lead(project, user) or heads_owner(project, user) or user.standing.is_controller


def may_open(user: Any) -> bool:
    """Document controllers, department heads, and whoever leads a project already."""
    if not user.is_active:
        return False
    standing = user.standing
    return bool(standing.is_controller or standing.headed_ids) or user.led_projects.exists()


def may_open_in(department: Any, user: Any) -> bool:
    """Heads only in their own departments."""
    if not user.is_active:
        return False
    if user.standing.is_controller or department.pk in user.standing.headed_ids:
        return True
    return user.led_projects.exists()


def may_name_lead(department: Any, user: Any) -> bool:
    """Whether a new project of this department may be given to somebody else."""
    return bool(user.standing.is_controller or department.pk in user.standing.headed_ids)


def may_edit_templates(user: Any) -> bool:
    """Templates of charters: the administrator and the document controller."""
    standing = user.standing
    return bool(user.is_active) and (standing.is_administrator or standing.is_controller)


def may_read_templates(user: Any) -> bool:
    return may_edit_templates(user) or (user.is_active and user.standing.is_auditor)


def may_read_trail(project: Any, user: Any) -> bool:
    """The lead, the head of the owning department, controllers and auditors."""
    if not user.is_active:
        return False
    standing = user.standing
    if standing.is_controller or standing.is_auditor:
        return True
    return is_lead(project, user) or heads_owner(project, user)
