"""Evidence records, their files, what is pinned to activities, and settled contradictions."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from processes import guards, rules
from processes.claims import same
from processes.enums import Aspect, EvidenceKind, MapKind
from processes.models import Activity, EvidenceRecord, Pin, Recording, Settlement, Step
from processes.queries.evidence import Question, question_about
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record as note
from sopman.core.errors import Refused
from sopman.files import actions as files
from sopman.files.enums import Kind
from sopman.files.models import Attachment
from sopman.files.queries import attachments_of
from sopman.files.sniffing import kind_by_name
from sopman.people.models import Position, User

PAPERS = frozenset([Kind.PICTURE, Kind.PDF, Kind.OFFICE, Kind.TEXT])
TAKEN = PAPERS | {Kind.AUDIO}


def open_for_evidence(project: Project, actor: Any) -> Project:
    """The project's locked row, when `actor` may write evidence now."""
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_edit_evidence(locked, actor):
        raise PermissionDenied(_("Only the project's team writes evidence down."))
    if against := guards.evidence_is_open(locked):
        raise Refused([against])
    return locked


def locked_record(one: EvidenceRecord, actor: Any) -> EvidenceRecord:
    project = open_for_evidence(one.project, actor)
    rows = project.evidence_records.select_for_update(of=("self",))
    found = rows.filter(pk=one.pk).first()
    if found is None:
        raise Refused([_("This record has been removed meanwhile.")])
    found.project = project
    return found


@transaction.atomic
def add_record(
    project: Project, *, key: UUID, kind: str, actor: Any, at: datetime, **facts: Any
) -> EvidenceRecord:
    """Write an interview, a document or an observation down; `facts` as in `edit_record`.

    Posted twice with the same `key`, it is one record.
    """
    locked = open_for_evidence(project, actor)
    present = EvidenceRecord.objects.filter(key=key).first()
    if present is not None:
        if present.project_id != locked.pk:
            raise Refused([_("This form was sent for another project. Open it again.")])
        return present
    if kind not in EvidenceKind.values:
        raise Refused([_("Choose the kind of evidence.")])
    last = locked.evidence_records.aggregate(last=Max("number"))["last"] or 0
    one = EvidenceRecord(
        project=locked, key=key, number=last + 1, kind=kind, taken_by=actor, taken_at=at
    )
    return _written(one, "processes.evidence.added", actor, at, facts)


@transaction.atomic
def edit_record(
    one: EvidenceRecord,
    *,
    actor: Any,
    at: datetime,
    seen_revision: int | None = None,
    **facts: Any,
) -> EvidenceRecord:
    """`facts`: title, happened_on, place, person, outsider, text, consent_by, consent_on."""
    locked = locked_record(one, actor)
    if against := guards.is_unchanged(locked.revision, seen_revision):
        raise Refused([against])
    locked.revision += 1
    return _written(locked, "processes.evidence.changed", actor, at, facts)


def _written(
    one: EvidenceRecord, code: str, actor: Any, at: datetime, facts: dict[str, Any]
) -> EvidenceRecord:
    before = one.text
    _say(one, **facts)
    if against := list(_against_record(one, at)):
        raise Refused(against)
    if one.pk and before != one.text and (lost := _lost_quotes(one)):
        raise Refused(lost)
    stamp(one, actor).save()
    told = {"kind": one.kind, "code": one.code, "consent": one.has_consent}
    note(one, code, actor=actor, at=at, facts=told)
    return one


def _say(
    one: EvidenceRecord,
    *,
    title: str,
    happened_on: date,
    place: str = "",
    person: User | None = None,
    outsider: str = "",
    text: str = "",
    consent_by: str = "",
    consent_on: date | None = None,
) -> None:
    one.title, one.happened_on, one.place = title.strip(), happened_on, place.strip()
    one.person, one.outsider, one.text = person, outsider.strip(), text.strip()
    one.consent_by, one.consent_on = consent_by.strip(), consent_on


