"""The pages of stage 3: who gets them, what they refuse, what they cost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from processes import actions
from processes.enums import Decision, MapKind
from processes.models import Change, ControlPoint, Handover
from processes.queries.optimization import Plan
from projects.enums import Stage
from projects.models import Project
from sopman.documents.registry import find
from sopman.worklist import items_for
from tests.factories.optimization import (
    COMPLAINTS,
    a_project_to_optimize,
    an_adopted_project,
    an_agreed_project,
    decided,
    map_of,
    steps_of,
)
from tests.factories.people import a_user, an_administrator, an_auditor
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db

PAGES = [
    "optimization", "to_be", "control_points", "responsibilities", "handovers", "comparison"
]  # fmt: skip


def at(name, project, *further):
    return reverse(f"processes:{name}", args=[project.pk, *further])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("make", [a_project_to_optimize, an_agreed_project, an_adopted_project])
def test_every_page_opens_for_lead_and_auditor_and_for_nobody_else(client_for, page, make):
    project = make()
    for user in (project.lead, an_auditor(), project.owning_department.head):
        assert client_for(user).get(at(page, project)).status_code == 200
    for user in (a_user(), an_administrator()):
        assert client_for(user).get(at(page, project)).status_code == 404


def test_forms_open_for_the_team_only_and_only_in_this_stage(client_for):
    project = an_agreed_project()
    step = steps_of(project, MapKind.TO_BE)[0]
    source, target = Plan(project).lane_changes[0]
    addition = Change.objects.get(decision=Decision.ADD)
    addresses = [
        at("decide", project, steps_of(project)[0].pk),
        at("add_addition", project),
        at("edit_addition", project, addition.pk),
        at("accept_finding", project, project.findings.first().pk),
        at("generate_to_be", project),
        at("control_point", project, step.pk),
        at("duties", project, step.pk),
        at("handover", project, source.step_id, target.step_id),
    ]
    lead, reader = client_for(project.lead), client_for(an_auditor())
    for address in addresses:
        assert lead.get(address).status_code == 200, address
        assert reader.get(address).status_code == 403, address
    actions.adopt_to_be(project, actor=project.lead, at=NOON)
    for address in addresses:
        assert lead.get(address).status_code == 409, address


def test_a_decision_by_form(client_for):
    project = a_project_to_optimize()
    step, finding = steps_of(project)[1], project.findings.get(number=2)
    client = client_for(project.lead)
    address = at("decide", project, step.pk)
    asked = client.post(address, {"decision": "eliminate", "reason": "", "seen": "0"})
    assert asked.status_code == 422
    assert "Give the reason" in asked.content.decode() or "理由" in asked.content.decode()
    done = client.post(
        address,
        {"decision": "eliminate", "reason": "重复", "seen": "0", "findings": [finding.pk]},
    )
    assert done.status_code == 302
    change = Change.objects.get(step=step)
    assert (change.decision, list(change.findings.all())) == (Decision.ELIMINATE, [finding])


def test_eliminating_a_control_is_asked_about(client_for):
    project = a_project_to_optimize()
    client, step = client_for(project.lead), steps_of(project)[3]
    form = {"decision": "eliminate", "reason": "重复", "seen": "0"}
    address = at("decide", project, step.pk)
    assert client.post(address, form).status_code == 422
    assert client.post(address, form | {"aware": "on"}).status_code == 302
    page = client.get(at("optimization", project)).content.decode()
    assert "decision__warning" in page


def test_a_mix_up_of_units_is_asked_about_once(client_for):
    project = a_project_to_optimize()
    client, step = client_for(project.lead), steps_of(project)[0]
    form = {"decision": "simplify", "reason": "改模板", "seen": "0", "touch_minutes": "300"}
    address = at("decide", project, step.pk)
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert 'name="sure"' in refused.content.decode()
    assert client.post(address, form | {"sure": "on"}).status_code == 302
    negative = client.post(address, form | {"touch_minutes": "-1", "seen": "1", "sure": "on"})
    assert negative.status_code == 422
    for rubbish in ("abc", "1e9", "NaN", "Infinity"):
        wrong = client.post(address, form | {"touch_minutes": rubbish, "seen": "1", "sure": "on"})
        assert wrong.status_code == 422, rubbish


def test_two_people_deciding_get_a_409_and_lose_nothing(client_for):
    project = a_project_to_optimize()
    step = steps_of(project)[1]
    actions.decide(project, step=step, decision=Decision.KEEP, actor=project.lead, at=NOON)
    client = client_for(project.memberships.exclude(user=project.lead).first().user)
    form = {"decision": "eliminate", "reason": "我的理由", "seen": "0"}
    stale = client.post(at("decide", project, step.pk), form)
    assert stale.status_code == 409
    assert "我的理由" in stale.content.decode()
    assert Change.objects.get(step=step).decision == Decision.KEEP
    kept = client.post(at("keep", project, step.pk), {"seen": "0"})
    assert kept.status_code == 409
    again = client.post(at("decide", project, step.pk), form | {"seen": "1"})
    assert again.status_code == 302


def test_ids_of_other_projects_are_not_found_and_not_chosen(client_for):
    project, other = a_project_to_optimize(), a_project_to_optimize()
    client = client_for(project.lead)
    foreign = steps_of(other)[0]
    assert client.get(at("decide", project, foreign.pk)).status_code == 404
    chosen = client.post(
        at("decide", project, steps_of(project)[0].pk),
        {"decision": "combine", "into": str(foreign.pk), "reason": "合并", "seen": "0"},
    )
    assert chosen.status_code == 422
    finding = other.findings.first()
    chosen = client.post(
        at("decide", project, steps_of(project)[1].pk),
        {"decision": "simplify", "touch_minutes": "1", "reason": "x", "seen": "0",
         "findings": [finding.pk]},
    )  # fmt: skip
    assert chosen.status_code == 422
    assert (
        client.post(at("accept_finding", project, finding.pk), {"reason": "x"}).status_code == 404
    )


def test_from_the_board_to_the_adopted_plan_through_forms_only(client_for):
    project = a_project_to_optimize()
    decided(project)
    client = client_for(project.lead)
    assert client.post(at("generate_to_be", project)).status_code == 302
    for step in steps_of(project, MapKind.TO_BE)[:1]:
        form = {"why": "不能漏", "time_limit_value": "10", "time_limit_unit": "minutes",
                "output_standard": "已登记"}  # fmt: skip
        assert client.post(at("control_point", project, step.pk), form).status_code == 302
    for source, target in Plan(project).lane_changes:
        form = {"what": "工单", "time_limit_value": "2", "time_limit_unit": "hours"}
        address = at("handover", project, source.step_id, target.step_id)
        assert client.post(address, form).status_code == 302
    assert (ControlPoint.objects.count(), Handover.objects.count()) == (1, 4)
    answer = client.post(at("adopt", project))
    assert (answer.status_code, answer.url) == (302, reverse("sops:drafting", args=[project.pk]))
    assert Project.objects.get(pk=project.pk).stage == Stage.DRAFTING
    assert client.post(at("adopt", project)).status_code == 409


def test_making_the_map_again_asks_first(client_for):
    project = a_project_to_optimize()
    decided(project)
    client = client_for(project.lead)
    client.post(at("generate_to_be", project))
    first = steps_of(project, MapKind.TO_BE)[0]
    actions.move_activity(map_of(project), step=first, by=1, actor=project.lead, at=NOON)
    revision = map_of(project).revision
    asked = client.post(at("generate_to_be", project))
    assert asked.status_code == 200
    assert map_of(project).revision == revision
    stale = client.post(at("generate_to_be", project), {"overwrite": "yes", "seen": revision - 1})
    assert stale.status_code == 409
    done = client.post(at("generate_to_be", project), {"overwrite": "yes", "seen": revision})
    assert done.status_code == 302
    assert steps_of(project, MapKind.TO_BE)[0] == first


def test_the_matrix_is_filtered_to_the_duties_of_a_position(client_for):
    project = an_agreed_project()
    client = client_for(project.lead)
    one = Plan(project).planned[-4].position
    page = client.get(at("responsibilities", project), {"position": one.pk}).content.decode()
    assert page.count('<th scope="row">') < len(Plan(project).planned)
    for rubbish in ("abc", "999999", "²"):
        assert client.get(at("responsibilities", project), {"position": rubbish}).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_page_costs_the_same_for_few_and_many_activities(client_for, page):
    few = a_project_to_optimize(rows=COMPLAINTS[:4], findings=False)
    many = a_project_to_optimize()
    costs = []
    for project in (few, many):
        for step in steps_of(project):
            actions.decide(project, step=step, decision=Decision.KEEP, actor=project.lead, at=NOON)
        actions.generate_to_be(project, actor=project.lead, at=NOON)
        client = client_for(project.lead)
        client.get(at(page, project))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(page, project)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 32


def test_work_waits_for_the_team_and_then_for_the_lead():
    project = a_project_to_optimize()
    member = project.memberships.exclude(user=project.lead).first().user

    def waiting(user):
        return [
            str(one.title)
            for one in items_for(user, NOON)
            if one.subject == f"{project.code} {project.title}"
        ]

    assert waiting(member) == ["Decide about 10 activities"]
    decided(project)
    assert waiting(member) == []
    assert waiting(Project.objects.get(pk=project.pk).lead) == [
        "Complete and adopt the to-be process"
    ]


def test_the_plan_in_print_has_everything():
    project = an_adopted_project()
    context = find("processes.plan").context(project, "zh-hans")
    assert len(context["maps"]) == 2
    assert len(context["lines"]) == 4
    assert context["comparison"].saved_percent > 50
    assert sum(one.is_control_point for one in context["steps"]) == 1


def test_a_map_that_changed_meanwhile_refuses_a_new_lane(client_for):
    project = an_agreed_project()
    step = steps_of(project, MapKind.TO_BE)[0]
    other = Plan(project).planned[-4].position
    seen = map_of(project).revision
    actions.move_activity(map_of(project), step=step, by=1, actor=project.lead, at=NOON)
    client = client_for(project.lead)
    form = {"responsible": other.pk, "seen": seen}
    assert client.post(at("duties", project, step.pk), form).status_code == 409
    assert client.post(at("duties", project, step.pk), {"responsible": ""}).status_code == 422
    assert client.post(at("duties", project, step.pk), form | {"seen": seen + 1}).status_code == 302


def test_touch_minutes_of_an_addition_are_asked_about(client_for):
    project = a_project_to_optimize()
    client = client_for(project.lead)
    form = {"name": "回访", "after": "first", "reason": "核实", "touch_minutes": "600"}
    assert client.post(at("add_addition", project), form).status_code == 422
    assert client.post(at("add_addition", project), form | {"sure": "on"}).status_code == 302
    added = Change.objects.get(decision=Decision.ADD)
    assert (added.after, added.touch_minutes) == (None, Decimal(600))
    edit = at("edit_addition", project, added.pk)
    assert (
        client.post(edit, form | {"name": "电话回访", "sure": "on", "seen": "1"}).status_code == 302
    )
    assert client.post(edit, form | {"sure": "on", "seen": "1"}).status_code == 409
    assert client.post(at("take_back", project, added.pk)).status_code == 302
    assert not Change.objects.filter(pk=added.pk).exists()
