"""Planning and starting a pilot."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots import rules
from pilots.enums import PilotState
from pilots.guards import SCENARIOS_AT_MOST, is_long_enough
from pilots.models import Participant, Pilot, Scenario
from projects.enums import Stage
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.organization.queries import today
from sops import actions as sops
from sops.enums import VersionState
from sops.queries import current_version


@transaction.atomic
def plan_pilot(project: Project, *, actor: Any, at: datetime) -> Pilot:
    """Begin the plan of a pilot of the approved version. A plan under way is given back."""
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_plan(project, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if project.stage != Stage.PILOT:
        raise Refused([_("The pilot is planned once the head has signed the version.")])
    under_way = project.pilots.exclude(state=PilotState.CONCLUDED).first()
    if under_way:
        return under_way
    version = current_version(project)
    if version is None or version.state != VersionState.APPROVED:
        raise Refused([_("There is no approved version to try.")])
    pilot = Pilot(project=project, version=version)
    stamp(pilot, actor).save()
    record(pilot, "pilots.pilot.planned", actor=actor, at=at)
    return pilot


@transaction.atomic
def set_dates(pilot: Pilot, *, starts_on: date, ends_on: date, actor: Any, at: datetime) -> Pilot:
    """First and last day; at least fourteen days lie between them."""
    pilot = _planned(pilot, actor)
    if starts_on < today(at):
        raise Refused([_("The first day lies in the past.")])
    pilot.starts_on, pilot.ends_on = starts_on, ends_on
    if why := is_long_enough(pilot):
        raise Refused([why])
    stamp(pilot, actor).save()
    facts = {"starts_on": starts_on, "ends_on": ends_on}
    record(pilot, "pilots.pilot.dated", actor=actor, at=at, facts=facts)
    return pilot


@transaction.atomic
def add_scenario(
    pilot: Pilot,
    *,
    name: str,
    actor: Any,
    at: datetime,
    description: str = "",
    department: Any = None,
) -> Scenario:
    """Name a business situation in which the SOP is tried; one or two."""
    pilot = _planned(pilot, actor)
    if pilot.scenarios.count() >= SCENARIOS_AT_MOST:
        raise Refused([_("A pilot runs in one or two scenarios.")])
    if pilot.scenarios.filter(name=name).exists():
        raise Refused([_("A scenario of this name exists already.")])
    scenario = Scenario(pilot=pilot, name=name, description=description, department=department)
    stamp(scenario, actor).save()
    record(pilot, "pilots.scenario.added", actor=actor, at=at, facts={"name": name})
    return scenario


@transaction.atomic
def change_scenario(
    scenario: Scenario, *, name: str, actor: Any, at: datetime, description: str = "",
    department: Any = None,
) -> Scenario:  # fmt: skip
    """Reword a scenario while the pilot is being planned."""
    pilot = _planned(scenario.pilot, actor)
    if pilot.scenarios.filter(name=name).exclude(pk=scenario.pk).exists():
        raise Refused([_("A scenario of this name exists already.")])
    scenario.name, scenario.description, scenario.department = name, description, department
    stamp(scenario, actor).save()
    record(pilot, "pilots.scenario.changed", actor=actor, at=at, facts={"name": name})
    return scenario


@transaction.atomic
def remove_scenario(scenario: Scenario, *, actor: Any, at: datetime) -> None:
    """Take a scenario out of the plan, with the people in it."""
    pilot = _planned(scenario.pilot, actor)
    for participant in scenario.participants.all():
        stamp(participant, actor).delete()
    record(pilot, "pilots.scenario.removed", actor=actor, at=at, facts={"name": scenario.name})
    stamp(scenario, actor).delete()


@transaction.atomic
def add_participants(
    scenario: Scenario, *, people: Iterable[Any], actor: Any, at: datetime
) -> list[Participant]:
    """Put people into a scenario, also while the pilot runs. Who takes part already stays."""
    pilot = _locked(scenario.pilot, actor)
    if pilot.state == PilotState.CONCLUDED:
        raise Refused([_("The pilot is over.")])
    there = set(pilot.participants.values_list("user_id", flat=True))
    added = []
    for person in people:
        if person.pk not in there and person.is_active:
            row = Participant(pilot=pilot, scenario=scenario, user=person)
            added.append(stamp(row, actor))
            row.save()
    if not added:
        return []
    names = [str(one) for one in added]
    record(pilot, "pilots.participants.added", actor=actor, at=at, facts={"names": names})
    if pilot.state == PilotState.RUNNING:
        invite(pilot, added, at=at)
    return added


@transaction.atomic
def remove_participant(participant: Participant, *, actor: Any, at: datetime) -> None:
    """Take somebody out of the plan. Once the pilot runs, what they did stays on record."""
    pilot = _planned(participant.pilot, actor)
    facts = {"name": str(participant)}
    stamp(participant, actor).delete()
    record(pilot, "pilots.participant.removed", actor=actor, at=at, facts=facts)


@transaction.atomic
def start_pilot(pilot: Pilot, *, actor: Any, at: datetime) -> Pilot:
    """Let it begin: the version is in use by the participants, and by nobody else."""
    pilot = _planned(pilot, actor)
    fire(pilot.to_running, actor=actor, at=at, facts={"ends_on": pilot.ends_on})
    sops.start_pilot(pilot.version, actor=actor, at=at)
    invite(pilot, pilot.participants.select_related("user"), at=at)
    return pilot


def remind(*, at: datetime) -> None:
    """Questionnaires are asked for three days before the end; the lead hears of the end."""
    day = today(at)
    soon = Pilot.objects.running().filter(ends_on__lte=day + timedelta(days=3))
    for pilot in soon.select_related("project__lead", "version__sop"):
        waiting = pilot.participants.filter(answer=None).select_related("user")
        facts = {"version": str(pilot.version), "ends_on": pilot.ends_on}
        notify([one.user for one in waiting], "pilots.questionnaire.asked", at=at, email=True,
               key=f"{pilot.pk}:{pilot.ends_on}", url=_page(pilot), **facts)  # fmt: skip
        if pilot.ends_on <= day:
            notify([pilot.project.lead], "pilots.pilot.ended", at=at, email=True,
                   key=f"{pilot.pk}:{pilot.ends_on}", url=_page(pilot), **facts)  # fmt: skip


def _locked(pilot: Pilot, actor: Any) -> Pilot:
    pilot = (
        Pilot.objects.select_for_update(of=("self",))
        .select_related("project__owning_department", "version__sop")
        .get(pk=pilot.pk)
    )
    if not rules.may_manage(pilot, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    return pilot


def _planned(pilot: Pilot, actor: Any) -> Pilot:
    pilot = _locked(pilot, actor)
    if pilot.state != PilotState.PLANNED:
        raise Refused([_("The pilot has begun; its plan stands.")])
    return pilot


def _page(pilot: Pilot) -> str:
    return reverse("pilots:pilot", args=[pilot.project_id])


def invite(pilot: Pilot, participants: Iterable[Participant], *, at: datetime) -> None:
    notify([one.user for one in participants], "pilots.participant.invited", at=at, email=True,
           key=str(pilot.pk), url=_page(pilot), version=str(pilot.version),
           ends_on=pilot.ends_on)  # fmt: skip
