"""An SOP begins, and its later editions. Nobody types again what stages 1 to 3 have settled."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from processes import queries as processes
from projects import queries as projects
from projects.enums import FIRST_STAGE, Kind, Stage
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.files.actions import copy_attachments
from sopman.people.models import User
from sops import prefill, rules
from sops.actions.locking import lock, locked_sop
from sops.actions.moving import drop, return_to_author
from sops.enums import SectionKind, VersionState
from sops.models import ProjectSop, Section, Sop, SopStep, SopStepBranch, SopVersion
from sops.queries import effective_version, next_number, open_version

REVISABLE = [
    VersionState.APPROVED,
    VersionState.IN_PILOT,
    VersionState.EFFECTIVE,
    VersionState.DROPPED,
]


@transaction.atomic
def start_sop(
    project: Project,
    *,
    actor: Any,
    at: datetime,
    number: str = "",
    title_zh: str = "",
    title_en: str = "",
    sop: Sop | None = None,
    authors: Iterable[User] = (),
) -> SopVersion:
    """Begin the SOP of a project: a new one with its number, or the next edition of `sop`.

    The six sections and the steps are written from charter, matrix and to-be plan.
    """
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_start(project, actor):
        raise PermissionDenied(_("The team lead or the document controller gives the number."))
    if sop is not None:
        sop = locked_sop(sop.pk)  # of two projects that change it, one is first
    if against := list(_against_start(project, sop)):
        raise Refused(against)
    people = list(authors) or projects.authors(project) or [project.lead]
    if sop is None:
        sop = _register(project, number, title_zh, title_en, actor, at)
        version = _furnish(_new_version(project, sop, people, actor, at), actor, at)
    else:
        version = _next_edition(project, sop, people, actor, at)
    link = ProjectSop(project=project, sop=sop, version=version)
    stamp(link, actor).save()
    facts = {"number": sop.number, "title_zh": sop.title_zh, "title_en": sop.title_en}
    record(version, "sops.version.started", actor=actor, at=at, facts=facts)
    return version


def _against_start(project: Project, sop: Sop | None) -> Iterable[str]:
    if project.stage != Stage.DRAFTING:
        yield _("An SOP is begun in the drafting stage.")
    if ProjectSop.objects.filter(project=project).exists():
        yield _("This project has its SOP already.")
    if sop is None and project.kind != Kind.NEW_SOP:
        yield _("Choose the SOP that this project changes.")
    if sop is None:
        return
    if project.kind == Kind.NEW_SOP:
        yield _("A project for a new SOP begins with a new number.")
    if effective_version(sop) is None:
        yield _("No version of this SOP is in force; there is nothing to change.")
    if (other := open_version(sop)) is not None:
        yield _("Another version of this SOP is on its way: %(label)s.") % {"label": other.label}


def _register(
    project: Project, number: str, title_zh: str, title_en: str, actor: Any, at: datetime
) -> Sop:
    sop = Sop(
        number=clean_number(number),
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        owning_department=project.owning_department,
        owner=project.lead,
        created_at=at,
    )
    enter_register(sop, actor)
    sop.positions.set(project.positions.all())
    return sop


def clean_number(number: str) -> str:
    """Spaces and letter case make no new number."""
    return "".join(number.split()).upper()


def enter_register(sop: Sop, actor: Any) -> None:
    """Keep a new SOP; of two with the same number the second is refused, however fast it is."""
    check_register(sop)
    try:
        with transaction.atomic():
            stamp(sop, actor).save()
    except IntegrityError:
        raise Refused([_number_is_taken(sop)]) from None


def _number_is_taken(sop: Sop) -> str:
    return _("The number %(number)s has been given already; numbers are never used again.") % {
        "number": sop.number
    }


def check_register(sop: Sop) -> None:
    against = []
    if not sop.number:
        against.append(_("Give the SOP its document number."))
    elif Sop.objects.filter(number=sop.number).exists():
        against.append(_number_is_taken(sop))
    if not (sop.title_zh or sop.title_en):
        against.append(_("Give the SOP a title."))
    if against:
        raise Refused(against)


def _new_version(
    project: Project | None,
    sop: Sop,
    authors: list[User],
    actor: Any,
    at: datetime,
    based_on: SopVersion | None = None,
    change_note: str = "",
) -> SopVersion:
    version = SopVersion(
        sop=sop, project=project, based_on=based_on, created_at=at, change_note=change_note.strip()
    )
    version.planned_major, version.planned_minor = next_number(version)
    stamp(version, actor).save()
    version.authors.set(authors)
    return version


def _furnish(
    version: SopVersion, actor: Any, at: datetime, wordings: dict | None = None
) -> SopVersion:
    """Sections and steps from what the project has settled; `wordings` of steps known before."""
    plan = processes.to_be_plan(version.project)
    texts = prefill.sections(version.project, plan)
    for kind in SectionKind.values:
        stamp(Section(version=version, kind=kind, body=texts.get(kind, "")), actor).save()
    for order, planned in enumerate(plan, start=1):
        add_planned(
            version, planned, order=order, actor=actor, old=(wordings or {}).get(planned.step.pk)
        )
    return version


def add_planned(
    version: SopVersion, planned: Any, *, order: int, actor: Any, old: SopStep | None = None
) -> SopStep:
    """The step of a planned activity, with its identity; the wording it had is kept."""
    one = SopStep(version=version, step=planned.step, order=order, **prefill.step(planned, old=old))
    stamp(one, actor).save()
    for condition, target in planned.branches:
        if condition:
            way = SopStepBranch(version=version, sop_step=one, condition=condition, target=target)
            stamp(way, actor).save()
    return one


def _next_edition(
    project: Project, sop: Sop, authors: list[User], actor: Any, at: datetime
) -> SopVersion:
    """V1.2 of a small change is a copy to be edited; V2.0 follows the new plan."""
    old = effective_version(sop)
    version = _new_version(project, sop, authors, actor, at, based_on=old)
    if project.kind in FIRST_STAGE:
        copy_content(old, version, actor=actor, at=at)
    else:
        _furnish(version, actor, at, {one.step_id: one for one in old.steps.all()})
        _copy_rows(old, version, actor)
    return version


@transaction.atomic
def start_revision(version: SopVersion, *, actor: Any, at: datetime, reason: str) -> SopVersion:
    """The next edition within the project: a copy with the same steps, to be changed.

    From a piloted version (V1.0 → V1.1), or from one that was dropped with its pilot.
    """
    lock(version)
    if not rules.may_revise(version, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if not reason.strip():
        raise Refused([_("Say why.")])
    if version.state not in REVISABLE or not version.project_id:
        raise Refused(
            [_("Not possible while “%(state)s”.") % {"state": version.get_state_display()}]
        )
    if (other := open_version(version.sop)) is not None and other.pk != version.pk:
        raise Refused(
            [_("Another version of this SOP is on its way: %(label)s.") % {"label": other.label}]
        )
    new = _new_version(
        version.project,
        version.sop,
        list(version.authors.all()),
        actor,
        at,
        based_on=version,
        change_note=reason,
    )
    copy_content(version, new, actor=actor, at=at)
    link = ProjectSop.objects.select_for_update().get(project=version.project)
    link.version = new
    stamp(link, actor, reason).save()
    facts = {"from": version.label, "to": new.label}
    record(new, "sops.version.revision_started", actor=actor, at=at, reason=reason, facts=facts)
    return new


def copy_content(old: SopVersion, new: SopVersion, *, actor: Any, at: datetime) -> None:
    """Everything that stands in `old`, with the same step identities."""
    for section in old.sections.all():
        _copy(section, new, actor)
    for one in old.steps.prefetch_related("branches", "pictures__attachment"):
        branches, pictures = list(one.branches.all()), list(one.pictures.all())
        copied = _copy(one, new, actor)
        for way in branches:
            _copy(way, new, actor, sop_step=copied)
        for picture in pictures:
            _copy_picture(picture, new, copied, actor, at)
    _copy_rows(old, new, actor)


def _copy_rows(old: SopVersion, new: SopVersion, actor: Any) -> None:
    for rows in (old.related_documents, old.record_forms, old.omissions):
        for row in rows.order_by("pk"):
            _copy(row, new, actor)


def _copy_picture(picture: Any, new: SopVersion, step: SopStep, actor: Any, at: datetime) -> None:
    source = type(picture).objects.get(pk=picture.pk)
    copied = _copy(picture, new, actor, sop_step=step, attachment=None)
    files = copy_attachments(source, copied, actor=actor, at=at)
    copied.attachment = files[0] if files else None
    stamp(copied, actor).save()


def _copy(row: Any, version: SopVersion, actor: Any, **changed: Any) -> Any:
    names = [f.name for f in row._meta.concrete_fields if f.name not in ("id", "version")]
    values = {name: getattr(row, name) for name in names} | changed
    if "revision" in values:
        values["revision"] = 0
    copied = type(row)(version=version, **values)
    stamp(copied, actor).save()
    return copied


@transaction.atomic
def put_back(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project comes back behind the approval: its text is a draft again, or the next edition."""
    link = ProjectSop.objects.filter(project=project).select_related("version__sop").first()
    if link is not None:
        reopen(link.version, actor=actor, at=at, reason=reason)


@transaction.atomic
def reopen(version: SopVersion, *, actor: Any, at: datetime, reason: str) -> SopVersion:
    """A draft to go on with, whatever became of the version: the same one, or the next edition."""
    if version.state == VersionState.DRAFT:
        return version
    if version.state == VersionState.IN_REVIEW:
        return return_to_author(version, actor=actor, at=at, reason=reason)
    if version.state in (VersionState.APPROVED, VersionState.IN_PILOT, VersionState.RELEASED):
        drop(version, reason=reason, actor=actor, at=at)
    return start_revision(version, actor=actor, at=at, reason=reason)
