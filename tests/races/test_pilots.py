"""Stage 6: starting and concluding the pilot."""

import pytest

from pilots import actions
from pilots.enums import PilotDecision, PilotState
from pilots.models import Pilot
from projects.enums import Stage
from projects.models import Project
from sopman.audit.models import Event
from sopman.signatures.models import Signature
from sops.enums import ClearedBy, VersionState
from sops.models import SopVersion
from tests.factories import pilots as make
from tests.factories.projects import NOON
from tests.races.racing import ONE_WINS, race, twice

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def fetching(pilot):
    return lambda: Pilot.objects.select_related("project__lead", "version__sop").get(pk=pilot.pk)


def test_a_pilot_starts_once():
    pilot = make.a_planned_pilot()

    def start(mine):
        actions.start_pilot(mine, actor=mine.project.lead, at=NOON)

    assert twice(start, fetching(pilot)) == ONE_WINS
    pilot.refresh_from_db()
    assert pilot.state == PilotState.RUNNING
    assert SopVersion.objects.get(pk=pilot.version_id).state == VersionState.IN_PILOT
    assert Event.objects.filter(code="pilots.pilot.running").count() == 1


def test_a_pilot_is_concluded_once():
    pilot = make.a_ripe_pilot()
    before = Signature.objects.count()
    assert twice(make.conclude, fetching(pilot)) == ONE_WINS
    assert Signature.objects.count() == before + 1
    assert Project.objects.get(pk=pilot.project_id).stage == Stage.RELEASE
    version = SopVersion.objects.get(pk=pilot.version_id)
    assert (version.state, version.cleared_by) == (VersionState.APPROVED, ClearedBy.PILOT)


def test_two_decisions_about_one_pilot():
    pilot = make.a_ripe_pilot()
    one, other = fetching(pilot)(), fetching(pilot)()
    told = race(
        lambda: make.conclude(one),
        lambda: make.conclude(other, PilotDecision.ADOPT_WITH_CHANGES),
    )
    assert told == ONE_WINS
    pilot.refresh_from_db()
    stage = Project.objects.get(pk=pilot.project_id).stage
    revisions = SopVersion.objects.filter(based_on=pilot.version_id).count()
    adopted = pilot.decision == PilotDecision.ADOPT
    assert (stage, revisions) == ((Stage.RELEASE, 0) if adopted else (Stage.PILOT, 1))