def _against_record(one: EvidenceRecord, at: datetime) -> Iterator[str]:
    if not one.title:
        yield _("Say what the record is about.")
    if one.person_id and one.outsider:
        yield _("Name one person: one of the organization, or one from outside.")
    if one.kind == EvidenceKind.INTERVIEW and not one.who:
        yield _("Name the person who was interviewed.")
    if one.happened_on > at.date():
        yield _("The date lies in the future.")
    if bool(one.consent_by) != bool(one.consent_on):
        yield _("Say by whom and on which day the consent was given.")
    if not one.has_consent and one.pk and _recordings(one):
        yield _("A recording is kept here; remove it before the consent is taken back.")


def _lost_quotes(one: EvidenceRecord) -> list[str]:
    return [
        _("The sentence “%(quote)s” is pinned to an activity; keep it, or remove the pin first.")
        % {"quote": pin.quote}
        for pin in one.pins.exclude(quote="")
        if not _is_in(pin.quote, one.text)
    ]


def _is_in(quote: str, text: str) -> bool:
    return " ".join(quote.split()) in " ".join(text.split())


@transaction.atomic
def remove_record(one: EvidenceRecord, *, actor: Any, at: datetime) -> None:
    """Take a record off the project while no finding and no measurement rests on it."""
    locked = locked_record(one, actor)
    if locked.findings.exists() or locked.pins.filter(findings__isnull=False).exists():
        raise Refused([_("A finding names this record as its evidence; take it out there first.")])
    if locked.cycles.exists():
        raise Refused([_("Cycles were observed for this record; remove them first.")])
    for held in (*attachments_of(locked), *_recordings(locked)):
        files.remove(held, actor=actor, at=at)
    told = {"code": locked.code, "title": locked.title}
    note(locked, "processes.evidence.removed", actor=actor, at=at, facts=told)
    for row in (*locked.pins.all(), *Recording.objects.filter(record=locked), locked):
        stamp(row, actor).delete()


# Files


def attach_file(one: EvidenceRecord, *, upload: Any, actor: Any, at: datetime) -> Attachment:
    """A picture or a document; a sound recording only with the consent of who is heard."""
    locked = _may_take_files(one, actor)
    is_sound = _is_sound(upload)
    if is_sound and not locked.has_consent:
        raise Refused(
            [_("Without consent no recording is kept. Write down by whom and when it was given.")]
        )
    subject: Any = _recording_of(locked, actor, at) if is_sound else locked
    purpose, kinds = ("recording", {Kind.AUDIO}) if is_sound else ("evidence", PAPERS)
    return files.attach(subject, upload=upload, actor=actor, at=at, purpose=purpose, kinds=kinds)


@transaction.atomic
def _may_take_files(one: EvidenceRecord, actor: Any) -> EvidenceRecord:
    return locked_record(one, actor)


def _is_sound(upload: Any) -> bool:
    return kind_by_name(upload.name or "") == Kind.AUDIO


@transaction.atomic
def _recording_of(one: EvidenceRecord, actor: Any, at: datetime) -> Recording:
    found = Recording.objects.filter(record=one).first()
    if found is None:
        found = stamp(Recording(record=one, made_at=at), actor)
        found.save()
    return found


def _recordings(one: EvidenceRecord) -> list[Attachment]:
    found = Recording.objects.filter(record=one).first()
    return list(attachments_of(found)) if found else []


@transaction.atomic
def remove_file(one: EvidenceRecord, file: UUID, *, actor: Any, at: datetime) -> None:
    """Take a file or a recording off a record, while no pin shows it."""
    locked = locked_record(one, actor)
    held = {row.pk: row for row in (*attachments_of(locked), *_recordings(locked))}
    if file not in held:
        raise Refused([_("The file has been removed already.")])
    if locked.pins.filter(picture=file).exists():
        raise Refused([_("This picture is pinned to an activity; remove the pin first.")])
    files.remove(held[file], actor=actor, at=at)


# What speaks of which activity


