"""`benchmark map`: a large map from file to picture, saves of an everyday one, the canvas.

Seconds of processor time beside what a bare parse of the same file or a bare logged-in view costs;
goals are in seconds, as users wait. Each part has a control that has to miss its goal.
"""

import gc
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from processes import actions, importing, svg
from processes.bpmn import END, Branch, Document, Facts, Row
from processes.bpmn.building import build
from processes.models import Activity, ProcessMap
from projects.enums import Stage
from projects.models import Project
from sopman.benchmarks.canvas_opening import canvas
from sopman.benchmarks.company.founding import found
from sopman.benchmarks.company.size import Company, Size
from sopman.benchmarks.measuring import Reader

LARGE, USUAL, POSITIONS = 500, 120, 9
WHOLE, SAVE = 1.0, 0.150  # seconds
SMALL = Size(projects=20, sops=4, people=60, notices=0)


def maps(prepare: Callable[[], None], *, times: int) -> dict[str, Any]:
    prepare()
    company = found(SMALL)
    mapped = ProcessMap.objects.values("project")
    project = Project.objects.exclude(pk__in=mapped).exclude(lead=None).earliest("pk")
    Project.objects.filter(pk=project.pk).update(stage=Stage.MAPPING, ended_at=None)
    project.refresh_from_db()
    gc.collect()
    gc.freeze()
    report: dict[str, Any] = {
        "benchmark": "map",
        "times": times,
        "whole": _whole(project, times),
        "save": _saves(project, company, times),
    }
    report["canvas"] = canvas(project, times=times)
    judged = [report["whole"], *report["save"]["of"].values(), report["canvas"]]
    caught = report["whole"]["control"]["caught"] and report["save"]["control"]["caught"]
    report["ok"] = caught and all(one.get("ok") is not False for one in judged)
    return report


def a_table(count: int) -> list[Row]:
    """Positions by turns, a decision every seventh row, every second of them with rework."""
    rows = []
    for n in range(count):
        facts = Facts(
            f"核对第 {n} 份申请并登记",
            position_name=f"岗位{n * 5 % POSITIONS}",
            system="业务系统" if n % 3 else "",
            value_class=("va", "nnva", "nva")[n % 3],
        )
        row = Row(f"Activity_{n}", facts)
        if n % 7 == 5 and n + 3 < count:
            other = f"Activity_{n - 4}" if n % 14 == 5 else f"Activity_{n + 3}"
            onward = Branch("是", f"Activity_{n + 1}")
            row = row.with_branches((onward, Branch("否", other)), "资料齐全？")
        rows.append(row)
    rows[-1] = rows[-1].with_branches((Branch("", END),))
    return rows


def a_file(count: int) -> bytes:
    """As a tool would write it that draws nothing."""
    return build("基准流程", a_table(count)).to_xml().encode()


def _whole(project: Project, times: int) -> dict[str, Any]:
    """Import, projection, layout and picture; the database's work included."""
    data, more = a_file(LARGE), a_file(4 * LARGE // 2)
    costs = _timed(partial(_from_file_to_picture, project, data), times)
    floor = _timed(partial(_parsed, data), times)
    control = _timed(partial(_from_file_to_picture, project, more), 1)
    return {
        "what": f"import, projection, layout and picture of {LARGE} activities",
        "goal_seconds": WHOLE,
        **_told(costs, floor),
        "ok": costs[0] <= WHOLE,
        "control": {
            "what": "twice as many activities cost more",
            "seconds": round(control[0], 3),
            "ratio": round(control[0] / costs[0], 2),
            "caught": control[0] > 1.3 * costs[0],
        },
    }


@transaction.atomic
def _from_file_to_picture(project: Project, data: bytes) -> None:
    """All but the commit: the project begins without a map every time."""
    imported = importing.read("a.bpmn", data)
    made = actions.import_map(
        project,
        imported.document,
        actor=project.lead,
        at=timezone.now(),
        file="a.bpmn",
        confirm=True,
    )
    svg.render(Document.parse(made.xml), title="基准")
    transaction.set_rollback(True)


def _parsed(data: bytes) -> None:
    for _n in range(10):
        etree.fromstring(data)


def _saves(project: Project, company: Company, times: int) -> dict[str, Any]:
    """Through the whole server, as the step table and the canvas send them."""
    imported = importing.read("a.bpmn", a_file(USUAL))
    made = actions.import_map(
        project, imported.document, actor=project.lead, at=timezone.now(), file="a.bpmn",
        confirm=True,
    )  # fmt: skip
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(project.lead)
    reader = Reader(get_wsgi_application(), company.ordinary)
    floor = _timed(partial(reader.get, "/benchmark/floor/"), 10 * times)
    senders = {
        "canvas": partial(_send_canvas, client, made),
        "row": partial(_send_row, client, made),
    }
    told = {}
    for name, send in senders.items():
        costs = _timed(send, times)
        told[name] = {"goal_seconds": SAVE, **_told(costs, floor), "ok": costs[0] <= SAVE}
    twenty = _timed(partial(_twenty, senders["canvas"]), 1)[0]
    return {
        "what": f"a save of a map of {USUAL} activities",
        "of": told,
        "control": {
            "what": "twenty saves one after another",
            "seconds": round(twenty, 3),
            "caught": twenty > SAVE,
        },
    }


def _twenty(send: Callable[[], None]) -> None:
    for _n in range(20):
        send()


def _send_canvas(client: Client, process_map: ProcessMap) -> None:
    """The whole drawing, in which one name has changed."""
    process_map.refresh_from_db()
    xml = process_map.xml.replace("第 7 份", "第七份") if "第 7 份" in process_map.xml else (
        process_map.xml.replace("第七份", "第 7 份")
    )  # fmt: skip
    address = reverse("processes:save_canvas", args=[process_map.pk])
    answer = client.post(address, {"xml": xml, "seen": process_map.revision})
    if answer.status_code != 200:
        raise RuntimeError(
            f"The canvas was not saved: {answer.status_code} {answer.content[:300]!r}"
        )


def _send_row(client: Client, process_map: ProcessMap) -> None:
    process_map.refresh_from_db()
    row = Activity.objects.filter(map=process_map).order_by("order")[8]
    name = f"{row.name[:30]}改" if len(row.name) < 20 else "核对"
    address = reverse("processes:edit_activity", args=[process_map.pk, row.step_id])
    sent = {"name": name, "system": row.system, "value_class": row.value_class,
            "position": row.position_id or "", "seen": process_map.revision}  # fmt: skip
    answer = client.post(address, sent)
    if answer.status_code != 302:
        raise RuntimeError(f"The row was not saved: {answer.status_code}")


def _timed(act: Callable[[], Any], times: int) -> tuple[float, float]:
    """Median of processor and of wall time, once warmed up where it is repeated."""
    if times > 1:
        act()
    cpu, wall = [], []
    for _n in range(times):
        began, busy = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - busy)
    return median(cpu), median(wall)


def _told(costs: tuple[float, float], floor: tuple[float, float]) -> dict[str, float]:
    return {
        "cpu_seconds": round(costs[0], 4),
        "wall_seconds": round(costs[1], 4),
        "floor_cpu_seconds": round(floor[0], 5),
        "ratio": round(costs[0] / max(floor[0], 1e-6), 1),
    }
