"""My work and the board: what stands there, for whom, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects import actions
from projects.models import Milestone
from sopman import worklist
from sopman.core import kept
from sopman.portal import queries
from tests.factories.people import an_administrator, an_auditor
from tests.factories.projects import NOON, a_project, a_signed_project

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_at", "group"),
    [
        (None, "none"),
        (WEDNESDAY - timedelta(minutes=1), "overdue"),
        (WEDNESDAY + timedelta(hours=3), "today"),
        (WEDNESDAY + timedelta(days=4), "week"),  # Sunday
        (WEDNESDAY + timedelta(days=5), "later"),
    ],
)
def test_what_is_due_stands_in_its_group(due_at, group):
    assert queries.due_group(due_at, at=WEDNESDAY) == group


def test_due_today_is_the_organization_s_day_wherever_the_reader_sits():
    late = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)  # the 5th in Shanghai, the 4th in New York
    with timezone.override("America/New_York"):
        assert queries.due_group(late + timedelta(hours=14), at=late) == "today"
        assert queries.due_group(late + timedelta(hours=23), at=late) == "week"


def test_the_first_page_after_the_log_in_shows_what_waits(client_for):
    project = a_project(title_zh="线上投诉处理")
    page = client_for(project.lead).get("/")
    assert page.status_code == 200
    html = page.content.decode()
    assert reverse("projects:charter", args=[project.pk]) in html
    assert "线上投诉处理" in html


def test_nothing_waiting_says_where_to_go(client_for, monkeypatch):
    monkeypatch.setattr(worklist, "_sources", {})
    html = client_for(an_administrator()).get("/").content.decode()
    assert reverse("sops:library") in html
    assert "rowlist__link" not in html


def test_without_anybody_the_first_run_is_shown(client):
    page = client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("people:first_run")


def test_the_board_has_seven_columns_and_leads_to_the_list(client_for):
    project = a_signed_project()
    html = client_for(project.lead).get(reverse("portal:board")).content.decode()
    assert html.count('class="board__column"') == 7
    assert project.code in html
    assert reverse("projects:list") in html
    assert (
        reverse("portal:board")
        in client_for(project.lead).get(reverse("projects:list")).content.decode()
    )


def test_the_board_shows_only_what_one_may_see():
    a_signed_project()
    stranger = an_administrator()
    assert not any(one.count for one in queries.board(stranger))


def test_only_mine(client_for):
    mine, other = a_signed_project(), a_signed_project()
    auditor = an_auditor()
    columns = queries.board(auditor)
    assert sum(one.count for one in columns) == 2
    assert not any(one.count for one in queries.board(auditor, mine=True))
    html = client_for(mine.lead).get(reverse("portal:board") + "?mine=1").content.decode()
    assert mine.code in html
    assert other.code not in html


def test_a_full_column_leads_to_the_rest(monkeypatch):
    monkeypatch.setattr(queries, "PER_COLUMN", 1)
    for _ in range(3):
        a_project()
    charter = queries.board(an_auditor())[0]
    assert (len(charter.rows), charter.count, charter.more) == (1, 3, 2)


def test_a_card_says_since_when_and_whether_it_is_late(client_for):
    project = a_signed_project()
    Milestone.objects.filter(project=project, stage=project.stage).update(
        planned_on=NOON.date() + timedelta(days=8)
    )
    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        html = client_for(project.lead).get(reverse("portal:board")).content.decode()
    assert "本阶段已 9 天" in html
    assert "逾期 1 天" in html


def test_a_project_that_is_over_leaves_the_board():
    project = a_project()
    actions.cancel(project, reason="x", actor=project.lead, at=NOON)
    assert not any(one.count for one in queries.board(an_auditor()))


@pytest.mark.parametrize("page", ["portal:board", "portal:work"])
def test_pages_cost_the_same_for_one_and_five(client_for, page):
    auditor, costs = an_auditor(), []
    client = client_for(auditor)
    client.get(reverse(page))
    for number in (1, 4):
        for _ in range(number):
            a_signed_project()
        kept.forget()
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(page))
        costs.append(len(asked))
    assert costs[0] == costs[1]
