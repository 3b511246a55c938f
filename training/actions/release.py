"""Preparing and making the release; the day it takes effect."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.actions import close
from projects.enums import Stage
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.files.actions import attach, remove
from sopman.files.enums import Kind
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.organization.queries import organization, today
from sopman.people import queries as people
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign
from sops import actions as sops
from sops.enums import VersionState
from sops.frozen import frozen_content
from sops.models import SopVersion
from sops.queries import current_version
from training import rules
from training.actions._release import locked_release
from training.enums import Channel, ReleaseState
from training.models import LateAddition, Placement, Release
from training.queries import readiness


@transaction.atomic
def plan_release(project: Project, *, actor: Any, at: datetime) -> Release:
    """Begin the release of the cleared version; distribution from charter and steps.

    A plan that exists is given back.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    version = current_version(project)
    if not rules.may_prepare_in(project, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if project.stage != Stage.RELEASE or version is None or version.state != VersionState.APPROVED:
        raise Refused([_("The release is prepared once the pilot has cleared the version.")])
    found = Release.objects.filter(version=version).first()
    if found:
        return found
    release = Release(project=project, version=version, effective_on=project.wished_effective_on)
    _take_over_group(release)
    stamp(release, actor).save()
    release.positions.set(_positions_concerned(project, version))
    record(release, "training.release.planned", actor=actor, at=at)
    return release


def _take_over_group(release: Release) -> None:
    """Whom readers ask stays the same with the next version, while that person is here."""
    former = Release.objects.filter(version__sop=release.version.sop_id, consultant__is_active=True)
    last = former.exclude(group_name="").order_by("-pk").first()
    if last is not None:
        release.group_name, release.group_link = last.group_name, last.group_link
        release.consultant = last.consultant


@transaction.atomic
def set_group(
    release: Release, *, group_name: str, consultant: Any, actor: Any, at: datetime,
    group_link: str = "", group_picture: Any = None, without_picture: bool = False,
) -> Release:  # fmt: skip
    """The consultation group shown on the reading page: name, link, QR picture, who answers.

    The picture belongs to the version, so that whoever may read the text may see it.
    """
    release = _locked(release, actor)
    release.group_name, release.group_link, release.consultant = group_name, group_link, consultant
    old = release.group_picture
    if group_picture is not None:
        release.group_picture = attach(
            release.version, upload=group_picture, actor=actor, at=at, purpose="group",
            kinds={Kind.PICTURE},
        )  # fmt: skip
    elif without_picture:
        release.group_picture = None
    stamp(release, actor).save()
    if old is not None and old != release.group_picture:
        remove(old, actor=actor, at=at)
    facts = {"group": group_name, "consultant": str(consultant)}
    record(release, "training.release.group_set", actor=actor, at=at, facts=facts)
    return release


@transaction.atomic
def set_distribution(
    release: Release, *, positions: Iterable[Any], actor: Any, at: datetime
) -> Release:
    """The positions that must know the SOP. Who is added later is told at once."""
    release = _locked(release, actor)
    positions = list(positions)
    if not positions:
        raise Refused([_("Name the positions that must know the SOP.")])
    before = set(release.positions.values_list("pk", flat=True))
    stamp(release, actor).save()
    release.positions.set(positions)
    names = [one.name_zh for one in positions]
    record(release, "training.release.distributed", actor=actor, at=at, facts={"positions": names})
    added = [one for one in positions if one.pk not in before]
    if added and release.is_published:
        for one in added:  # an earlier addition that was taken away counts no more
            LateAddition.objects.update_or_create(
                release=release, position=one, defaults={"added_on": today(at)}
            )
        _tell_readers(release, people.holders_of_any(added), at=at)
    return release


@transaction.atomic
def place(release: Release, *, channel: str, where: str, actor: Any, at: datetime) -> Placement:
    """Record where the document was put."""
    if not rules.may_place(release, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    release = _locked(release, actor)
    row = Placement(
        release=release, channel=Channel(channel), where=where, placed_at=at, placed_by=actor
    )
    stamp(row, actor).save()
    facts = {"channel": channel, "where": where}
    record(release, "training.release.placed", actor=actor, at=at, facts=facts)
    return row


@transaction.atomic
def publish(
    release: Release,
    *,
    effective_on: date,
    password: str,
    actor: Any,
    at: datetime,
    override_reason: str = "",
    shown_sha256: str = "",
) -> Release:
    """Release the version with its effective date, signed. A future date takes effect by itself.

    From today on, below the readiness threshold, a reason is asked for and signed as well.
    """
    release = _locked(release, actor)
    version = release.version
    if not rules.may_release(release, actor):
        raise PermissionDenied(_("Only the document controller releases."))
    if against := _against_publishing(release, shown_sha256, effective_on, at):
        raise Refused([against])
    at_once = effective_on == today(at)
    share = readiness(release).share
    unready = at_once and share < organization().readiness_threshold
    if unready and not override_reason.strip():
        raise Refused([_ask_to_wait(share)])
    content = {"version": frozen_content(version), "effective_on": effective_on}
    signature = sign(version, signer=actor, meaning=Meaning.RELEASED, password=password, at=at,
                     content=content)  # fmt: skip
    override = None
    if unready:
        override = sign(version, signer=actor, meaning=Meaning.OVERRIDDEN, password=password, at=at,
                        content=content | {"reason": override_reason, "ready": share})  # fmt: skip
    fire(release.to_released, actor=actor, at=at, signature=signature, reason=override_reason,
         facts={"effective_on": effective_on, "ready": share}, effective_on=effective_on,
         signed=signature, override=override, why=override_reason if unready else "")  # fmt: skip
    sops.release(version, effective_on=effective_on, actor=actor, at=at, signature=signature)
    _tell_readers(release, people.holders_of_any(release.positions.all()), at=at)
    if at_once:
        take_effect(release, at=at)
    return release


def _against_publishing(release: Release, shown: str, effective_on: date, at: datetime) -> str:
    if release.state != ReleaseState.PLANNED:
        return _("This version is released already.")
    if shown and shown != release.version.content_sha256:
        return _("The content has changed since you opened the page. Read it again.")
    return _("The effective date is in the past.") if effective_on < today(at) else ""


def _ask_to_wait(share: int) -> str:
    return _(
        "Only %(share)d %% of the readers are ready (%(threshold)d %% wanted). Choose a later "
        "date, or say why it can't wait."
    ) % {"share": share, "threshold": organization().readiness_threshold}


@transaction.atomic
def take_effect(release: Release, *, at: datetime) -> bool:
    """The effective date has come: in force, the old version superseded, the project closed.

    All in one transaction; running it twice does nothing the second time.
    """
    # The root first, as everywhere: who sends the project back meanwhile waits, or has won.
    Project.objects.select_for_update(of=("self",)).get(pk=release.project_id)
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if release.state != ReleaseState.RELEASED or release.effective_on > today(at):
        return False
    ready = readiness(release)
    version = SopVersion.objects.select_related("sop").get(pk=release.version_id)
    sops.make_effective(version, at=at)
    fire(release.to_in_force, actor=None, at=at, facts={"ready": ready.share})
    project = Project.objects.get(pk=release.project_id)
    close(project, actor=None, at=at)
    if ready.share < organization().readiness_threshold:
        head = people.head_of(version.sop.owning_department)
        notify([project.lead, head], "training.release.unready", at=at, key=str(release.pk),
               url=_page(project), version=str(version), share=ready.share)  # fmt: skip
    return True


@transaction.atomic
def call_off(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project goes back or is cancelled. The caller has checked who."""
    running = Release.objects.filter(
        project=project, state__in=[ReleaseState.PLANNED, ReleaseState.RELEASED]
    )
    for release in running:
        fire(release.to_called_off, actor=None, at=at, reason=reason)


def _positions_concerned(project: Project, version: SopVersion) -> list[Any]:
    steps = version.steps.exclude(position=None).values_list("position", flat=True)
    return list({*project.positions.values_list("pk", flat=True), *steps})


def _tell_readers(release: Release, readers: Iterable[Any], *, at: datetime) -> None:
    version = release.version
    notify(readers, "training.release.published", at=at, key=str(release.pk),
           url=reverse("sops:read", args=[version.sop_id]), title=both(version.sop),
           version=version.label, effective_on=release.effective_on)  # fmt: skip


def _locked(release: Release, actor: Any) -> Release:
    if not (rules.may_prepare(release, actor) or rules.may_release(release, actor)):
        raise PermissionDenied(_("Your role does not allow this step."))
    return locked_release(release.pk)


def _page(project: Project) -> str:
    return reverse("training:release", args=[project.pk])
