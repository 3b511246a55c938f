"""The demonstration company: built once, then looked at from all sides."""

import re
import stat
from collections import Counter
from html import unescape
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve, reverse
from django.utils import timezone

from projects.enums import STAGES, Stage
from projects.models import Project
from sopman.audit.models import Event
from sopman.notifications.models import Notice
from sopman.organization import per_request
from sopman.organization.queries import KEY, organization
from sopman.people.models import Department, User
from sopman.portal import queries
from sopman.portal.demo.people import PEOPLE
from sops.enums import VersionState
from sops.models import Sop, SopVersion
from training.models import Attempt, MonthlyAccuracy, Question

pytestmark = pytest.mark.django_db
PER_ROUTE = 2  # pages of the same kind that are looked at


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built in a transaction that ends with the module."""
    folder = tmp_path_factory.mktemp("demo")
    places = override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media")
    with django_db_blocker.unblock(), places, transaction.atomic():
        call_command("demo", stdout=StringIO())
        yield folder
        transaction.set_rollback(True)
        per_request.forget(KEY)


@pytest.fixture
def finished(company):
    return Project.objects.get(
        stage=Stage.CLOSED, title_en="Handling of online customer complaints"
    )


def test_three_departments_and_twelve_people_with_english_names(company):
    assert Department.objects.count() == 3
    people = User.objects.filter(is_demo=True)
    assert people.count() == len(PEOPLE) == 12
    assert all(one.name and one.name_en and one.position_names() for one in people)
    assert organization().has_demo


def test_a_project_stands_in_every_stage(company):
    assert {*STAGES, Stage.CLOSED} == set(Project.objects.values_list("stage", flat=True))
    assert not Project.objects.filter(title_en="").exists()


def test_nothing_lies_in_the_future(company):
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    assert not Notice.objects.filter(created_at__gt=timezone.now()).exists()


def test_the_audit_trail_holds(company):
    said = StringIO()
    call_command("verify_audit_trail", stdout=said)
    assert str(Event.objects.count()) in said.getvalue()


def test_the_complaint_sop_went_to_the_exam(finished):
    sop = Sop.objects.get(number="CS-SOP-001")
    states = {one.label: one.state for one in sop.versions.all()}
    assert states == {"V1.0": VersionState.DROPPED, "V1.1": VersionState.EFFECTIVE}
    assert Question.objects.filter(release__project=finished).count() >= 10
    attempts = Attempt.objects.filter(exam__release__project=finished)
    assert attempts.filter(passed=True).exists()
    assert attempts.filter(passed=False).exists()
    months = MonthlyAccuracy.objects.filter(sop=sop)
    assert months.count() >= 2
    assert all(one.target == 95 for one in months)


def test_the_team_judged_what_the_analysis_proposed(finished):
    judged = finished.judged_proposals.values_list("rule", "verdict")
    assert set(judged) >= {
        ("typed_again", "accepted"), ("approvals", "accepted"), ("long_wait", "dismissed"),
    }  # fmt: skip
    assert not finished.judged_proposals.filter(verdict="dismissed", reason="").exists()


def test_one_version_was_superseded_and_one_sop_has_its_scan(company):
    assert SopVersion.objects.filter(state=VersionState.SUPERSEDED).exists()
    old = Sop.objects.get(number="QC-PD-001").versions.get()
    assert old.state == VersionState.EFFECTIVE


def test_nearly_everybody_finds_something_to_do(company):
    idle = [
        one.name for one in User.objects.all() if not queries.waiting_for(one, at=timezone.now())
    ]
    assert set(idle) <= {PEOPLE["fang"].name, PEOPLE["zheng"].name}


def test_the_accounts_are_for_the_owner_of_the_data_only(company):
    accounts = company / "demo-accounts.txt"
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    text = accounts.read_text(encoding="utf-8")
    password = re.search(r"Password: (\S+)", text)[1]
    for one in PEOPLE.values():
        assert one.number in text
        assert User.objects.get(employee_number=one.number).check_password(password)


def test_a_second_run_refuses(company):
    with pytest.raises(CommandError, match="data already"):
        call_command("demo")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_all_pages_of_the_finished_project_answer(finished, language):
    lead = finished.lead
    lead.language = language
    lead.save()
    client = Client()
    client.force_login(lead)
    sop = Sop.objects.get(number="CS-SOP-001")
    starts = [
        reverse("projects:detail", args=[finished.pk]),
        reverse("sops:read", args=[sop.pk]),
        reverse("training:release", args=[finished.pk]),
    ]
    seen = crawl(client, starts)
    assert len(seen) > 30
    assert {url: status for url, status in seen.items() if status != 200} == {}


def crawl(client, starts):
    """Follow links to pages of projects and SOPs, some of each kind; documents are made elsewhere."""
    waiting, seen, kinds = list(starts), {}, Counter()
    while waiting:
        url = waiting.pop(0)
        kind = resolve(url.partition("?")[0]).view_name
        if url in seen or kinds[kind] == PER_ROUTE:
            continue
        kinds[kind] += 1
        response = client.get(url)
        seen[url] = response.status_code
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        for found in re.findall(r'href="(/[^"#]*)', response.content.decode()):
            link = unescape(found)
            if re.match(r"/(projects|processes|sops|reviews|pilots|training)/", link):
                waiting.append(link)
    return seen
