"""What a team of the demonstration hears, reads and times, and how it rests its findings on it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from processes import actions as processes
from processes.enums import MapKind
from processes.models import EvidenceRecord, Pin
from processes.queries.evidence import questions_in
from sopman.portal.demo import pictures


@dataclass(frozen=True)
class Quote:
    """A sentence of the record, the activity it speaks of, and the minutes that it gives."""

    text: str
    at: str
    aspect: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Record:
    """`person` is a short key, else somebody from outside. `picture` is pinned to an activity."""

    kind: str
    title: str
    text: str
    place: str = ""
    person: str = ""
    outsider: str = ""
    consent: bool = False
    quotes: tuple[Quote, ...] = ()
    picture: str = ""
    cycles: tuple[
        tuple[tuple[str, float, float, str], ...], ...
    ] = ()  # (activity, waiting, touch, remark)


@dataclass(frozen=True)
class Settled:
    at: str
    aspect: str
    chosen: str
    reason: str


@dataclass(frozen=True)
class Evidence:
    records: tuple[Record, ...]
    settled: tuple[Settled, ...]
    rests_on: dict[int, tuple[str, ...]]  # finding by its place in the list → sentences, titles
    owners: dict[int, str]


def gather(walk: Any, evidence: Evidence) -> None:
    """The records with their pins and cycles; what differs is settled; minutes come onto the map."""
    walk.clock.later()
    for one in evidence.records:
        _write(walk, one)
    walk.clock.later()
    for said in evidence.settled:
        step = walk.step(MapKind.AS_IS, said.at)
        seen = next(
            question.values
            for question in questions_in(walk.project)
            if (question.step, question.aspect) == (str(step.pk), said.aspect)
        )
        about = {"step": step, "aspect": said.aspect}
        processes.settle(
            walk.project, **about, chosen=said.chosen, reason=said.reason, seen=seen, **walk.by()
        )
    processes.take_over_measured(walk.project, **walk.by())
    for said in evidence.settled:
        step = walk.step(MapKind.AS_IS, said.at)
        if said.aspect == "waiting":  # what was measured stands there already
            processes.take_over_settled(walk.project, step=step, aspect=said.aspect, **walk.by())


def _write(walk: Any, one: Record) -> None:
    by = walk.by(walk.author)
    person = walk.cast[one.person] if one.person else None
    name = person.name if person else one.outsider
    day = by["at"].date()
    consent = {"consent_by": name, "consent_on": day} if one.consent else {}
    record = processes.add_record(
        walk.project, key=uuid.uuid4(), kind=one.kind, title=one.title, text=one.text,
        happened_on=day, place=one.place, person=person, outsider=one.outsider, **consent, **by,
    )  # fmt: skip
    for quote in one.quotes:
        minutes = None if quote.minutes is None else Decimal(quote.minutes)
        processes.pin(
            record, step=walk.step(MapKind.AS_IS, quote.at), quote=quote.text,
            aspect=quote.aspect, minutes=minutes, **walk.by(walk.author),
        )  # fmt: skip
    if one.picture:
        upload = pictures.order_screen()
        picture = processes.attach_file(record, upload=upload, **walk.by(walk.author))
        step = walk.step(MapKind.AS_IS, one.picture)
        processes.pin(record, step=step, picture=picture, **walk.by(walk.author))
    for cycle in one.cycles:
        _time(walk, record, cycle)


def _time(walk: Any, record: EvidenceRecord, cycle: tuple) -> None:
    start = walk.by()["at"]
    laps = [
        processes.Timed(
            walk.step(MapKind.AS_IS, name).pk, round(touch * 60), round(waiting * 60), 0, remark
        )
        for name, waiting, touch, remark in cycle
    ]
    length = sum(lap.touch + lap.waiting for lap in laps)
    end = start + timedelta(seconds=length)
    walk.clock.past(end)
    processes.save_cycle(
        record, client_id=uuid.uuid4(), started_at=start, ended_at=end, laps=laps,
        **walk.by(walk.author),
    )  # fmt: skip


def ground_of(walk: Any, evidence: Evidence, place: int) -> dict[str, Any]:
    """Owner and sources of the finding at this place of the list."""
    wanted = evidence.rests_on.get(place, ())
    records = EvidenceRecord.objects.filter(project=walk.project, title__in=wanted)
    pins = Pin.objects.filter(record__project=walk.project, quote__in=wanted)
    owner = evidence.owners.get(place)
    return {
        "owner": walk.cast[owner] if owner else None,
        "sources": processes.Sources(tuple(records), tuple(pins.select_related("record"))),
    }
