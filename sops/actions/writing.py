"""Writing a draft: sections, notes, related documents, record forms, saved versions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from processes.models import Step
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import User
from sopman.signatures.signing import sha256_of
from sops import independence, rules
from sops.actions.locking import check_seen, draft_for, locked_sop
from sops.enums import Confidentiality, SectionKind
from sops.frozen import frozen_content
from sops.models import RecordForm, RelatedDocument, Section, Snapshot, Sop, SopVersion


@transaction.atomic
def edit_section(
    version: SopVersion, *, kind: str, body: str, actor: Any, at: datetime, seen: Any = None
) -> Section:
    """Write one of the six sections."""
    version = draft_for(version, actor)
    section = version.sections.select_for_update().get(kind=SectionKind(kind))
    check_seen(section, seen)
    if section.body == body.strip():
        return section
    section.body, section.revision = body.strip(), section.revision + 1
    stamp(section, actor).save()
    record(version, "sops.section.edited", actor=actor, at=at, facts={"section": section.kind})
    return section


@transaction.atomic
def note_change(version: SopVersion, *, change_note: str, actor: Any, at: datetime) -> SopVersion:
    """Say what changed since the version before, and why."""
    version = draft_for(version, actor)
    version.change_note = change_note.strip()
    stamp(version, actor).save()
    record(version, "sops.version.change_noted", actor=actor, at=at)
    return version


@transaction.atomic
def set_authors(
    version: SopVersion, *, authors: Iterable[User], actor: Any, at: datetime
) -> SopVersion:
    """Name those who prepared the text. They never review or approve it."""
    version = draft_for(version, actor)
    people = list(authors)
    if not people:
        raise Refused([_("Name at least one author.")])
    if any(not one.is_active for one in people):
        raise Refused([_("An author has left; choose somebody else.")])
    if against := [why for one in people for why in independence.against_writing(version, one)]:
        raise Refused(against)
    version.authors.set(people)
    facts = {"authors": [one.employee_number for one in people]}
    record(version, "sops.version.authors_named", actor=actor, at=at, facts=facts)
    return version


@transaction.atomic
def add_related(
    version: SopVersion,
    *,
    actor: Any,
    at: datetime,
    title: str = "",
    number: str = "",
    sop: Sop | None = None,
) -> RelatedDocument:
    """Refer to another SOP, or to a document by number and title."""
    version = draft_for(version, actor)
    if sop is not None:
        if sop.pk == version.sop_id:
            raise Refused([_("An SOP does not refer to itself.")])
        number, title = number or sop.number, title or sop.title
    if not title.strip():
        raise Refused([_("Give the document a title.")])
    row = RelatedDocument(version=version, sop=sop, number=number.strip(), title=title.strip())
    stamp(row, actor).save()
    record(version, "sops.related.added", actor=actor, at=at, facts={"document": str(row)})
    return row


@transaction.atomic
def remove_related(row: RelatedDocument, *, actor: Any, at: datetime) -> None:
    version = draft_for(row.version, actor)
    record(version, "sops.related.removed", actor=actor, at=at, facts={"document": str(row)})
    stamp(row, actor).delete()


@transaction.atomic
def add_record_form(
    version: SopVersion,
    *,
    title: str,
    actor: Any,
    at: datetime,
    number: str = "",
    step: Step | None = None,
    kept_by: str = "",
    kept_for: str = "",
) -> RecordForm:
    """Name a form that is filled in while the SOP is carried out."""
    version = draft_for(version, actor)
    if not title.strip():
        raise Refused([_("Give the form a title.")])
    if step is not None and not version.steps.filter(step=step).exists():
        raise Refused([_("That step is not in this SOP.")])
    row = RecordForm(
        version=version,
        title=title.strip(),
        number=number.strip(),
        step=step,
        kept_by=kept_by.strip(),
        kept_for=kept_for.strip(),
    )
    stamp(row, actor).save()
    record(version, "sops.form.added", actor=actor, at=at, facts={"form": str(row)})
    return row


@transaction.atomic
def remove_record_form(row: RecordForm, *, actor: Any, at: datetime) -> None:
    version = draft_for(row.version, actor)
    record(version, "sops.form.removed", actor=actor, at=at, facts={"form": str(row)})
    stamp(row, actor).delete()


@transaction.atomic
def save_snapshot(version: SopVersion, *, actor: Any, at: datetime, note: str = "") -> Snapshot:
    """Keep the draft as it stands, as V0.n."""
    version = draft_for(version, actor)
    return keep(version, actor=actor, at=at, note=note)


def keep(version: SopVersion, *, actor: Any, at: datetime, note: str) -> Snapshot:
    """A snapshot of the text as it stands. Called under the version's lock."""
    content = frozen_content(version)
    version.snapshot_count += 1
    stamp(version, actor).save()
    snapshot = Snapshot.objects.create(
        version=version,
        n=version.snapshot_count,
        content=content,
        content_sha256=sha256_of(content),
        saved_by=actor,
        saved_at=at,
        note=note.strip(),
    )
    facts = {"saved": snapshot.label, "note": snapshot.note}
    record(version, "sops.snapshot.saved", actor=actor, at=at, facts=facts)
    return snapshot


@transaction.atomic
def edit_register(
    sop: Sop,
    *,
    actor: Any,
    at: datetime,
    owner: User,
    confidentiality: str = Confidentiality.INTERNAL,
    positions: Iterable[Any] | None = None,
    reason: str = "",
) -> Sop:
    """Change what the register says about an SOP: its owner, whom it concerns, how secret it is."""
    sop = locked_sop(sop.pk)
    if not rules.may_change_register(sop, actor):
        raise PermissionDenied(_("The document controller keeps the register."))
    if not owner.is_active:
        raise Refused([_("The owner has left; choose somebody else.")])
    sop.owner, sop.confidentiality = owner, Confidentiality(confidentiality)
    stamp(sop, actor, reason).save()
    if positions is not None:
        sop.positions.set(positions)
    facts = {"owner": owner.employee_number, "confidentiality": sop.confidentiality}
    record(sop, "sops.sop.registered", actor=actor, at=at, reason=reason, facts=facts)
    return sop
