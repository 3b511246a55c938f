"""Evidence records, pins and observed cycles, made by the real actions."""

import uuid
from datetime import timedelta
from decimal import Decimal

from processes import actions
from processes.actions import Timed
from processes.models import Activity
from tests.factories.projects import NOON

TEXT = "接到投诉后先在登记表里记一遍，再录入系统。\n核实平均要 5 分钟。\n审批要等半天。"


def a_record(project, kind="interview", *, at=NOON, actor=None, key=None, **facts):
    given = {
        "title": "客服访谈",
        "happened_on": at.date(),
        "outsider": "李敏（客服专员）",
        "text": TEXT,
    } | facts
    return actions.add_record(
        project, key=key or uuid.uuid4(), kind=kind, actor=actor or project.lead, at=at, **given
    )


def steps_of(project):
    rows = Activity.objects.filter(map__project=project, map__kind="as_is").order_by("order")
    return [row.step for row in rows.select_related("step")]


def a_pin(record, step=None, *, quote="核实平均要 5 分钟。", at=NOON, **facts):
    step = step or steps_of(record.project)[0]
    return actions.pin(record, step=step, quote=quote, actor=record.project.lead, at=at, **facts)


def says_minutes(record, step, minutes, aspect="touch", **facts):
    return a_pin(record, step, aspect=aspect, minutes=Decimal(minutes), **facts)


def a_cycle(record, laps=None, *, at=NOON, client_id=None, started_at=None, actor=None, **facts):
    """`laps` are (step, touch seconds, waiting seconds); by default every activity once."""
    laps = laps or [(step, 60, 30) for step in steps_of(record.project)]
    started = started_at or at - timedelta(hours=2)
    return actions.save_cycle(
        record,
        client_id=client_id or uuid.uuid4(),
        started_at=started,
        ended_at=started + timedelta(hours=1),
        laps=[Timed(step.pk, touch, waiting) for step, touch, waiting in laps],
        actor=actor or record.project.lead,
        at=at,
        **facts,
    )
