"""A project sent back behind an approval finds a new draft, never a dead end."""

import pytest
from django.core.exceptions import PermissionDenied

from pilots import actions
from pilots.enums import PilotDecision, PilotState
from pilots.queries import pilot_being_revised
from projects import actions as projects
from projects.enums import Stage
from projects.models import Project
from sopman.core.errors import Refused
from sops.enums import VersionState
from sops.queries import current_version
from tests.factories.people import a_deputy, a_user
from tests.factories.pilots import (
    AFTER,
    NOON,
    a_cleared_version,
    a_planned_pilot,
    a_ripe_pilot,
    a_running_pilot,
    conclude,
)
from tests.factories.reviews import an_open_round, hand_in_all, sign_off

pytestmark = pytest.mark.django_db


def sent_back(project, to):
    project = Project.objects.get(pk=project.pk)
    projects.send_back(project, to=to, reason="试用条件变了", actor=project.lead, at=AFTER)
    return Project.objects.get(pk=project.pk)


def test_back_from_the_pilot_to_the_review_is_reviewed_and_signed_again():
    pilot = a_running_pilot()
    project = sent_back(pilot.project, Stage.REVIEW)
    pilot.refresh_from_db()
    pilot.version.refresh_from_db()
    draft = current_version(project)
    assert (pilot.state, pilot.version.state) == (PilotState.CONCLUDED, VersionState.DROPPED)
    assert (draft.state, project.stage) == (VersionState.DRAFT, Stage.REVIEW)

    sign_off(hand_in_all(an_open_round(version=draft)))
    draft.refresh_from_db()
    assert draft.label == "V1.1"
    assert Project.objects.get(pk=project.pk).stage == Stage.PILOT
    assert a_planned_pilot(version=draft).version == draft


def test_back_from_the_release_to_the_pilot_the_next_edition_is_tried():
    version = a_cleared_version()
    project = sent_back(version.project, Stage.PILOT)
    version.refresh_from_db()
    draft = current_version(project)
    assert (version.state, draft.state) == (VersionState.DROPPED, VersionState.DRAFT)

    sign_off(hand_in_all(an_open_round(version=draft)))
    draft.refresh_from_db()
    conclude(a_ripe_pilot(version=draft))
    assert Project.objects.get(pk=project.pk).stage == Stage.RELEASE


def test_only_the_revision_of_that_pilot_goes_on_without_a_pilot_of_its_own():
    pilot = conclude(a_ripe_pilot(), PilotDecision.ADOPT_WITH_CHANGES)
    project = Project.objects.get(pk=pilot.project_id)
    assert pilot_being_revised(project) == pilot
    revision = current_version(project)
    sign_off(hand_in_all(an_open_round(version=revision)))
    actions.complete_pilot(project, actor=project.lead, at=AFTER)

    project = sent_back(project, Stage.PILOT)
    again = current_version(project)
    sign_off(hand_in_all(an_open_round(version=again)))
    assert pilot_being_revised(project) is None
    with pytest.raises(Refused, match="No pilot was concluded with changes"):
        actions.complete_pilot(project, actor=project.lead, at=AFTER)


def test_the_head_and_the_deputy_of_the_head_run_a_pilot():
    pilot = a_planned_pilot()
    head = pilot.project.owning_department.head
    actions.start_pilot(pilot, actor=head, at=NOON)

    pilot = a_ripe_pilot()
    deputy = a_user()
    a_deputy(pilot.project.owning_department.head, deputy)
    conclude(pilot, actor=deputy)
    assert Project.objects.get(pk=pilot.project_id).stage == Stage.RELEASE


def test_an_extension_asked_of_a_plan_is_refused_not_broken(client):
    pilot = a_planned_pilot()
    client.force_login(pilot.project.lead)
    assert client.get(f"/pilots/{pilot.pk}/extend/").status_code == 200
    response = client.post(f"/pilots/{pilot.pk}/extend/", {"ends_on": "2026-06-01", "reason": "x"})
    assert response.status_code == 422


def test_who_steers_but_does_not_conclude_does_not_extend():
    pilot = a_running_pilot()
    with pytest.raises(PermissionDenied):
        actions.extend(
            pilot,
            ends_on=pilot.ends_on.replace(day=30),
            reason="样本不足",
            actor=pilot.participants.get().user,
            at=NOON,
        )
