"""A project begins."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import rules
from projects.actions.starting import begin_from_template, copy_charter
from projects.enums import FIRST_STAGE, Kind, MemberRole, Stage
from projects.models import Charter, CharterTemplate, Membership, Project, StageRecord
from projects.queries import default_sponsor
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.organization.queries import today
from sopman.people.models import Department, User

_TRIES = 5


@transaction.atomic
def open_project(
    *,
    actor: User,
    at: datetime,
    owning_department: Department,
    wished_effective_on: date,
    title_zh: str = "",
    title_en: str = "",
    kind: str = Kind.NEW_SOP,
    has_present_process: bool = True,
    lead: User | None = None,
    template: CharterTemplate | None = None,
    copy_of: Project | None = None,
) -> Project:
    """Open a project; who opens it leads it unless somebody else is named.

    The sponsor is the head of the owning department, or of the next one above. A charter, where the
    kind has one, is filled by `template` or `copy_of` (a finished project that `actor` sees).
    """
    lead = lead or actor
    _must_open(owning_department, lead, actor)
    _refuse(_faults(title_zh, title_en, lead, wished_effective_on, at))
    project = Project(
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        kind=kind,
        lead=lead,
        sponsor=default_sponsor(owning_department, lead=lead, on=today(at)),
        owning_department=owning_department,
        wished_effective_on=wished_effective_on,
        has_present_process=has_present_process,
        opened_at=at,
        opened_by=actor,
        stage=FIRST_STAGE.get(Kind(kind), Stage.CHARTER),
    )
    _save_with_number(project, actor, year=today(at).year)
    _furnish(project, actor, at)
    record(project, "projects.project.opened", actor=actor, at=at, facts={"kind": kind})
    _begin(project, template, copy_of, actor, at)
    return project


def _begin(
    project: Project, template: Any, copy_of: Project | None, actor: User, at: datetime
) -> None:
    if project.lead_id != actor.pk:
        _tell_lead(project, actor, at)
    if project.stage != Stage.CHARTER:
        return
    if template is not None:
        begin_from_template(project, template, actor=actor, at=at)
    elif copy_of is not None:
        source = Project.objects.visible_to(actor).select_related("charter").filter(pk=copy_of.pk)
        copy_charter(project, source.get(), actor=actor, at=at)


def _must_open(department: Department, lead: User, actor: User) -> None:
    if not rules.may_open_in(department, actor):
        raise PermissionDenied(_("Only a department head or the document controller opens one."))
    if lead.pk != actor.pk and not rules.may_name_lead(department, actor):
        raise PermissionDenied(_("You can only open a project that you lead yourself."))


def _refuse(faults: Any) -> None:
    if against := list(faults):
        raise Refused(against)


def _faults(title_zh: str, title_en: str, lead: User, wished: date, at: datetime) -> Any:
    if not (title_zh.strip() or title_en.strip()):
        yield _("Give the project a title.")
    if not lead.is_active:
        yield _("%(name)s has left; choose someone else.") % {"name": lead}
    if wished <= today(at):
        yield _("The wished effective date must lie in the future.")


def _save_with_number(project: Project, actor: User, *, year: int) -> None:
    """PRJ-2026-001, …; two who open at the same moment get two numbers."""
    for attempt in range(_TRIES):
        project.code = _next_number(year)
        try:
            with transaction.atomic():
                stamp(project, actor).save(force_insert=True)
            return
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise


def _next_number(year: int) -> str:
    prefix = f"PRJ-{year}-"
    taken = Project.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    last = max((int(code.removeprefix(prefix)) for code in taken), default=0)
    return f"{prefix}{last + 1:03}"


def _furnish(project: Project, actor: User, at: datetime) -> None:
    stay = StageRecord(project=project, stage=project.stage, entered_at=at, entered_by=actor)
    stamp(stay, actor).save()
    stamp(Charter(project=project), actor).save()
    leads = Membership(project=project, user=project.lead, role=MemberRole.LEAD)
    stamp(leads, actor).save()
    project.departments.add(project.owning_department)


def _tell_lead(project: Project, actor: User, at: datetime) -> None:
    notify(
        [project.lead],
        "projects.lead.named",
        at=at,
        key=f"{project.pk}:{project.lead_id}:{at.isoformat()}",
        url=reverse("projects:detail", args=[project.pk]),
        code_of_project=project.code,
        title=both(project, "title"),
        actor=actor,
    )
