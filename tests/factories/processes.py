"""Maps and findings, made by walking the real actions."""

from decimal import Decimal

from processes import actions
from processes.bpmn import END
from processes.enums import FindingKind, MapKind
from processes.models import Activity, ProcessMap
from processes.queries.mapping import as_is_map
from tests.factories.people import a_position
from tests.factories.projects import NOON, a_signed_project
from tests.shelf import shelved

__all__ = [
    "END",
    "a_finding",
    "a_map",
    "a_mapped_project",
    "a_project_in_optimization",
    "an_activity",
    "step_called",
    "with_branches",
]


@shelved
def a_map(project=None, *, kind=MapKind.AS_IS, at=NOON):
    project = project or a_signed_project()
    return actions.ensure_map(project, kind, actor=project.lead, at=at)


def an_activity(process_map, name="接收投诉", *, at=NOON, actor=None, **facts):
    """An activity with everything said; returns the row."""
    given = {
        "position": facts.pop("position", None) or a_position(),
        "system": "CRM",
        "touch_minutes": Decimal(5),
        "waiting_minutes": Decimal(30),
        "value_class": "va",
    } | facts
    actor = actor or process_map.project.lead
    process_map.refresh_from_db()
    return actions.save_activity(process_map, step=None, name=name, actor=actor, at=at, **given)


def step_called(process_map, name):
    return Activity.objects.select_related("step").get(map=process_map, name=name).step


def with_branches(process_map, name, *branches, at=NOON, **given):
    """`branches` are (condition, name of the target, or END)."""
    targets = [(c, END if t == END else step_called(process_map, t)) for c, t in branches]
    process_map.refresh_from_db()
    actions.set_branches(
        process_map,
        step=step_called(process_map, name),
        branches=targets,
        actor=process_map.project.lead,
        at=at,
        **given,
    )


def a_finding(project, *names, at=NOON, actor=None, **facts):
    """A finding pinned to the activities called so, the first one by default."""
    process_map = as_is_map(project)
    rows = Activity.objects.filter(map=process_map).select_related("step").order_by("order")
    steps = [row.step for row in rows if row.name in names] or [rows[0].step]
    given = {
        "kind": FindingKind.REDUNDANCY,
        "text": "同一信息重复录入",
        "impact": 2,
        "frequency": 3,
        "evidence": "现场观察，每单两次。",
        "steps": steps,
    } | facts
    return actions.save_finding(project, finding=None, actor=actor or project.lead, at=at, **given)


@shelved
def a_mapped_project(*, at=NOON, **fields):
    """In the mapping with everything its gate asks for: a decision, a rework loop, a finding."""
    project = a_signed_project(at=at, **fields)
    process_map = a_map(project, at=at)
    desk, head = a_position("客服专员"), a_position("客服主管")
    for name, position, system, value in (
        ("接收投诉", desk, "电商后台", "va"),
        ("重新录入CRM", desk, "CRM", "nva"),
        ("审批处理方案", head, "OA", "nnva"),
        ("答复客户", desk, "电商后台", "va"),
    ):
        an_activity(process_map, name, at=at, position=position, system=system, value_class=value)
    with_branches(
        process_map,
        "审批处理方案",
        ("同意", "答复客户"),
        ("退回修改", "重新录入CRM"),
        at=at,
        question="是否同意？",
    )
    a_finding(project, "重新录入CRM", at=at)
    return project


@shelved
def a_project_in_optimization(*, at=NOON, **fields):
    project = a_mapped_project(at=at, **fields)
    return actions.complete_mapping(project, actor=project.lead, at=at)


def fresh(process_map):
    return ProcessMap.objects.get(pk=process_map.pk)
