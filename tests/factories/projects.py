"""Projects, made by walking the real actions; a complete charter unless told otherwise."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from projects import actions
from projects.enums import Direction, Kind, MemberRole, MetricKind, Stage, Trend, number_of
from projects.models import Project
from projects.planning import suggested_plan
from sopman.organization.queries import today
from tests.factories.people import PASSWORD, a_department, a_position, a_user
from tests.shelf import shelved

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # Monday noon in Shanghai
WISHED = date(2026, 7, 1)

_numbers = count(1)


@shelved
def a_project(*, lead=None, head=None, department=None, at=NOON, members=True, **fields):
    """A project in its charter, opened by the head of the owning department for its lead.

    `members=True` fills the five roles: the lead, a business expert who also owns the process and
    watches the quality, and an author.
    """
    n = next(_numbers)
    head = head or (department.head if department and department.head else a_user(f"负责人{n}"))
    department = department or a_department(head=head)
    head.forget_standing()
    lead = lead or a_user(f"项目负责人{n}")
    fields.setdefault("title_zh", f"项目{n}")
    fields.setdefault("title_en", f"Project {n}")
    fields.setdefault("wished_effective_on", WISHED)
    project = actions.open_project(
        actor=head, at=at, owning_department=department, lead=lead, **fields
    )
    if members:
        fill_team(project, at=at)
    return project


def fill_team(project, *, expert=None, author=None, at=NOON):
    """Three people in five seats, each seat with a deputy out of the three."""
    expert, author = expert or a_user(), author or a_user()
    by = {"actor": project.lead, "at": at}
    for user, role, deputy in (
        (expert, MemberRole.BUSINESS_BACKBONE, author),
        (expert, MemberRole.PROCESS_OWNER, author),
        (expert, MemberRole.QUALITY_SUPERVISOR, author),
        (author, MemberRole.AUTHOR, expert),
    ):
        actions.add_member(project, **by, user=user, role=role, work="参与项目", deputy=deputy)
    seat = project.memberships.get(role=MemberRole.LEAD)
    actions.edit_member(seat, **by, deputy=None if expert == project.lead else expert)


def an_objective(project, *, at=NOON, **facts):
    """24 hours instead of 46, from receipt to answer."""
    facts = {
        "name_zh": "投诉答复时长",
        "name_en": "Time to answer",
        "metric": MetricKind.CYCLE_TIME,
        "unit": "小时",
        "direction": Trend.DOWN,
        "baseline": Decimal(46),
        "target": Decimal(24),
        "measured_where": "工单系统",
        "window": "每月",
    } | facts
    return actions.add_objective(project, actor=project.lead, at=at, **facts)


def complete_charter(project, *, at=NOON, objectives=True, **objective):
    """Everything the gate of the charter asks for."""
    lead = project.lead
    actions.edit_charter(
        project,
        actor=lead,
        at=at,
        background="投诉处理没有统一做法。",
        purpose="统一线上投诉的处理。",
        start_trigger="客户在线上渠道提交投诉",
        end_state="客户收到答复，工单关闭",
    )
    if objectives:
        an_objective(project, at=at, **objective)
    for direction, text, instead in (
        (Direction.IN, "线上渠道投诉", ""),
        (Direction.OUT, "门店投诉", "门店运营部"),
    ):
        actions.add_scope_item(
            project, actor=lead, at=at, direction=direction, text_zh=text, covered_by=instead
        )
    position = a_position(department=project.owning_department)
    actions.edit_audience(project, actor=lead, at=at, departments=[], positions=[position])
    dates = suggested_plan(project.wished_effective_on, start=today(at))
    actions.set_schedule(project, actor=lead, at=at, dates=dates)
    project.refresh_from_db()
    return project


@shelved
def a_signed_project(*, at=NOON, baseline=True, **fields):
    """A project in the as-is mapping: its charter is complete and signed by the sponsor."""
    objective = {} if baseline else {"baseline": None, "measure_later": True}
    project = complete_charter(a_project(at=at, **fields), at=at, **objective)
    return actions.sign_charter(project, actor=project.sponsor, password=PASSWORD, at=at)


@shelved
def a_project_in(stage, *, at=NOON, **fields):
    """A project placed into `stage` without the deliverables of the stages below.

    For tests of one floor that don't want to walk all floors under it; `stage` is set by hand.
    """
    project = a_signed_project(at=at, **fields)
    if number_of(stage) > number_of(Stage.MAPPING):
        Project.objects.filter(pk=project.pk).update(stage=stage)
        project.stage_records.filter(left_at=None).update(stage=stage)
        project.refresh_from_db()
    return project


def a_minor_project(**fields):
    """A small change: begins with the drafting."""
    return a_project(kind=Kind.MINOR, **fields)


__all__ = [
    "NOON",
    "WISHED",
    "a_minor_project",
    "a_project",
    "a_project_in",
    "a_signed_project",
    "an_objective",
    "complete_charter",
    "fill_team",
]
