"""Two at once on PostgreSQL: one wins, the other is refused and changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from processes import actions
from processes.models import Activity
from processes.queries.mapping import as_is_map
from projects.enums import Stage
from projects.models import Project, StageRecord
from sopman.core.errors import Refused
from tests.factories.processes import a_mapped_project, fresh, step_called
from tests.factories.projects import NOON

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def race(*runs):
    """Run all at the same moment; what each came to."""
    barrier = Barrier(len(runs))

    def run(action):
        barrier.wait()
        try:
            action()
        except Refused:
            return "refused"
        else:
            return "won"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return sorted(pool.map(run, runs))


def test_the_mapping_is_completed_once():
    project = a_mapped_project()
    one, other = (Project.objects.get(pk=project.pk) for _ in range(2))

    def complete(mine):
        return lambda: actions.complete_mapping(mine, actor=mine.lead, at=NOON)

    assert race(complete(one), complete(other)) == ["refused", "won"]
    assert Project.objects.get(pk=project.pk).stage == Stage.OPTIMIZATION
    assert StageRecord.objects.filter(project=project, stage=Stage.OPTIMIZATION).count() == 1


def test_two_edits_from_the_same_page_do_not_overwrite_each_other():
    project = a_mapped_project()
    process_map = as_is_map(project)
    step = step_called(process_map, "接收投诉")

    def rename(name):
        return lambda: actions.save_activity(
            fresh(process_map), step=step, name=name, position=None, system="",
            touch_minutes=None, waiting_minutes=None, value_class="", actor=project.lead, at=NOON,
            seen_revision=process_map.revision,
        )  # fmt: skip

    assert race(rename("甲"), rename("乙")) == ["refused", "won"]
    assert fresh(process_map).revision == process_map.revision + 1
    assert Activity.objects.get(step=step).name in ("甲", "乙")


def test_two_findings_at_once_get_two_numbers():
    project = a_mapped_project()
    step = step_called(as_is_map(project), "接收投诉")

    def write():
        actions.save_finding(
            Project.objects.get(pk=project.pk), finding=None, kind="risk", text="风险", impact=1,
            frequency=1, evidence="", steps=[step], actor=project.lead, at=NOON,
        )  # fmt: skip

    assert race(write, write) == ["won", "won"]
    assert sorted(project.findings.values_list("number", flat=True)) == [1, 2, 3]