@transaction.atomic
def pin(
    one: EvidenceRecord,
    *,
    step: Step,
    quote: str = "",
    picture: Attachment | None = None,
    aspect: str = "",
    minutes: Decimal | None = None,
    position: Position | None = None,
    system: str = "",
    after: Step | None = None,
    actor: Any,
    at: datetime,
) -> Pin:
    """Pin a sentence of the record's text, or one of its pictures, to an activity of the map.

    With `aspect` it says a value: minutes, a position, a system, or what it stands `after`.
    """
    locked = locked_record(one, actor)
    made = Pin(
        record=locked, step=step, quote=" ".join(quote.split()), picture=picture, aspect=aspect,
        minutes=minutes if aspect in (Aspect.TOUCH, Aspect.WAITING) else None,
        position=position if aspect == Aspect.POSITION else None,
        system=system.strip() if aspect == Aspect.SYSTEM else "",
        after=after if aspect == Aspect.ORDER else None,
        pinned_by=actor, pinned_at=at,
    )  # fmt: skip
    if against := list(_against_pin(made)):
        raise Refused(against)
    try:
        with transaction.atomic():
            stamp(made, actor).save()
    except IntegrityError:
        raise Refused([_("This is pinned to that activity already.")]) from None
    told = {"record": locked.code, "step": step.pk, "aspect": aspect, "value": made.value}
    note(locked, "processes.evidence.pinned", actor=actor, at=at, facts=told)
    return made


def _against_pin(made: Pin) -> Iterator[str]:
    drawn = Activity.objects.filter(
        map__project=made.record.project_id, map__kind=MapKind.AS_IS
    ).values_list("step", flat=True)
    wanted = {made.step_id} | ({made.after_id} if made.after_id else set())
    if wanted - set(drawn):
        yield _("One of the activities is no longer on the map.")
    if not made.quote and made.picture is None:
        yield _("Choose a sentence of the record or one of its pictures.")
    if made.quote and not _is_in(made.quote, made.record.text):
        yield _("The sentence doesn't stand in the record's text. Copy it from there.")
    if made.picture is not None and made.picture not in attachments_of(made.record):
        yield _("The picture doesn't belong to this record.")
    if made.picture is not None and made.picture.kind != Kind.PICTURE:
        yield _("Only pictures and sentences are pinned.")
    if made.aspect and not made.value:
        yield _("Say the value that the source gives.")
    if made.aspect == Aspect.ORDER and made.after_id == made.step_id:
        yield _("An activity doesn't stand after itself.")


@transaction.atomic
def unpin(one: Pin, *, actor: Any, at: datetime) -> None:
    """Take a pin off an activity, while no finding names it as evidence."""
    locked = locked_record(one.record, actor)
    found = locked.pins.select_for_update(of=("self",)).filter(pk=one.pk).first()
    if found is None:
        raise Refused([_("This pin has been removed meanwhile.")])
    if found.findings.exists():
        raise Refused([_("A finding names it as its evidence; take it out there first.")])
    told = {"record": locked.code, "step": found.step_id, "quote": found.quote}
    note(locked, "processes.evidence.unpinned", actor=actor, at=at, facts=told)
    stamp(found, actor).delete()


@transaction.atomic
def settle(
    project: Project,
    *,
    step: Step,
    aspect: str,
    chosen: str,
    reason: str,
    seen: list[str],
    actor: Any,
    at: datetime,
) -> Settlement:
    """Say which of the differing values holds (`chosen`, or "" for neither), and why.

    `seen` are the values the person had before them; with others there now it is refused.
    """
    locked = open_for_evidence(project, actor)
    question = question_about(locked, step, aspect)
    if against := list(_against_settling(question, chosen, reason, seen)):
        raise Refused(against)
    one = Settlement.objects.filter(project=locked, step=step, aspect=aspect).first()
    one = one or Settlement(project=locked, step=step, aspect=aspect)
    one.values, one.chosen = sorted(question.values), chosen
    one.reason, one.settled_by, one.settled_at = reason.strip(), actor, at
    stamp(one, actor, reason).save()
    told = {"step": step.pk, "aspect": aspect, "values": one.values, "chosen": chosen}
    note(
        locked, "processes.contradiction.settled", actor=actor, at=at, reason=one.reason, facts=told
    )
    return one


def _against_settling(
    question: Question | None, chosen: str, reason: str, seen: list[str]
) -> Iterator[str]:
    if question is None:
        yield _("The sources no longer differ here.")
        return
    if sorted(seen) != sorted(question.values):
        yield _("Another source has said something meanwhile. Look at all of it, then settle it.")
    if chosen and not any(same(question.aspect, chosen, value) for value in question.values):
        yield _("Choose one of the values, or say that none of them holds.")
    if not reason.strip():
        yield _("Say why this holds.")
