"""Importing a map: shown first, stored whole or not at all, nothing lost without asking."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from processes import actions
from processes.bpmn import Document
from processes.models import Activity, ProcessMap, Step
from processes.queries.mapping import as_is_map
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.foreign_maps import LANES, MAPS, whole
from tests.factories.people import a_position, a_user
from tests.factories.processes import a_mapped_project
from tests.factories.projects import NOON, a_signed_project

pytestmark = pytest.mark.django_db


def url(name, project):
    return reverse(f"processes:{name}", args=[project.pk])


def chosen(client, project, text, name="现状.bpmn", **more):
    data = text.encode() if isinstance(text, str) else text
    return client.post(url("import_map", project), {"file": SimpleUploadedFile(name, data)}, **more)


def brought_in(project, text, **more):
    return actions.import_map(
        project, Document.parse(text), actor=project.lead, at=NOON, file="a.bpmn", **more
    )


def test_what_will_come_is_shown_and_then_stored(client_for):
    project = a_signed_project()
    client = client_for(project.lead)

    shown = chosen(client, project, MAPS["pools"])
    assert shown.status_code == 200
    assert not ProcessMap.objects.exists()
    stored = client.post(url("write_import", project), {"signed": shown.context["signed"]})

    assert stored.status_code == 302
    rows = Activity.objects.filter(map=as_is_map(project)).order_by("order")
    assert [row.name for row in rows] == ["提交", "审批"]
    event = Event.objects.get(code="processes.map.imported")
    assert event.facts["file"] == "现状.bpmn"
    assert client.get(url("mapping", project)).status_code == 200
    assert (
        b"<messageFlow"
        in client.get(reverse("processes:map_file", args=[project.pk, "as_is", "bpmn"])).content
    )


def test_a_map_with_activities_is_replaced_only_on_the_word(client_for):
    project = a_mapped_project()
    client, before = client_for(project.lead), as_is_map(project)
    shown = chosen(client, project, MAPS["a line"])
    assert "P01" in shown.content.decode()
    given = {"signed": shown.context["signed"], "seen": before.revision}

    refused = client.post(url("write_import", project), given)
    assert refused.status_code == 422
    assert as_is_map(project).xml == before.xml
    again = client.post(url("write_import", project), given | {"confirm": "on"})
    assert again.status_code == 302, again.context["replace"].errors

    assert set(Activity.objects.filter(map=before).values_list("name", flat=True)) == {
        "提交",
        "审批",
    }
    assert Step.objects.filter(findings__isnull=False).exists()


def test_a_map_that_changed_since_it_was_shown_is_not_replaced():
    project = a_mapped_project()

    with pytest.raises(Refused):
        brought_in(project, MAPS["a line"], confirm=True, seen_revision=0)


def test_a_map_that_went_out_and_comes_back_keeps_its_steps():
    project = a_mapped_project()
    steps = set(Activity.objects.filter(map=as_is_map(project)).values_list("step", flat=True))

    brought_in(project, as_is_map(project).xml, confirm=True)
    assert (
        set(Activity.objects.filter(map__project=project).values_list("step", flat=True)) == steps
    )

    other = a_signed_project()
    brought_in(other, as_is_map(project).xml)
    assert not steps & set(
        Activity.objects.filter(map__project=other).values_list("step", flat=True)
    )


def test_lanes_called_like_a_position_are_that_position():
    desk = a_position("专员")
    project = a_signed_project()

    brought_in(project, whole(LANES))

    rows = Activity.objects.filter(map__project=project).order_by("order")
    assert [row.position for row in rows] == [desk, None]


@pytest.mark.parametrize("text", MAPS.values(), ids=MAPS)
def test_the_habits_of_other_tools_are_stored(client_for, text):
    project = a_signed_project()
    client = client_for(project.lead)

    shown = chosen(client, project, text)
    stored = client.post(url("write_import", project), {"signed": shown.context["signed"]})

    assert (shown.status_code, stored.status_code) == (200, 302)
    assert client.get(url("mapping", project)).status_code == 200


def test_what_is_no_map_is_refused_in_the_form(client_for):
    project = a_signed_project()

    answer = chosen(client_for(project.lead), project, "<!DOCTYPE a><a/>")

    assert answer.status_code == 422
    assert "DOCTYPE" in answer.content.decode()


def test_only_the_team_imports(client_for):
    project = a_signed_project()

    assert client_for(a_user()).get(url("import_map", project)).status_code in (403, 404)


def test_what_nobody_signed_is_not_stored(client_for):
    project = a_signed_project()

    client_for(project.lead).post(url("write_import", project), {"signed": "x"})

    assert not ProcessMap.objects.exists()
