"""Rules that propose findings, and the verdict of a person."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from processes import actions
from processes.bpmn import Branch, Facts, Row
from processes.enums import FindingKind, Verdict
from processes.models import Finding, JudgedProposal
from processes.proposals import proposals
from processes.queries.proposals import proposed
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.people import a_position, a_user
from tests.factories.processes import a_map, an_activity
from tests.factories.projects import NOON


def a_row(name, **facts):
    given = {"touch": Decimal(10), "waiting": Decimal(0), "position": 1, "output": "工单"} | facts
    return Row(name, Facts(name=name, step=f"step-{name}", **given))


def rules_of(*rows, names=None):
    return [(one.rule, one.steps) for one in proposals(rows, names)]


def test_a_sound_map_proposes_nothing():
    assert rules_of(a_row("接收投诉"), a_row("回复客户")) == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (a_row("登记", position=None), "no_owner"),
        (a_row("登记", position=None, position_name="客服、质检"), "two_owners"),
        (a_row("登记", position=None, position_name="Sales / Service"), "two_owners"),
        (a_row("登记", touch=Decimal(5), waiting=Decimal(60)), "long_wait"),
        (a_row("把客户信息截图发到微信群"), "risk_words"),
        (a_row("口头通知仓库"), "risk_words"),
        (a_row("Enter it with the shared account"), "risk_words"),
        (a_row("Send customer data by private e-mail"), "risk_words"),
    ],
)
def test_each_rule_names_its_activity(row, rule):
    assert rules_of(row) == [(rule, (row.facts.step,))]


@pytest.mark.parametrize(
    "row",
    [
        a_row("登记", position=None, position_name="客服专员"),
        a_row("登记", touch=Decimal(20), waiting=Decimal(100)),  # five times is not more
        a_row("登记", touch=Decimal(1), waiting=Decimal(9)),  # nobody's pain
        a_row("打印装箱单"),  # open, but not personal
        a_row("核对客户信息"),  # personal, but not in the open
    ],
)
def test_what_only_looks_like_it_is_left_alone(row):
    assert rules_of(row) == []


def test_a_handover_without_output_is_proposed_and_one_with_output_is_not():
    rows = (a_row("登记", output=""), a_row("处理", position=2, output=""))
    assert rules_of(*rows) == [("no_output", ("step-登记",))]
    assert rules_of(a_row("登记"), a_row("处理", position=2)) == []


def test_data_typed_in_at_several_activities_are_one_proposal():
    rows = (
        a_row("登记", entered=("客户姓名", "单号")),
        a_row("派单", entered=("单号",)),
        a_row("回访"),
    )
    (one,) = proposals(rows)
    assert (one.rule, one.kind) == ("typed_again", FindingKind.REDUNDANCY)
    assert one.steps == ("step-登记", "step-派单")
    assert "单号" in one.text


def test_approvals_are_in_a_row_when_nothing_is_done_between():
    run = (a_row("主管审批"), a_row("经理审批"), a_row("总监批准"))
    assert rules_of(*run) == [("approvals", ("step-主管审批", "step-经理审批", "step-总监批准"))]
    assert rules_of(run[0], a_row("退款"), run[1]) == []


def test_approvals_that_lead_back_to_each_other_end():
    first = a_row("主管审批")
    second = a_row("经理审批").with_branches((Branch("", "主管审批"),))
    assert rules_of(first, second) == [("approvals", ("step-主管审批", "step-经理审批"))]


def test_the_key_stays_when_figures_change_and_differs_by_what_it_is_about():
    (before,) = proposals([a_row("登记", touch=Decimal(5), waiting=Decimal(60))])
    (after,) = proposals([a_row("登记", touch=Decimal(5), waiting=Decimal(90))])
    assert before.key == after.key
    assert before.text != after.text
    two = proposals([a_row(n, entered=("单号", "姓名")) for n in ("甲", "乙")])
    assert len({one.key for one in two}) == 2


@pytest.fixture
def project(db):
    process_map = a_map()
    for position in (a_position(), a_position()):
        an_activity(process_map, f"活动 {position.pk}", position=position, output="单")
    an_activity(
        process_map,
        "派单",
        position=position,
        touch_minutes=Decimal(5),
        waiting_minutes=Decimal(300),
    )
    return process_map.project


def the_wait(project):
    return next(one for one in proposed(project) if one.rule == "long_wait" and "派单" in one.text)


def accept(project, one, actor=None, **finding):
    given = {
        "kind": one.kind, "text": one.text, "impact": one.impact, "frequency": one.frequency,
        "evidence": "", "steps": [s for s in project.steps.all() if str(s.pk) in one.steps],
    }  # fmt: skip
    return actions.accept_proposal(
        project, key=one.key, actor=actor or project.lead, at=NOON, **(given | finding)
    )


def test_an_accepted_proposal_is_a_finding_and_is_not_proposed_again(project):
    one = the_wait(project)
    finding = accept(project, one)
    assert finding.text == one.text
    judged = JudgedProposal.objects.get()
    assert (judged.verdict, judged.finding, judged.key) == (Verdict.ACCEPTED, finding, one.key)
    assert Event.objects.filter(code="processes.proposal.accepted").count() == 1
    with pytest.raises(Refused, match="decided"):
        accept(project, one)
    assert Finding.objects.count() == 1


def test_removing_the_finding_opens_the_proposal_again(project):
    finding = accept(project, the_wait(project))
    actions.remove_finding(finding, actor=project.lead, at=NOON)
    assert not JudgedProposal.objects.exists()


def test_a_dismissal_needs_a_reason_and_can_be_taken_back(project):
    one = the_wait(project)

    def dismiss(reason):
        return actions.dismiss_proposal(
            project, key=one.key, reason=reason, actor=project.lead, at=NOON
        )

    with pytest.raises(Refused, match="why"):
        dismiss(" ")
    judged = dismiss("夜间无人值守，客户已知")
    with pytest.raises(Refused, match="decided"):
        dismiss("again")
    actions.reconsider_proposal(judged, actor=project.lead, at=NOON)
    with pytest.raises(Refused, match="open again"):
        actions.reconsider_proposal(judged, actor=project.lead, at=NOON)
    assert the_wait(project).key == one.key


def test_what_the_map_no_longer_shows_is_refused(project):
    with pytest.raises(Refused, match="no longer proposed"):
        actions.dismiss_proposal(project, key="0" * 24, reason="x", actor=project.lead, at=NOON)


def test_strangers_judge_nothing(project):
    with pytest.raises(PermissionDenied):
        accept(project, the_wait(project), actor=a_user())


def test_the_page_offers_a_filled_form_and_lists_what_was_dismissed(project, client_for):
    client, one = client_for(project.lead), the_wait(project)
    page = reverse("processes:mapping", args=[project.pk])
    accepting = reverse("processes:accept_proposal", args=[project.pk, one.key])
    dismissing = reverse("processes:dismiss_proposal", args=[project.pk, one.key])
    html = client.get(page).content.decode()
    assert accepting in html
    assert dismissing in html
    assert "“派单”只需处理" in client.get(accepting).content.decode()
    assert client.post(dismissing, {"reason": ""}).status_code == 422
    assert client.post(dismissing, {"reason": "<b>夜间</b>"}).status_code == 302
    html = client.get(page).content.decode()
    assert "&lt;b&gt;夜间&lt;/b&gt;" in html
    assert accepting not in html
    assert client.get(accepting).status_code == 409
    again = reverse("processes:reconsider_proposal", args=[JudgedProposal.objects.get().pk])
    assert client.post(again).status_code == 302
    data = {
        "kind": one.kind, "text": "等待过久", "impact": 2, "frequency": 2, "evidence": "",
        "steps": list(one.steps),
    }  # fmt: skip
    assert client.post(accepting, data).status_code == 302
    assert Finding.objects.get().text == "等待过久"
    assert (
        client.get(reverse("processes:accept_proposal", args=[project.pk, "nope"])).status_code
        == 404
    )


@pytest.mark.django_db
def test_an_activity_of_a_department_that_the_charter_does_not_name_is_proposed():
    process_map = a_map()
    project = process_map.project
    strange, ours = a_position("采购员"), a_position("客服", department=project.owning_department)
    an_activity(process_map, "询价", position=strange)
    an_activity(process_map, "受理", position=ours)

    found = [one for one in proposed(project) if one.rule == "out_of_scope"]
    assert ["询价" in one.text for one in found] == [True]
    assert strange.department.name in found[0].text
    project.departments.add(strange.department)
    assert not [one for one in proposed(project) if one.rule == "out_of_scope"]
