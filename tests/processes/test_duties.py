"""Stage 3 by its actions: duties, control points, handovers, comparison."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from processes import actions
from processes.enums import MapKind, ResponsibilityKind
from processes.models import Activity, Responsibility
from processes.queries import responsibilities, to_be_plan
from processes.queries.comparison import comparison_of
from processes.queries.optimization import Plan
from projects.models import Project
from projects.stages import criteria_of
from sopman.audit.codes import described
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.optimization import (
    an_adopted_project,
    an_agreed_project,
    map_of,
    steps_of,
)
from tests.factories.people import a_position
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db


def by(project):
    return {"actor": project.lead, "at": NOON}


def names(project, kind=MapKind.TO_BE):
    rows = Activity.objects.filter(map__project=project, map__kind=kind).order_by("order")
    return list(rows.values_list("name", flat=True))


def unmet(project):
    return [str(one.sentence) for one in criteria_of(project) if not one.met]


def test_the_database_refuses_a_second_responsible_and_a_second_approver():
    project = an_agreed_project()
    process_map, step = map_of(project), steps_of(project, MapKind.TO_BE)[0]
    for kind in (ResponsibilityKind.RESPONSIBLE, ResponsibilityKind.APPROVES):
        with transaction.atomic():
            if kind == ResponsibilityKind.APPROVES:
                Responsibility.objects.create(
                    map=process_map, step=step, position=a_position(), kind=kind
                )
        with pytest.raises(IntegrityError), transaction.atomic():
            Responsibility.objects.create(
                map=process_map, step=step, position=a_position(), kind=kind
            )


def test_the_responsible_position_and_the_lane_are_one_fact():
    project = an_agreed_project()
    step, other = steps_of(project, MapKind.TO_BE)[0], a_position("客服组长")
    actions.set_duties(project, step=step, responsible=other, **by(project))
    assert Activity.objects.get(step=step, map__kind=MapKind.TO_BE).position == other
    assert responsibilities(project)[0].responsible == other
    back = a_position("投诉专员")
    row = Activity.objects.get(step=step, map__kind=MapKind.TO_BE)
    actions.save_activity(
        map_of(project), step=step, name=row.name, position=back, system=row.system,
        touch_minutes=row.touch_minutes, waiting_minutes=row.waiting_minutes,
        value_class=row.value_class, **by(project),
    )  # fmt: skip
    kept = Responsibility.objects.get(step=step, kind=ResponsibilityKind.RESPONSIBLE)
    assert kept.position == back


def test_duties_beside_the_responsible_one():
    project = an_agreed_project()
    step = steps_of(project, MapKind.TO_BE)[0]
    own = responsibilities(project)[0].responsible
    head, helper, told = a_position(), a_position(), a_position()
    actions.set_duties(
        project, step=step, responsible=own, approves=head, takes_part=[helper, head],
        informed=[told, helper, own], **by(project),
    )  # fmt: skip
    duties = responsibilities(project)[0]
    assert (duties.responsible, duties.approves) == (own, head)
    assert (duties.takes_part, duties.informed) == ([helper], [told])
    with pytest.raises(Refused, match="own work"):
        actions.set_duties(project, step=step, responsible=own, approves=own, **by(project))


# Control points and handovers


def test_a_control_point_comes_back_in_the_plan():
    project = an_agreed_project()
    point = to_be_plan(project)[1]
    assert point.is_control_point
    assert str(point.time_limit) == "10 minutes"
    assert point.output_standard == "已致电客户并在工单登记"
    with pytest.raises(Refused, match="greater than zero"):
        actions.set_control_point(
            project, step=point.step, why="x", time_limit_value=Decimal(0),
            time_limit_unit="minutes", output_standard="x", **by(project),
        )  # fmt: skip
    actions.remove_control_point(Plan(project).control_points[point.step.pk], **by(project))
    assert any("key control point" in sentence for sentence in unmet(project))


def test_every_change_of_lane_wants_its_handover():
    project = an_agreed_project()
    one = next(iter(Plan(project).handovers.values()))
    actions.remove_handover(one, **by(project))
    assert any("(1 open)" in sentence for sentence in unmet(project))
    steps = steps_of(project, MapKind.TO_BE)
    with pytest.raises(Refused, match="lanes"):
        actions.set_handover(
            project, from_step=steps[0], to_step=steps[1], what="工单", time_limit_value=Decimal(1),
            time_limit_unit="hours", **by(project),
        )  # fmt: skip


# No present process


def test_without_a_present_process_every_activity_is_added():
    project = a_project_without_process()
    actions.add_activity(project, name="受理咨询", position=a_position(), touch_minutes=Decimal(5),
                         waiting_minutes=Decimal(0), value_class="va", **by(project))  # fmt: skip
    actions.generate_to_be(project, **by(project))
    assert names(project) == ["受理咨询"]
    assert [str(s) for s in unmet(project)] == [
        "At least one key control point has its time limit and output standard."
    ]


def a_project_without_process():
    from tests.factories.projects import a_signed_project

    project = a_signed_project(has_present_process=False)
    actions.state_absence(project, reason="新业务", **by(project))
    actions.complete_mapping(project, **by(project))
    return Project.objects.get(pk=project.pk)


# What others read


def test_the_comparison_counts_what_changed():
    project = an_agreed_project()
    compared = comparison_of(Plan(project))
    assert len(compared.before.approvals) == 3
    assert len(compared.after.approvals) == 1
    assert compared.after.lead < compared.before.lead
    assert compared.saved_percent > 50
    assert set(compared.after_fates.values()) == {"added", "changed"}


def test_every_event_has_a_name():
    an_adopted_project()
    codes = set(Event.objects.filter(code__startswith="processes.").values_list("code", flat=True))
    assert codes <= described()
