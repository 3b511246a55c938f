"""What leaves the mapping: files, thread of a step, search, my work, documents."""

import pytest
from django.urls import reverse

from processes import thread
from processes.models import Step
from processes.queries.mapping import as_is_map
from sopman.documents.composing import Asked
from sopman.documents.registry import find
from sopman.search import registry as search
from sopman.worklist import items_for
from tests.factories.people import a_user
from tests.factories.processes import (
    a_mapped_project,
    step_called,
)
from tests.factories.projects import NOON, a_signed_project

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"processes:{name}", args=args)


@pytest.fixture
def project():
    return a_mapped_project()


@pytest.fixture
def process_map(project):
    return as_is_map(project)


@pytest.fixture
def lead(client_for, project):
    return client_for(project.lead)


# Files, thread, search, work, documents


def test_files_of_the_map_are_downloads_that_run_nothing(lead, project):
    for ending, kind in (("bpmn", "application/xml"), ("svg", "image/svg+xml")):
        answer = lead.get(url("map_file", project.pk, "as_is", ending))
        assert answer["Content-Type"].startswith(kind)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert lead.get(url("map_file", project.pk, "as_is", "exe")).status_code == 404
    assert lead.get(url("map_file", project.pk, "to_be", "svg")).status_code == 404


def test_the_thread_of_a_step_gathers_what_floors_hang_on_it(lead, process_map, monkeypatch):
    step = step_called(process_map, "重新录入CRM")
    monkeypatch.setattr(thread, "_blocks", [*thread._blocks])
    thread.register(lambda one, user: [thread.Block("考题", [thread.Item("第一题", note=one.pk)])])

    text = lead.get(url("step", step.pk)).content.decode()

    for words in ("重新录入CRM", "同一信息重复录入", "考题", "第一题"):
        assert words in text


def test_an_upper_floor_opens_a_step_to_its_readers(client_for, process_map, monkeypatch):
    reader, step = a_user(), step_called(process_map, "接收投诉")
    assert client_for(reader).get(url("step", step.pk)).status_code == 404
    monkeypatch.setattr(thread, "_readers", [])
    thread.open_to(lambda user: Step.objects.filter(pk=step.pk).values("pk"))

    text = client_for(reader).get(url("step", step.pk))

    assert text.status_code == 200
    assert "同一信息重复录入" not in text.content.decode()


def test_activities_and_findings_are_found_by_whom_they_concern(project):
    source = next(s for s in search.sources() if s.code == "processes")

    found = source.find("录入", project.lead, 10)
    assert {hit.title for hit in found} == {"重新录入CRM", "P01 同一信息重复录入"}
    assert source.find("录入", a_user(), 10) == []


def test_the_mapping_waits_for_the_team(project):
    here = url("mapping", project.pk)
    author = project.memberships.get(role="author").user

    for person in (project.lead, author):
        assert here in [item.url for item in items_for(person, NOON)]
    assert here not in [item.url for item in items_for(a_user(), NOON)]


@pytest.mark.parametrize("code", ["processes.as_is_map", "processes.problem_list"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_deliverables_hold_what_was_found(project, code, language):
    html = Asked(find(code), project, "pdf", language, project.lead).html

    assert "重新录入CRM" in html
    assert project.code in html


@pytest.mark.parametrize("code", ["processes.as_is_map", "processes.problem_list"])
def test_the_deliverables_of_an_empty_mapping_can_be_printed(code):
    project = a_signed_project()

    assert project.code in Asked(find(code), project, "pdf", "zh-hans", project.lead).html
