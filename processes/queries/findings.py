"""The problem list: filtered, sorted, as a spreadsheet; what a finding rests on."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from processes.enums import FindingKind, MapKind, Severity
from processes.models import EvidenceRecord, Finding, Pin
from processes.queries.mapping import findings_of, step_names, with_places
from projects.models import Project
from sopman.core.wording import day
from sopman.files.models import Attachment
from sopman.files.queries import attachments_by_subject
from sopman.people.models import User
from sopman.people.sheets import write_table

SCORES = (1, 2, 3, 4, 6, 9)
SORTS: dict[str, tuple[Any, ...]] = {
    "severity": ("-score", "number"),
    "number": ("number",),
    "kind": ("kind", "-score", "number"),
    "step": (F("place").asc(nulls_last=True), "-score", "number"),
    "owner": (F("owner").asc(nulls_last=True), "-score", "number"),
    "newest": ("-found_at", "-number"),
}


def problem_list(
    project: Project,
    *,
    kind: str = "",
    severity: str = "",
    step: str = "",
    owner: str = "",
    ground: str = "",
    sort: str = "",
) -> QuerySet[Finding]:
    """The problem list as filtered and sorted; what is not offered is not applied."""
    found = findings_of(project).select_related("owner")
    if kind in FindingKind.values:
        found = found.filter(kind=kind)
    if severity in Severity.values:
        found = found.filter(score__in=[n for n in SCORES if Severity.of(n) == severity])
    if step:
        found = found.filter(steps__in=[step])
    if owner == "none":
        found = found.filter(owner=None)
    elif owner.isdigit():
        found = found.filter(owner=int(owner))
    found = with_ground(found)
    if ground in ("missing", "given"):
        found = found.filter(has_ground=ground == "given")
    if sort == "step":
        on_map = Q(steps__activities__map__kind=MapKind.AS_IS)
        found = found.annotate(place=Min("steps__activities__order", filter=on_map))
    return found.order_by(*SORTS.get(sort, SORTS["severity"]))


def with_ground(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Each with `has_ground`: words, a file, a record or a pinned sentence it rests on."""
    files = Attachment.objects.filter(
        subject_type=ContentType.objects.get_for_model(Finding),
        subject_id=Cast(OuterRef("pk"), CharField()),
        removed_at=None,
    )
    through = Finding.records.through.objects.filter(finding=OuterRef("pk"))
    pinned = Finding.pins.through.objects.filter(finding=OuterRef("pk"))
    rests = ~Q(evidence="") | Exists(files) | Exists(through) | Exists(pinned)
    return findings.annotate(has_ground=rests)


def with_sources(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """With the records and pins that each rests on."""
    records = Prefetch("records", queryset=EvidenceRecord.objects.select_related("person"))
    pins = Prefetch("pins", queryset=Pin.objects.select_related("record__person", "picture"))
    return findings.prefetch_related(records, pins)


def sources_to_choose(project: Project) -> list[tuple[str, str]]:
    """Records and, below each, what is pinned of it, as choices of a form."""
    pins = Prefetch("pins", queryset=Pin.objects.select_related("picture").order_by("pk"))
    rows = EvidenceRecord.objects.filter(project=project).prefetch_related(pins)
    found = []
    for one in rows.order_by("number"):
        found.append((f"record:{one.pk}", str(one)))
        found += [(f"pin:{pin.pk}", f"{one.code} · “{pin}”") for pin in one.pins.all()]
    return found


def chosen_sources(
    project: Project, keys: Iterable[str]
) -> tuple[tuple[EvidenceRecord, ...], tuple[Pin, ...]]:
    wanted: dict[str, list[int]] = {"record": [], "pin": []}
    for key in keys:
        kind, _colon, pk = key.partition(":")
        wanted[kind].append(int(pk))
    records = EvidenceRecord.objects.filter(project=project, pk__in=wanted["record"])
    pins = Pin.objects.filter(record__project=project, pk__in=wanted["pin"])
    return tuple(records), tuple(pins.select_related("record"))


def owners_in(project: Project) -> list[User]:
    owned = Finding.objects.filter(project=project).exclude(owner=None).values("owner")
    return list(User.objects.filter(pk__in=owned).order_by("pk"))


def ground_words(one: Finding, files: Iterable[Attachment] = ()) -> str:
    """All that a finding rests on, one line each."""
    lines = [one.evidence] if one.evidence else []
    lines += [f"{record.code} {record.title}" for record in one.records.all()]
    lines += [f"{pin.record.code}: “{pin}”" for pin in one.pins.all()]
    lines += [file.name for file in files]
    return "\n".join(lines)


def problem_sheet(project: Project, **chosen: str) -> bytes:
    """The problem list as filtered and sorted, as an XLSX file in the reader's language."""
    found = list(with_sources(problem_list(project, **chosen)).select_related("found_by"))
    with_places(found, step_names(project))
    files = attachments_by_subject(found)
    headings = [
        _("No."), _("Finding"), _("Type"), _("Impact"), _("Frequency"), _("Severity"),
        pgettext("severity", "Score"), _("Where on the map"), _("Evidence"), _("Owner"), _("Found by"), _("Found on"),
    ]  # fmt: skip
    rows = [
        [
            one.code, one.text, one.get_kind_display(), one.impact, one.frequency,
            str(one.severity.label), one.score, "\n".join(name for _pk, name in one.places),
            ground_words(one, files[one.pk]) or _("none yet"),
            str(one.owner) if one.owner else "", str(one.found_by), day(one.found_at, year=True),
        ]
        for one in found
    ]  # fmt: skip
    return write_table(headings, rows, str(_("Problem list")))
