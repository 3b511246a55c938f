"""What the page of a project and the board keep by the head of its chain: never out of date.

Three nets, each with a test that shows it can fail: what is found kept is made again and compared
(`tests.kept`), a verb that changes such rows has to record an event (`tests.telling`), and whatever
is read for it comes from tables that the second net watches.
"""

import re
import types

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects import actions, queries
from projects.enums import STAGES
from projects.models import Milestone, Project
from projects.queries import overview
from projects.stages import panels
from sopman.core import kept
from sopman.workdays import actions as workdays
from tests import telling
from tests.factories.people import an_administrator, an_auditor
from tests.factories.projects import NOON, a_project, an_objective

pytestmark = pytest.mark.django_db

# Read beside them, and why a change there can't be missed.
OTHERS = {
    "audit.Event": "the chain itself",
    "people.User": "joined; names of people are read by every request",
    "people.Position": "joined; only counted",
    "people.Department": "joined; only counted",
    "signatures.Signature": "joined; signed once and never changed",
    "files.Attachment": "prefetched with the steps; not said",
    "organization.Organization": "part of the key (`StagePanel.upon`), read by every request",
    "workdays.CalendarDay": "part of the key (`StagePanel.upon`)",
    "workdays.CalendarYear": "part of the key (`StagePanel.upon`)",
}
STATEMENTS = 7  # session, person, organization, standing, project, team, unread
_READ = re.compile(r'(?:FROM|JOIN)\s+"(\w+)"')


def _page(client, project):
    return client.get(reverse("projects:detail", args=[project.pk])).content.decode()


def test_everything_that_is_kept_comes_from_watched_tables(world):
    known = telling.tables() | {apps.get_model(one)._meta.db_table: one for one in OTHERS}
    auditor, read, stages = an_auditor(), set(), set()
    for pk in Project.objects.values_list("pk", flat=True):
        project = overview.seen_by(auditor, pk)
        stages.add(project.stage)
        with CaptureQueriesContext(connection) as asked:
            overview._told(project)
            for panel in panels():
                panel.progress([pk])
        read |= {name for one in asked.captured_queries for name in _READ.findall(one["sql"])}
    assert stages > set(STAGES)
    assert read - set(known) == set()


def test_a_page_seen_before_asks_nothing_of_the_stages(world, unwatched):
    for name in ("charter", "review", "pilot", "closed"):
        path = reverse("projects:detail", args=[world.about[name]])
        world.clients["DC"].get(path)
        with CaptureQueriesContext(connection) as asked:
            world.clients["DC"].get(path)
        assert len(asked) <= STATEMENTS + 2, name  # the calendar, in the charter


def test_a_recorded_change_is_shown_at_once(client_for):
    project = a_project()
    client = client_for(project.lead)
    before = _page(client, project)
    an_objective(project, name_zh="首次响应时长")
    assert "首次响应时长" not in before
    assert "首次响应时长" in _page(client, project)


def test_names_of_people_and_places_are_read_each_time(client_for):
    project = a_project()
    client = client_for(project.lead)
    _page(client, project)
    for table, name in ((type(project.lead), "name"), (type(project.owning_department), "name_zh")):
        table.objects.update(**{name: "换了名字"})
    html = _page(client, project)
    assert html.count("换了名字") > len(["lead", "department"])


def test_each_reader_gets_the_own_rights(client_for):
    project = a_project()
    lead = _page(client_for(project.lead), project)
    auditor = _page(client_for(an_auditor()), project)
    cancel = reverse("projects:cancel", args=[project.pk])
    assert (cancel in lead, cancel in auditor) == (True, False)


def test_a_holiday_changes_the_gate_of_a_charter(client_for):
    project = a_project()
    client = client_for(project.lead)
    _page(client, project)
    upon = overview._upon(overview.seen_by(project.lead, project.pk))
    workdays.set_day(day=NOON.date(), is_workday=False, actor=an_administrator(), at=NOON)
    assert overview._upon(overview.seen_by(project.lead, project.pk)) != upon
    _page(client, project)


def test_what_was_rolled_back_is_not_shown(client_for):
    project = a_project()
    client = client_for(project.lead)
    with transaction.atomic():
        an_objective(project, name_zh="没有成立的目标")
        assert "没有成立的目标" in _page(client, project)
        transaction.set_rollback(True)
    an_objective(project, name_zh="成立的目标")
    html = _page(client, project)
    assert "没有成立的目标" not in html
    assert "成立的目标" in html


# The nets can fail


def test_a_change_without_an_event_is_caught_by_the_next_page(client_for):
    project = a_project()
    client = client_for(project.lead)
    _page(client, project)
    project.objectives.create(name_zh="x", metric="cycle_time", direction="up")
    with pytest.raises(AssertionError, match="out of date"):
        _page(client, project)


def test_a_change_without_an_event_is_caught_by_the_board(client_for):
    project = a_project()
    client = client_for(project.lead)
    client.get(reverse("portal:board"))
    project.objectives.create(name_zh="x", metric="cycle_time", direction="up")
    with pytest.raises(AssertionError, match="out of date"):
        client.get(reverse("portal:board"))


def _verb(source):
    """A function in a module of verbs that the house doesn't have."""
    module = types.ModuleType("projects.actions.invented")
    module.__dict__.update(Milestone=Milestone, actions=actions, transaction=transaction)
    exec(source, module.__dict__)  # noqa: S102 -- written here
    return module.verb


SILENT = "def verb(project):\n    Milestone.objects.filter(project=project).update(planned_on='2026-03-02')"
ROLLED_BACK = """
def verb(project):
    with transaction.atomic():
        Milestone.objects.filter(project=project).update(planned_on='2026-03-02')
        transaction.set_rollback(True)
"""


def test_a_verb_that_records_nothing_is_caught():
    project = a_project()
    assert telling.judged() == []
    _verb(SILENT)(project)
    [found] = telling.judged()
    assert "projects.actions.invented.verb changed projects.Milestone" in found


def test_a_verb_that_was_taken_back_changed_nothing():
    project = a_project()
    _verb(ROLLED_BACK)(project)
    assert telling.judged() == []


def test_what_has_no_chain_yet_is_not_kept():
    project = Project.objects.get(pk=a_project().pk)
    project.head = None
    kept.forget()
    queries.told(project)
    assert not kept._texts
