"""Stage 3 by its actions: decisions, the map that follows, agreements, gate."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from processes import actions
from processes.enums import Decision, MapKind
from processes.models import Activity, Change, StepOrigin
from processes.queries import to_be_plan
from processes.queries.optimization import Plan
from projects import actions as projects
from projects.enums import Stage
from projects.models import Project
from projects.stages import criteria_of
from sopman.core.errors import Refused
from sopman.notifications.models import Notice
from tests.factories.optimization import (
    a_project_to_optimize,
    an_adopted_project,
    an_agreed_project,
    decided,
    steps_of,
)
from tests.factories.people import a_controller, a_user, an_administrator
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db


def by(project):
    return {"actor": project.lead, "at": NOON}


def names(project, kind=MapKind.TO_BE):
    rows = Activity.objects.filter(map__project=project, map__kind=kind).order_by("order")
    return list(rows.values_list("name", flat=True))


def unmet(project):
    return [str(one.sentence) for one in criteria_of(project) if not one.met]


def test_the_to_be_map_follows_from_the_decisions():
    project = a_project_to_optimize()
    decided(project)
    actions.generate_to_be(project, **by(project))
    assert names(project) == [
        "接收投诉", "10分钟内首次联系", "判断投诉级别", "重复录入客户信息", "一次审批处理方案",
        "技术检测", "答复客户", "关闭工单",
    ]  # fmt: skip
    before, after = steps_of(project), steps_of(project, MapKind.TO_BE)
    assert after[0] == before[0]
    combined = {one.origin for one in StepOrigin.objects.filter(step=after[4])}
    assert combined == {before[3], before[5], before[7]}
    reply = Activity.objects.get(step=after[6], map__kind=MapKind.TO_BE)
    assert reply.waiting_minutes == 10
    assert Activity.objects.get(step=before[4], map__kind=MapKind.TO_BE).system == "工单系统"


def test_the_branch_survives_what_stood_behind_it():
    project = an_agreed_project()
    judge = next(one for one in to_be_plan(project) if one.name == "判断投诉级别")
    assert {condition for condition, _target in judge.branches} == {"一般投诉", "重大投诉"}


def test_everything_but_keep_needs_its_reason():
    project = a_project_to_optimize()
    step = steps_of(project)[1]
    with pytest.raises(Refused, match="reason"):
        actions.decide(project, step=step, decision=Decision.ELIMINATE, reason=" ", **by(project))
    actions.decide(project, step=step, decision=Decision.KEEP, **by(project))


def test_combining_in_a_circle_is_refused():
    project = a_project_to_optimize()
    one, two, three = steps_of(project)[:3]
    for step, into in ((one, two), (two, three)):
        actions.decide(
            project, step=step, decision=Decision.COMBINE, into=into, reason="合并", **by(project)
        )
    with pytest.raises(Refused, match="circle"):
        actions.decide(
            project, step=three, decision=Decision.COMBINE, into=one, reason="合并", **by(project)
        )
    assert not Change.objects.filter(step=three).exists()


def test_combining_into_something_eliminated_is_refused_both_ways():
    project = a_project_to_optimize()
    one, two = steps_of(project)[:2]
    actions.decide(project, step=one, decision=Decision.ELIMINATE, reason="多余", **by(project))
    with pytest.raises(Refused, match="eliminated"):
        actions.decide(
            project, step=two, decision=Decision.COMBINE, into=one, reason="合并", **by(project)
        )
    actions.decide(project, step=one, decision=Decision.KEEP, **by(project))
    actions.decide(
        project, step=two, decision=Decision.COMBINE, into=one, reason="合并", **by(project)
    )
    with pytest.raises(Refused, match="combined into this"):
        actions.decide(project, step=one, decision=Decision.ELIMINATE, reason="多余", **by(project))


def test_an_order_that_contradicts_itself_is_refused():
    project = a_project_to_optimize()
    one, two = steps_of(project)[:2]
    actions.decide(
        project, step=one, decision=Decision.REARRANGE, after=two, reason="先登记", **by(project)
    )
    with pytest.raises(Refused, match="contradicts"):
        actions.decide(
            project,
            step=two,
            decision=Decision.REARRANGE,
            after=one,
            reason="先接收",
            **by(project),
        )


def test_a_combination_keeps_its_identity_when_its_reason_changes():
    project = a_project_to_optimize()
    decided(project)
    three, five = steps_of(project)[3], steps_of(project)[5]
    first = Change.objects.get(step=three).outcome
    actions.decide(
        project,
        step=three,
        decision=Decision.COMBINE,
        into=five,
        reason="另一个理由",
        **by(project),
    )
    assert Change.objects.get(step=three).outcome == first


def test_two_groups_that_part_do_not_share_an_identity():
    project = a_project_to_optimize()
    a, b, c, d = steps_of(project)[:4]
    for step, into in ((a, b), (b, c), (d, c)):
        actions.decide(
            project, step=step, decision=Decision.COMBINE, into=into, reason="合并", **by(project)
        )
    actions.decide(project, step=b, decision=Decision.KEEP, **by(project))
    outcomes = {c.outcome_id for c in Change.objects.filter(decision=Decision.COMBINE)}
    assert len(outcomes) == 2


def test_two_people_deciding_the_same_activity():
    project = a_project_to_optimize()
    step = steps_of(project)[0]
    actions.decide(project, step=step, decision=Decision.KEEP, seen="0", **by(project))
    with pytest.raises(Refused, match="meanwhile"):
        actions.decide(
            project, step=step, decision=Decision.ELIMINATE, reason="多余", seen="0", **by(project)
        )
    assert Change.objects.get(step=step).decision == Decision.KEEP


def test_nothing_drawn_by_hand_is_overwritten_unasked():
    project = a_project_to_optimize()
    decided(project)
    process_map = actions.generate_to_be(project, **by(project))
    assert not actions.is_refined(Plan(project))
    actions.generate_to_be(project, **by(project))  # nothing was done by hand: made again freely
    actions.save_activity(
        process_map, step=None, name="电话回访", position=None, system="",
        touch_minutes=Decimal(3), waiting_minutes=Decimal(0), value_class="va", **by(project),
    )  # fmt: skip
    with pytest.raises(Refused, match="by hand"):
        actions.generate_to_be(project, **by(project))
    assert "电话回访" in names(project)
    assert [one.kind for one in actions.what_would_change(Plan(project))].count("removed") == 1
    actions.generate_to_be(project, overwrite=True, **by(project))
    assert "电话回访" not in names(project)


def test_what_is_drawn_by_hand_is_explained_and_then_survives():
    project = a_project_to_optimize()
    decided(project)
    process_map = actions.generate_to_be(project, **by(project))
    last = steps_of(project, MapKind.TO_BE)[-1]
    drawn = actions.save_activity(
        process_map, step=None, after=last, name="电话回访", position=None, system="",
        touch_minutes=Decimal(3), waiting_minutes=Decimal(0), value_class="va", **by(project),
    )  # fmt: skip
    assert [one.name for one in Plan(project).unexplained] == ["电话回访"]
    actions.explain_addition(project, step=drawn.step, reason="核实满意度", **by(project))
    assert not Plan(project).unexplained
    actions.generate_to_be(project, overwrite=True, **by(project))
    assert names(project)[-1] == "电话回访"


def test_decisions_that_change_later_shut_the_gate_until_the_map_follows():
    project = an_agreed_project()
    assert unmet(project) == []
    last = steps_of(project)[9]
    actions.decide(
        project, step=last, decision=Decision.SIMPLIFY, touch_minutes=Decimal(1), reason="自动关闭",
        **by(project),
    )  # fmt: skip
    assert any("follows from the decisions" in sentence for sentence in unmet(project))
    actions.keep_map(project, **by(project))
    assert unmet(project) == []
    with pytest.raises(Refused):
        actions.keep_map(project, **by(project))


def test_the_gate_says_what_is_missing():
    project = a_project_to_optimize()
    sentences = " ".join(unmet(project))
    assert "10 are still open" in sentences
    assert "(3 open)" in sentences
    with pytest.raises(Refused) as refused:
        actions.adopt_to_be(project, **by(project))
    assert [str(one) for one in refused.value.reasons] == unmet(project)


def test_a_finding_is_answered_or_accepted_with_a_reason():
    project = a_project_to_optimize()
    first = project.findings.first()
    accepted = actions.accept_finding(project, finding=first, reason="另立项目", **by(project))
    assert first not in Plan(project).unanswered
    actions.reopen_finding(accepted, **by(project))
    assert first in Plan(project).unanswered


def test_adopting_moves_to_drafting_tells_the_team_and_cannot_happen_twice():
    project = an_agreed_project()
    actions.adopt_to_be(project, **by(project))
    project = Project.objects.get(pk=project.pk)
    assert project.stage == Stage.DRAFTING
    assert project.redesign.adopted_by == project.lead
    assert Notice.objects.filter(code="processes.to_be.adopted").exists()
    with pytest.raises(Refused):
        actions.adopt_to_be(project, **by(project))
    with pytest.raises(Refused):
        actions.generate_to_be(project, overwrite=True, **by(project))


def test_going_back_withdraws_the_adoption_and_keeps_everything():
    project = an_adopted_project()
    projects.send_back(project, to=Stage.OPTIMIZATION, reason="漏了一步", **by(project))
    project = Project.objects.get(pk=project.pk)
    assert project.redesign.adopted_at is None
    assert unmet(project) == []
    actions.adopt_to_be(project, **by(project))


@pytest.mark.parametrize(
    ("who", "may_decide", "may_adopt"),
    [
        ("lead", True, True),
        ("member", True, False),
        ("head", True, False),
        ("controller", False, False),
        ("administrator", False, False),
        ("stranger", False, False),
    ],
)
def test_who_may_decide_and_adopt(who, may_decide, may_adopt):
    project = an_agreed_project()
    actor = {
        "lead": lambda: project.lead,
        "member": lambda: project.memberships.exclude(user=project.lead).first().user,
        "head": lambda: project.owning_department.head,
        "controller": a_controller,
        "administrator": an_administrator,
        "stranger": a_user,
    }[who]()
    step = steps_of(project)[0]
    if may_decide:
        actions.decide(project, step=step, decision=Decision.KEEP, actor=actor, at=NOON)
        actions.generate_to_be(project, actor=actor, at=NOON)
    else:
        with pytest.raises(PermissionDenied):
            actions.decide(project, step=step, decision=Decision.KEEP, actor=actor, at=NOON)
    if not may_adopt:
        with pytest.raises(PermissionDenied):
            actions.adopt_to_be(project, actor=actor, at=NOON)


# Responsibility
