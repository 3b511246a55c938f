"""Projects in the optimization, with a present process: complaints, three approvals, three systems."""

from decimal import Decimal
from itertools import pairwise

from processes import actions, generation
from processes.enums import Decision, FindingKind, MapKind
from processes.models import Activity, ProcessMap
from processes.queries.optimization import Plan
from processes.redesign import END, START, Edge, Node, Process
from projects.models import Project
from tests.factories.people import a_position, a_user
from tests.factories.projects import NOON, a_signed_project
from tests.shelf import shelved

# name, position (number), system, touch, waiting, value class
COMPLAINTS = [
    ("接收投诉", 0, "在线客服", 5, 20, "va"),
    ("登记投诉台账", 0, "表格", 10, 0, "nva"),
    ("判断投诉级别", 0, "工单系统", 5, 15, "nnva"),
    ("组长审批处理方案", 1, "工单系统", 5, 120, "nnva"),
    ("重复录入客户信息", 0, "客户系统", 12, 0, "nva"),
    ("经理审批处理方案", 1, "工单系统", 5, 240, "nnva"),
    ("技术检测", 2, "工单系统", 40, 180, "va"),
    ("总监批准赔付", 3, "工单系统", 5, 480, "nnva"),
    ("答复客户", 0, "在线客服", 15, 30, "va"),
    ("关闭工单", 0, "工单系统", 3, 0, "nnva"),
]
POSITIONS = ["客服专员", "客服主管", "技术工程师", "运营总监"]


@shelved
def a_project_to_optimize(*, rows=None, at=NOON, findings=True, holders=True, **fields):
    """Its mapping is complete: the present process is drawn and findings are pinned to it."""
    project = a_signed_project(at=at, **fields)
    positions = [a_position(name, department=project.owning_department) for name in POSITIONS]
    for position in positions if holders else []:
        a_user(position=position)
    draw(project, rows or COMPLAINTS, positions, at=at)
    if findings:
        steps = steps_of(project)
        a_finding(project, [steps[3], steps[5], steps[7]], "三次审批内容相同", at=at)
        a_finding(project, [steps[1], steps[4]], "同一信息录入多次", at=at)
        a_finding(project, [steps[7]], "赔付超时引发升级", kind=FindingKind.RISK, at=at)
    else:
        a_finding(project, [steps_of(project)[0]], "等待太久", at=at)
    return actions.complete_mapping(project, actor=project.lead, at=at)


def draw(project, rows, positions, *, at=NOON):
    """The as-is map; after the third activity major cases skip the fourth."""
    keys = [str(actions.new_step(project, actor=project.lead, at=at).pk) for _row in rows]
    nodes = tuple(
        Node(key, name, positions[place].pk, system, Decimal(touch), Decimal(waiting), value)
        for key, (name, place, system, touch, waiting, value) in zip(keys, rows, strict=True)
    )
    edges = [Edge(START, keys[0]), Edge(keys[-1], END)]
    edges += [Edge(one, two) for one, two in pairwise(keys)]
    if len(keys) > 5:
        edges.remove(Edge(keys[2], keys[3]))
        edges += [Edge(keys[2], keys[3], "一般投诉"), Edge(keys[2], keys[5], "重大投诉")]
    names = {one.pk: one.name_zh for one in positions}
    document = generation.document_of(project.title, Process(nodes, tuple(edges)), names, {})
    return actions.ensure_map(project, MapKind.AS_IS, actor=project.lead, at=at, document=document)


def a_finding(project, steps, text, *, kind=FindingKind.REDUNDANCY, at=NOON):
    return actions.save_finding(
        project,
        finding=None,
        kind=kind,
        text=text,
        impact=3,
        frequency=3,
        evidence="访谈记录",
        steps=steps,
        actor=project.lead,
        at=at,
    )


def steps_of(project, kind=MapKind.AS_IS):
    rows = Activity.objects.filter(map__project=project, map__kind=kind).order_by("order")
    return [row.step for row in rows.select_related("step")]


def decided(project, *, at=NOON):
    """One decision each: three approvals become one, double entry goes, every finding is answered."""
    steps, by = steps_of(project), {"actor": project.lead, "at": at}
    first, second, risk = project.findings.order_by("number")
    actions.decide(
        project, step=steps[1], decision=Decision.ELIMINATE, reason="工单系统已有记录",
        findings=[second], **by,
    )  # fmt: skip
    actions.decide(
        project, step=steps[3], decision=Decision.COMBINE, into=steps[5], name="一次审批处理方案",
        touch_minutes=Decimal(5), waiting_minutes=Decimal(60), reason="三次审批合并为一次",
        findings=[first], **by,
    )  # fmt: skip
    actions.decide(
        project, step=steps[7], decision=Decision.COMBINE, into=steps[5], reason="三次审批合并为一次",
        findings=[first, risk], **by,
    )  # fmt: skip
    actions.decide(
        project, step=steps[4], decision=Decision.AUTOMATE, system="工单系统", reason="接口自动带出",
        touch_minutes=Decimal(0), findings=[second], **by,
    )  # fmt: skip
    actions.decide(
        project, step=steps[8], decision=Decision.SIMPLIFY, waiting_minutes=Decimal(10),
        reason="使用标准答复模板", **by,
    )  # fmt: skip
    for step in (steps[0], steps[2], steps[5], steps[6], steps[9]):
        actions.decide(project, step=step, decision=Decision.KEEP, **by)
    return actions.add_activity(
        project, name="10分钟内首次联系", after=steps[0], reason="客户等待无人联系",
        position=Activity.objects.get(step=steps[0], map__kind=MapKind.AS_IS).position,
        touch_minutes=Decimal(5), waiting_minutes=Decimal(5), value_class="va",
        system="在线客服", **by,
    )  # fmt: skip


def agreed(project, *, at=NOON):
    """A complete plan: to-be map, one control point, every handover."""
    by = {"actor": project.lead, "at": at}
    actions.generate_to_be(project, **by)
    steps = steps_of(project, MapKind.TO_BE)
    actions.set_control_point(
        project, step=steps[1], why="首次联系决定客户满意度", time_limit_value=Decimal(10),
        time_limit_unit="minutes", output_standard="已致电客户并在工单登记", on_failure="升级至主管",
        **by,
    )  # fmt: skip
    for source, target in Plan(project).lane_changes:
        actions.set_handover(
            project, from_step=source.step, to_step=target.step, what="工单与处理意见",
            time_limit_value=Decimal(2), time_limit_unit="hours", form="工单", acceptance="信息完整",
            **by,
        )  # fmt: skip
    return project


@shelved
def an_agreed_project(**fields):
    """Every criterion of stage 3 is met."""
    project = a_project_to_optimize(**fields)
    decided(project)
    return agreed(project)


@shelved
def an_adopted_project(**fields):
    """In the drafting, with the to-be plan of the complaints."""
    project = an_agreed_project(**fields)
    actions.adopt_to_be(project, actor=project.lead, at=NOON)
    return Project.objects.get(pk=project.pk)


def map_of(project, kind=MapKind.TO_BE):
    return ProcessMap.objects.get(project=project, kind=kind)
