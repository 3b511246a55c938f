"""Two SOPs that begin with the same event."""

import pytest
from django.urls import reverse

from projects import actions
from projects.claims import same_trigger
from projects.models import Charter
from tests.factories.people import a_controller
from tests.factories.projects import NOON, a_project
from tests.factories.sops import an_effective_version

pytestmark = pytest.mark.django_db


def beginning(project, trigger):
    actions.edit_charter(project, actor=project.lead, at=NOON, start_trigger=trigger)
    project.refresh_from_db()
    return project


def test_a_charter_is_warned_of_an_sop_in_force_with_the_same_trigger(client):
    version = an_effective_version()
    Charter.objects.filter(project=version.project).update(
        start_trigger="Customer files a complaint."
    )
    project = beginning(a_project(), " customer files a complaint ")
    reader = a_controller()

    assert [one.name for one in same_trigger(project, reader)] == [
        f"{version.sop.number} {version.sop.title}"
    ]
    client.force_login(project.lead)
    page = client.get(reverse("projects:charter", args=[project.pk])).content.decode()
    assert version.sop.number in page
    assert not same_trigger(beginning(project, "another event"), reader)
    assert not same_trigger(beginning(project, ""), reader)


def test_a_project_does_not_compete_with_its_own_sop():
    version = an_effective_version()
    Charter.objects.filter(project=version.project).update(start_trigger="Order comes in")
    version.project.charter.refresh_from_db()

    assert not same_trigger(version.project, a_controller())
