"""An existing SOP comes into force as it is: old number, version, date, owner and scan."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from processes.models import Step
from sopman.audit.history import stamp
from sopman.core.errors import Refused
from sopman.files.actions import attach
from sopman.files.enums import Kind
from sopman.lifecycle import fire
from sopman.organization.queries import today
from sopman.people.models import Department, Position, User
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sha256_of, sign
from sops import rules
from sops.actions.starting import check_register, clean_number, enter_register
from sops.enums import SectionKind
from sops.frozen import frozen_content
from sops.models import Section, Sop, SopStep, SopVersion

_NUMBER = re.compile(r"[Vv]?\s*(\d{1,3})(?:\.(\d{1,3}))?")


@transaction.atomic
def import_existing(
    *,
    number: str,
    owning_department: Department,
    owner: User,
    old_version: str,
    effective_on: date,
    actor: Any,
    password: str,
    at: datetime,
    title_zh: str = "",
    title_en: str = "",
    positions: Iterable[Position] = (),
    scan: Any = None,
    step_titles: Iterable[str] = (),
    reason: str = "",
) -> SopVersion:
    """Bring one existing SOP into force by the signature of its head or the document controller."""
    if not rules.may_import(owning_department, actor):
        raise PermissionDenied(
            _("The document controller, or the head of the department, does this.")
        )
    sop = Sop(
        number=clean_number(number),
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        owning_department=owning_department,
        owner=owner,
        created_at=at,
    )
    _check(sop, old_version, effective_on, at)
    enter_register(sop, actor)
    sop.positions.set(positions)
    version = _version(sop, old_version, reason, list(step_titles), actor, at)
    if scan is not None:
        kinds = {Kind.PICTURE, Kind.PDF, Kind.OFFICE}
        attach(version, upload=scan, actor=actor, at=at, purpose="scan", kinds=kinds)
    _sign_and_enforce(version, effective_on, password, actor, at)
    return version


def _check(sop: Sop, old_version: str, effective_on: date, at: datetime) -> None:
    check_register(sop)
    against = []
    if not old_version.strip():
        against.append(_("Say which version it is."))
    if effective_on > today(at):
        against.append(_("An existing SOP has been in force already; the date is in the future."))
    if not sop.owner.is_active:
        against.append(_("The owner has left; choose somebody else."))
    if against:
        raise Refused(against)


def _version(
    sop: Sop, old_version: str, reason: str, titles: list[str], actor: Any, at: datetime
) -> SopVersion:
    label, number = read_version(old_version)
    version = SopVersion(sop=sop, created_at=at, old_label=label, change_note=reason.strip())
    version.planned_major, version.planned_minor = number
    stamp(version, actor).save()
    version.authors.set([sop.owner])
    for kind in SectionKind.values:
        stamp(Section(version=version, kind=kind), actor).save()
    for order, title in enumerate([one.strip() for one in titles if one.strip()], start=1):
        step = Step(made_at=at)
        stamp(step, actor).save()
        stamp(SopStep(version=version, step=step, order=order, title=title[:200]), actor).save()
    return version


def read_version(text: str) -> tuple[str, tuple[int, int]]:
    """“V3.1” is 3.1; “A/2” counts as 1.0 and is shown as it was."""
    text = text.strip()
    if match := _NUMBER.fullmatch(text):
        return "", (int(match[1]), int(match[2] or 0))
    return text[:20], (1, 0)


def _sign_and_enforce(
    version: SopVersion, effective_on: date, password: str, actor: Any, at: datetime
) -> None:
    content = frozen_content(version)
    number = (version.planned_major, version.planned_minor)
    signature = sign(
        version,
        signer=actor,
        meaning=Meaning.IMPORTED,
        password=password,
        at=at,
        content=content | {"version": version.imported_label, "effective_on": effective_on},
    )
    fire(
        version.to_imported,
        actor=actor,
        at=at,
        signature=signature,
        facts={"number": version.sop.number, "version": version.imported_label},
        number=number,
        approval=signature,
        by=actor,
        effective_on=effective_on,
        content=content,
        content_sha256=sha256_of(content),
    )
