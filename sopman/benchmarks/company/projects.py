"""Projects in every stage with team, schedule, charter and maps."""

from datetime import datetime, timedelta
from decimal import Decimal

from processes.enums import MapKind, ValueClass
from processes.models import Activity, ProcessMap, Step
from projects.enums import STAGES, Direction, MemberRole, MetricKind, Stage, Trend, number_of
from projects.models import (
    Charter,
    Membership,
    Milestone,
    Objective,
    Project,
    ScopeItem,
    StageRecord,
)
from sopman.benchmarks.company.size import Company, Size

JOINED = 60  # projects in whose team the measured people are
ACTIVITIES = 8
_SPREAD = (
    *STAGES,
    Stage.CLOSED,
    *STAGES,
    Stage.CLOSED,
    Stage.CLOSED,
    Stage.CLOSED,
    Stage.CANCELLED,
)
_ROLES = (MemberRole.BUSINESS_BACKBONE, MemberRole.PROCESS_OWNER, MemberRole.AUTHOR)


def seed(company: Company, size: Size, *, now: datetime) -> list[Project]:
    projects = _projects(company, size, now=now)
    _teams(company, projects)
    _schedules(projects, now=now)
    _charters(projects)
    _maps(company, projects, now=now)
    company.project = next(one for one in projects if one.stage == Stage.DRAFTING)
    return projects


def _projects(company: Company, size: Size, *, now: datetime) -> list[Project]:
    users, places, rows = company.users, company.departments, []
    for n in range(size.projects):
        owner, stage = places[n % len(places)], _SPREAD[n % len(_SPREAD)]
        rows.append(
            Project(
                code=f"PRJ-{2024 + n % 3}-{n:04}",
                title_zh=f"线上投诉处理流程优化项目{n}",
                title_en=f"Handling of online complaints {n}",
                lead=users[n * 7 % len(users)],
                sponsor=owner.head or users[0],
                owning_department=owner,
                wished_effective_on=(now + timedelta(days=n % 120 - 20)).date(),
                opened_at=now - timedelta(days=n % 700, minutes=n),
                opened_by=users[0],
                stage=stage,
                ended_at=now if stage in (Stage.CLOSED, Stage.CANCELLED) else None,
            )
        )
    rows = Project.objects.bulk_create(rows, batch_size=200)
    Project.departments.through.objects.bulk_create(
        [
            Project.departments.through(project=one, department=places[(n + k) % len(places)])
            for n, one in enumerate(rows)
            for k in (1, 2)
        ],
        batch_size=500,
    )
    return rows


def _teams(company: Company, projects: list[Project]) -> None:
    users, rows = company.users, []
    for n, one in enumerate(projects):
        rows.append(Membership(project=one, user=one.lead, role=MemberRole.LEAD, work="牵头"))
        rows += [
            Membership(project=one, user=users[(n * 11 + k) % len(users)], role=role, work="参与")
            for k, role in enumerate(_ROLES)
        ]
    for one in projects[:JOINED]:
        rows += [
            Membership(project=one, user=user, role=MemberRole.QUALITY_SUPERVISOR, work="监督")
            for user in company.measured
        ]
    Membership.objects.bulk_create(rows, batch_size=500)


def _schedules(projects: list[Project], *, now: datetime) -> None:
    plans, stays = [], []
    for one in projects:
        reached = min(number_of(one.stage), len(STAGES))
        for n, stage in enumerate(STAGES, start=1):
            planned = one.wished_effective_on - timedelta(days=(len(STAGES) - n) * 12)
            plans.append(Milestone(project=one, stage=stage, planned_on=planned))
            if n <= reached:
                entered = one.opened_at + timedelta(hours=n)
                over = n < reached or one.ended_at
                left = entered + timedelta(hours=1) if over else None
                stays.append(
                    StageRecord(project=one, stage=stage, entered_at=entered, left_at=left)
                )
    Milestone.objects.bulk_create(plans, batch_size=500)
    StageRecord.objects.bulk_create(stays, batch_size=500)


def _charters(projects: list[Project]) -> None:
    Charter.objects.bulk_create(
        [
            Charter(
                project=one, background="投诉处理没有统一做法。" * 5, purpose="统一线上投诉的处理。",
                start_trigger="客户提交投诉", end_state="客户收到答复",
                signed_at=one.opened_at if one.stage != Stage.CHARTER else None,
            )
            for one in projects
        ],
        batch_size=500,
    )  # fmt: skip
    items = [
        ScopeItem(project=one, direction=way, text_zh=text, covered_by=other)
        for one in projects
        for way, text, other in (
            (Direction.IN, "线上渠道投诉", ""),
            (Direction.OUT, "门店投诉", "门店运营部"),
        )
    ]
    ScopeItem.objects.bulk_create(items, batch_size=500)
    goals = [
        Objective(
            project=one, name_zh=name, name_en=name, metric=metric, unit=unit, direction=way,
            baseline=Decimal(baseline), target=Decimal(target), measured_where="工单系统",
            window="每月",
        )
        for one in projects
        for name, metric, unit, way, baseline, target in (
            ("投诉答复时长", MetricKind.CYCLE_TIME, "小时", Trend.DOWN, 46, 24),
            ("客户满意度", MetricKind.SATISFACTION, "%", Trend.UP, 78, 90),
        )
    ]  # fmt: skip
    Objective.objects.bulk_create(goals, batch_size=500)


def _maps(company: Company, projects: list[Project], *, now: datetime) -> None:
    """Both maps of the projects that have come to the drafting, on the same steps."""
    mapped = [one for one in projects if number_of(one.stage) >= number_of(Stage.DRAFTING)]
    steps = {one.pk: [Step(project=one, made_at=now) for _n in range(ACTIVITIES)] for one in mapped}
    Step.objects.bulk_create([step for own in steps.values() for step in own], batch_size=500)
    maps = [
        ProcessMap(project=one, kind=kind, xml="", revision=1, changed_at=now)
        for one in mapped
        for kind in MapKind.values
    ]
    rows = [
        Activity(
            map=one, step=step, element_id=f"A{n}", order=n, name=f"处理第 {n + 1} 步",
            position=company.positions[(one.project_id + n) % len(company.positions)],
            touch_minutes=Decimal(5), waiting_minutes=Decimal(30),
            value_class=ValueClass.VALUE_ADDING,
        )
        for one in ProcessMap.objects.bulk_create(maps, batch_size=500)
        for n, step in enumerate(steps[one.project_id])
    ]  # fmt: skip
    Activity.objects.bulk_create(rows, batch_size=500)
