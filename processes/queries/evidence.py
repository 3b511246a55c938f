"""What pages read of evidence: records, what is pinned where, what was measured, what differs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from processes.bpmn.sources import MEASURED, Source
from processes.claims import Claim, covers, differ
from processes.enums import Aspect, EvidenceKind
from processes.models import EvidenceRecord, Lap, Pin, Settlement, Step
from processes.queries.mapping import step_names
from processes.timing import Timing, timing
from projects.models import Project
from sopman.core.wording import number
from sopman.people.models import Position


def records_of(project: Project, *, kind: str = "", step: str = "") -> QuerySet[EvidenceRecord]:
    """The newest first, with how much is pinned and observed."""
    found = EvidenceRecord.objects.filter(project=project).select_related("person", "taken_by")
    if kind in EvidenceKind.values:
        found = found.filter(kind=kind)
    if step:
        found = found.filter(pins__step=step) | found.filter(cycles__laps__step=step)
    counted = found.annotate(
        pinned=Count("pins", distinct=True), observed=Count("cycles", distinct=True)
    )
    return counted.order_by("-happened_on", "-number")


PINNED = Prefetch("pins", queryset=Pin.objects.select_related("position", "picture").order_by("pk"))


def pins_of(record: EvidenceRecord) -> QuerySet[Pin]:
    return record.pins.select_related("position", "picture", "step").order_by("pk")


# What was measured


@dataclass
class Measured:
    """The laps of one activity: touch and waiting, who observed, in which records."""

    step: str
    touch: Timing | None = None
    waiting: Timing | None = None
    observers: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    def source(self, aspect: str, project_code: str) -> Source | None:
        """As the map will say it."""
        told = self.touch if aspect == Aspect.TOUCH else self.waiting
        if told is None:
            return None
        who = ", ".join(self.observers)[:120]
        where = f"{project_code} {', '.join(self.records)}"[:120]
        return Source(MEASURED, told.median, told.n, told.low, told.high, who, where)


def measured_in(project: Project) -> dict[str, Measured]:
    """By step id, for every activity that was observed."""
    laps = Lap.objects.filter(cycle__record__project=project)
    laps = laps.select_related("cycle__record", "cycle__observed_by").order_by("cycle", "order")
    by_step: dict[str, list[Lap]] = defaultdict(list)
    for lap in laps:
        by_step[str(lap.step_id)].append(lap)
    return {step: _measured(step, rows) for step, rows in by_step.items()}


def _measured(step: str, laps: list[Lap]) -> Measured:
    return Measured(
        step,
        timing(lap.touch_seconds for lap in laps if lap.touch_seconds is not None),
        timing(lap.waiting_seconds for lap in laps if lap.waiting_seconds is not None),
        list(dict.fromkeys(str(lap.cycle.observed_by) for lap in laps)),
        sorted({lap.cycle.record.code for lap in laps}),
    )


# What differs


@dataclass
class Question:
    """One activity, one aspect: what is said about it, and what a person said to that."""

    step: str
    aspect: str
    claims: list[Claim]
    settlement: Settlement | None = None
    name: str = ""

    @property
    def values(self) -> list[str]:
        return list(dict.fromkeys(claim.value for claim in self.claims))

    @property
    def is_settled(self) -> bool:
        return self.settlement is not None and covers(self.settlement.values, self.claims)

    @property
    def label(self) -> str:
        return str(Aspect(self.aspect).label)


def claims_of(project: Project, measured: dict[str, Measured] | None = None) -> list[Claim]:
    """What each record says, and the median of what was measured."""
    rows = Pin.objects.filter(record__project=project).exclude(aspect="")
    rows = rows.select_related("record__person", "position").order_by("pk")
    said = [Claim(str(p.step_id), p.aspect, p.value, p.record_id, pin=p) for p in rows]
    for one in (measured_in(project) if measured is None else measured).values():
        for aspect, told in ((Aspect.TOUCH, one.touch), (Aspect.WAITING, one.waiting)):
            if told is not None:
                value = f"{told.median.normalize():f}"
                said.append(Claim(one.step, aspect, value, "measured", n=told.n))
    return said


def questions_in(project: Project, measured: dict[str, Measured] | None = None) -> list[Question]:
    """What two sources say differently: the open ones first, in the order of the map."""
    grouped: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims_of(project, measured):
        grouped[claim.step, claim.aspect].append(claim)
    settled = {
        (str(one.step_id), one.aspect): one
        for one in Settlement.objects.filter(project=project).select_related("settled_by")
    }
    names = step_names(project)
    order = {step: place for place, step in enumerate(names)}
    found = [
        Question(step, aspect, claims, settled.get((step, aspect)), names.get(step, ""))
        for (step, aspect), claims in grouped.items()
        if differ(claims)
    ]
    last = len(order)
    return sorted(found, key=lambda q: (q.is_settled, order.get(q.step, last), q.aspect))


def question_about(project: Project, step: Step, aspect: str) -> Question | None:
    wanted = str(step.pk), aspect
    return next((q for q in questions_in(project) if (q.step, q.aspect) == wanted), None)


class Labels:
    """Words for the values of claims; positions and names of activities are read once."""

    def __init__(self, project: Project, questions: Iterable[Question]) -> None:
        self.names = step_names(project)
        keys = {
            value
            for question in questions
            if question.aspect == Aspect.POSITION
            for value in (
                *question.values,
                *(question.settlement.values if question.settlement else ()),
            )
        }
        wanted = [int(key) for key in keys if key.isdigit()]
        self.positions = Position.objects.in_bulk(wanted) if wanted else {}

    def of(self, aspect: str, value: str) -> str:
        if aspect in (Aspect.TOUCH, Aspect.WAITING):
            return _("%(n)s min") % {"n": number(Decimal(value))}
        if aspect == Aspect.POSITION:
            position = self.positions.get(int(value)) if value.isdigit() else None
            return position.name if position else "—"
        if aspect == Aspect.ORDER:
            name = self.names.get(value, "")
            return _("after “%(name)s”") % {"name": name} if name else "—"
        return value


def value_words(pin: Pin, names: dict[str, str]) -> str:
    """“Touch time: 5 min”; empty when the pin gives no value."""
    said: Any = {
        Aspect.POSITION: pin.position.name if pin.position else "",
        Aspect.SYSTEM: pin.system,
        Aspect.ORDER: _("after “%(name)s”") % {"name": names.get(str(pin.after_id), "—")},
    }
    if not pin.aspect:
        return ""
    words = said.get(pin.aspect) or _("%(n)s min") % {"n": number(pin.minutes)}
    return f"{pin.get_aspect_display()}: {words}"
