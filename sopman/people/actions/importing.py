"""Writing what an import planned: all of it or nothing."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.trail import record
from sopman.core.dates import written_day
from sopman.core.errors import Refused
from sopman.organization.queries import organization, today
from sopman.people import importing
from sopman.people.actions._shared import must_manage
from sopman.people.actions.accounts import add_person, edit_person
from sopman.people.actions.structure import (
    add_department,
    add_position,
    appoint,
    edit_department,
    edit_position,
)
from sopman.people.models import Appointment, Department, Position, User


@transaction.atomic
def import_departments(table: list[dict], *, actor: User, at: datetime) -> importing.Plan:
    """Parents may stand below their children in the file, so heads and parents come second."""
    plan = _judged(importing.DEPARTMENTS, table, actor)
    for row in plan.rows:
        there = Department.objects.filter(code__iexact=row.values["code"]).first()
        names = _filled(row.values, "name_zh", "name_en")
        if there is None:
            add_department(actor=actor, at=at, code=row.values["code"], **names)
        elif row.outcome == "change":
            edit_department(there, actor=actor, at=at, **names)
    everyone = {u.employee_number.casefold(): u for u in User.objects.active()}
    every = {d.code.casefold(): d for d in Department.objects.all()}
    for row in plan.rows:
        fields: dict[str, Any] = {}
        if row.values["parent_code"]:
            fields["parent"] = every[row.values["parent_code"].casefold()]
        if row.values["head_number"]:
            fields["head"] = everyone[row.values["head_number"].casefold()]
        if fields:
            edit_department(every[row.values["code"].casefold()], actor=actor, at=at, **fields)
    return _recorded(plan, actor, at)


@transaction.atomic
def import_positions(table: list[dict], *, actor: User, at: datetime) -> importing.Plan:
    plan = _judged(importing.POSITIONS, table, actor)
    departments = {d.code.casefold(): d for d in Department.objects.all()}
    there = {p.code.casefold(): p for p in Position.objects.all()}
    for row in plan.rows:
        fields = _filled(row.values, "name_zh", "name_en")
        fields["department"] = departments[row.values["department_code"].casefold()]
        old = there.get(row.values["code"].casefold())
        if old is None:
            add_position(actor=actor, at=at, code=row.values["code"], **fields)
        elif row.outcome == "change":
            edit_position(old, actor=actor, at=at, **fields)
    return _recorded(plan, actor, at)


@transaction.atomic
def import_people(table: list[dict], *, actor: User, at: datetime) -> importing.Plan:
    """New people get no password yet: print one-time passwords for them afterwards."""
    plan = _judged(importing.PEOPLE, table, actor)
    there = {u.employee_number.casefold(): u for u in User.objects.all()}
    positions = {p.code.casefold(): p for p in Position.objects.all()}
    day, settings = today(at), organization()
    for row in plan.rows:
        fields = _filled(row.values, "name", "name_en", "mobile", "email", "language")
        user = there.get(row.values["number"].casefold())
        if user is None:
            fields.setdefault("language", settings.default_language)
            fields["time_zone"] = settings.time_zone
            user = add_person(actor=actor, at=at, employee_number=row.values["number"], **fields)
        elif row.outcome == "change":
            user = edit_person(user, actor=actor, at=at, **fields)
        if code := row.values["position_code"]:
            _appoint(user, positions[code.casefold()], row.values["from_on"], day, actor, at)
    return _recorded(plan, actor, at)


def _appoint(
    user: User, position: Position, from_on: str, day: date, actor: User, at: datetime
) -> None:
    """Nothing happens for a position that is held already."""
    begin = written_day(from_on) if from_on else day
    if not Appointment.objects.not_over(begin).filter(user=user, position=position).exists():
        appoint(user, position=position, from_on=begin, actor=actor, at=at)


def _judged(kind: importing.Kind, table: list[dict], actor: User) -> importing.Plan:
    must_manage(actor)
    plan = importing.plan(kind, table)
    if plan.bad:
        raise Refused(
            [
                _("Row %(row)d: %(error)s") % {"row": row.number, "error": error}
                for row in plan.bad[:20]
                for error in row.errors
            ]
        )
    return plan


def _filled(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if values[name]}


def _recorded(plan: importing.Plan, actor: User, at: datetime) -> importing.Plan:
    facts = {"kind": plan.kind, "added": plan.added, "changed": plan.changed, "same": plan.same}
    record(actor, "people.import.done", actor=actor, at=at, facts=facts)
    return plan
