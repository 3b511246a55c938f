"""Stages 1 to 3: signing the charter, completing the mapping, adopting the plan."""

import pytest

from processes import actions as processes
from projects import actions
from projects.enums import Stage
from projects.models import Project, StageRecord
from sopman.audit.models import Event
from sopman.signatures.models import Signature
from tests.factories.optimization import an_agreed_project
from tests.factories.people import PASSWORD
from tests.factories.processes import a_mapped_project
from tests.factories.projects import NOON, a_project, complete_charter
from tests.races.racing import ONE_WINS, race, twice

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def fetching(project):
    return lambda: Project.objects.get(pk=project.pk)


def stays(project, stage):
    return StageRecord.objects.filter(project=project, stage=stage).count()


def test_the_charter_is_signed_once():
    project = complete_charter(a_project())

    def sign(mine):
        actions.sign_charter(mine, actor=mine.sponsor, password=PASSWORD, at=NOON)

    assert twice(sign, fetching(project)) == ONE_WINS
    project.refresh_from_db()
    assert project.stage == Stage.MAPPING
    assert stays(project, Stage.MAPPING) == 1
    assert Signature.objects.count() == 1
    assert Event.objects.filter(code="projects.charter.signed").count() == 1


def test_signing_against_cancelling_leaves_one_truth():
    project = complete_charter(a_project())
    mine, other = fetching(project)(), fetching(project)()

    def sign():
        actions.sign_charter(mine, actor=mine.sponsor, password=PASSWORD, at=NOON)

    def cancel():
        actions.cancel(other, reason="不再需要", actor=other.lead, at=NOON)

    race(sign, cancel)
    project.refresh_from_db()
    assert project.stage in (Stage.MAPPING, Stage.CANCELLED)
    assert StageRecord.objects.filter(project=project, left_at=None).count() == (
        project.stage == Stage.MAPPING
    )


def test_the_mapping_is_completed_once():
    project = a_mapped_project()

    def complete(mine):
        processes.complete_mapping(mine, actor=mine.lead, at=NOON)

    assert twice(complete, fetching(project)) == ONE_WINS
    project.refresh_from_db()
    assert project.stage == Stage.OPTIMIZATION
    assert stays(project, Stage.OPTIMIZATION) == 1


def test_the_to_be_process_is_adopted_once():
    project = an_agreed_project()

    def adopt(mine):
        processes.adopt_to_be(mine, actor=mine.lead, at=NOON)

    assert twice(adopt, fetching(project)) == ONE_WINS
    project.refresh_from_db()
    assert project.stage == Stage.DRAFTING
    assert stays(project, Stage.DRAFTING) == 1
    assert Event.objects.filter(code="processes.to_be.adopted").count() == 1
