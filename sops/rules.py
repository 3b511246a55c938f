"""Who may do what with an SOP and its versions. Whether it is possible now is the guards' business.

Every rule takes (object, user). The objects carry what is asked for: a version knows its project,
its SOP and its authors.
"""

from projects import rules as projects
from sopman.people import queries as people
from sopman.people.enums import Role
from sops.enums import VersionState


def is_author(version, user):
    """Authors are named on the version; they never review or approve it."""
    return any(author.pk == user.pk for author in version.authors.all())


def heads_owner(sop, user):
    """The head of the owning department, or of one above it, or the deputy of its head."""
    return projects.heads_owner(sop, user)


def controls(user):
    return user.is_active and user.standing.is_controller


def leads(version, user):
    return bool(version.project_id) and projects.is_lead(version.project, user)


def _lead_stands_in(version, user):
    """Where there is no document controller the lead does it in the own project."""
    return leads(version, user) and not people.with_role(Role.DOCUMENT_CONTROLLER).exists()


def may_start(project, user):
    """Create the SOP and give its number."""
    return user.is_active and (projects.is_lead(project, user) or user.standing.is_controller)


def may_edit(version, user):
    """Write the text: members of the project."""
    return bool(version.project_id) and projects.may_edit(version.project, user)


def may_submit(version, user):
    return leads(version, user)


def may_return(version, user):
    """Take it back from review: the lead, the controller, the head; reviewers by their round."""
    return user.is_active


def may_approve(version, user):
    """Never an author. That it is the head, or the approver named, the review has checked."""
    return user.is_active and not is_author(version, user)


def may_pilot(version, user):
    """Those who plan pilots: the lead, the controller, the head of the owning department."""
    return user.is_active and (
        leads(version, user) or controls(user) or heads_owner(version.sop, user)
    )


may_end_pilot = may_pilot
may_clear = may_pilot


def may_revise(version, user):
    return may_end_pilot(version, user) or may_edit(version, user)


def may_drop(version, user):
    return may_end_pilot(version, user)


def may_release(version, user):
    return controls(user) or _lead_stands_in(version, user)


def may_make_effective(version, user):
    """The effective date does it; nobody presses a button."""
    return False


def may_withdraw(sop, user):
    return user.is_active and (controls(user) or heads_owner(sop, user))


def may_withdraw_version(version, user):
    return may_withdraw(version.sop, user)


def may_import(department, user):
    """Bring an existing SOP into force: the controller, or the head of its department."""
    return user.is_active and (
        controls(user) or bool(department and department.pk in user.standing.headed_ids)
    )


def may_import_somewhere(user):
    return user.is_active and bool(controls(user) or user.standing.headed_ids)


def may_import_version(version, user):
    return may_import(version.sop.owning_department, user)


def may_change_register(sop, user):
    """Number, owner, department and confidentiality of an SOP."""
    return controls(user)


def is_editable(version):
    """Only drafts are written, and only while their project lives."""
    if version.state != VersionState.DRAFT or not version.project_id:
        return False
    return version.project.stage not in ("closed", "cancelled")
