"""A pilot from its plan to the decision, and everything that is refused on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from pilots import actions
from pilots.actions.observing import Measured
from pilots.enums import PilotDecision, PilotState
from pilots.models import Answer, Pilot
from pilots.report import objective_results
from projects.enums import Stage
from projects.models import Project
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.notifications.models import Notice
from sopman.signatures.models import Signature
from sops.enums import ClearedBy, VersionState
from sops.models import SopVersion
from sops.queries import current_version
from tests.factories.people import PASSWORD, a_user
from tests.factories.pilots import (
    AFTER,
    FIRST_DAY,
    LAST_DAY,
    a_planned_pilot,
    a_ripe_pilot,
    a_running_pilot,
    answer,
    conclude,
    measure,
)
from tests.factories.projects import NOON
from tests.factories.reviews import a_round_to_sign, an_approved_version, hand_in_all, sign_off
from tests.factories.reviews import an_open_round as open_round

pytestmark = pytest.mark.django_db


def test_starting_gives_the_version_to_the_participants_alone():
    pilot = a_running_pilot()
    participant = pilot.participants.get().user
    version = SopVersion.objects.get(pk=pilot.version_id)

    assert version.state == VersionState.IN_PILOT
    assert version in SopVersion.objects.visible_to(participant)
    assert version not in SopVersion.objects.visible_to(a_user())
    assert Notice.objects.get(code="pilots.participant.invited").recipient == participant


def test_a_pilot_runs_at_least_fourteen_days():
    pilot = a_planned_pilot()
    lead = pilot.project.lead
    with pytest.raises(Refused, match="at least 14 days"):
        actions.set_dates(
            pilot, starts_on=FIRST_DAY, ends_on=LAST_DAY - timedelta(days=1), actor=lead, at=NOON
        )
    with pytest.raises(Refused, match="past"):
        actions.set_dates(
            pilot, starts_on=FIRST_DAY - timedelta(days=1), ends_on=LAST_DAY, actor=lead, at=NOON
        )


def test_one_or_two_scenarios_with_people_in_them():
    version = an_approved_version()
    project = Project.objects.get(pk=version.project_id)
    lead = project.lead
    pilot = actions.plan_pilot(project, actor=lead, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.start_pilot(pilot, actor=lead, at=NOON)
    assert len(refused.value.reasons) == 2  # dates and scenarios

    for name in ("官网投诉", "小程序投诉"):
        actions.add_scenario(pilot, name=name, actor=lead, at=NOON)
    with pytest.raises(Refused, match="one or two"):
        actions.add_scenario(pilot, name="电话投诉", actor=lead, at=NOON)
    actions.set_dates(pilot, starts_on=FIRST_DAY, ends_on=LAST_DAY, actor=lead, at=NOON)
    with pytest.raises(Refused, match="Nobody takes part"):
        actions.start_pilot(pilot, actor=lead, at=NOON)


def test_planning_twice_is_one_plan():
    pilot = a_planned_pilot()
    again = actions.plan_pilot(pilot.project, actor=pilot.project.lead, at=NOON)
    assert again == pilot
    with pytest.raises(IntegrityError), transaction.atomic():
        Pilot.objects.create(project=pilot.project, version=pilot.version)


def test_problems_sit_at_their_step_and_the_reporter_hears_what_becomes_of_them():
    pilot = a_running_pilot()
    me, step = pilot.participants.get().user, pilot.version.steps.first()
    problem = actions.report_problem(
        pilot, kind="system", text="没有退款权限", actor=me, at=NOON, sop_step=step
    )
    assert (problem.step, problem.place) == (step.step, step.title)

    lead = pilot.project.lead
    with pytest.raises(Refused, match="owner"):
        actions.answer_problem(problem, state="carried_over", answer="申请中", actor=lead, at=NOON)
    actions.answer_problem(problem, state="solved", answer="权限已开通", actor=lead, at=NOON)
    assert Notice.objects.get(code="pilots.problem.answered").recipient == me


def test_strangers_report_nothing():
    with pytest.raises(PermissionDenied):
        actions.report_problem(a_running_pilot(), kind="wrong", text="x", actor=a_user(), at=NOON)


@pytest.mark.parametrize("value", [Decimal(-1), Decimal(101)])
def test_a_share_lies_between_0_and_100(value):
    pilot = a_running_pilot()
    figure = Measured(value, 10, "工单系统", "error_rate", pilot.scenarios.get())
    with pytest.raises(Refused, match="between 0 and 100"):
        actions.enter_figures(pilot, figures=[figure], actor=pilot.project.lead, at=NOON)


def test_a_figure_of_another_pilot_is_refused():
    pilot, other = a_running_pilot(), a_running_pilot()
    figure = Measured(Decimal(1), 10, "工单系统", "error_rate", other.scenarios.get())
    with pytest.raises(Refused, match="does not belong"):
        actions.enter_figures(pilot, figures=[figure], actor=pilot.project.lead, at=NOON)


def test_the_questionnaire_is_for_the_participant_alone():
    pilot = a_running_pilot()
    one = pilot.participants.get()
    marks = {"clarity": 5, "doability": 4, "speed": 4, "safety": 5}
    with pytest.raises(PermissionDenied):
        actions.answer_questionnaire(one, marks=marks, actor=pilot.project.lead, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.answer_questionnaire(one, marks=marks | {"speed": 6}, actor=one.user, at=NOON)
    assert not Answer.objects.exists()


def test_nothing_is_adopted_half_done():
    pilot = a_running_pilot()
    actions.report_problem(pilot, kind="wrong", text="x", actor=pilot.project.lead, at=NOON)
    with pytest.raises(Refused) as refused:
        conclude(pilot, at=NOON)
    said = " ".join(map(str, refused.value.reasons))
    for why in ("runs until", "still open", "missing", "Nobody has answered"):
        assert why in said
    assert not Signature.objects.filter(meaning="concluded").exists()


def test_adopt_clears_this_very_version_and_moves_the_project():
    pilot = conclude(a_ripe_pilot())
    version = SopVersion.objects.get(pk=pilot.version_id)
    assert (version.state, version.cleared_by) == (VersionState.APPROVED, ClearedBy.PILOT)
    assert Project.objects.get(pk=pilot.project_id).stage == Stage.RELEASE
    assert pilot.signature.meaning == "concluded"


def test_a_wrong_password_concludes_nothing():
    pilot = a_ripe_pilot()
    with pytest.raises(Refused, match="password is wrong"):
        actions.conclude(
            pilot, decision="adopt", reason="好", password="x", actor=pilot.project.lead, at=AFTER
        )
    pilot.refresh_from_db()
    assert pilot.state == PilotState.RUNNING


def test_adopt_with_changes_drafts_v11_which_is_approved_again():
    pilot = conclude(a_ripe_pilot(), PilotDecision.ADOPT_WITH_CHANGES)
    project = Project.objects.get(pk=pilot.project_id)
    old, new = SopVersion.objects.get(pk=pilot.version_id), current_version(project)

    assert project.stage == Stage.PILOT
    assert new.based_on == old
    assert [one.step_id for one in new.steps.all()] == [one.step_id for one in old.steps.all()]
    with pytest.raises(Refused, match="not approved yet"):
        actions.complete_pilot(project, actor=project.lead, at=AFTER)

    sign_off(hand_in_all(open_round(version=new)))
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.label, new.state, old.state) == ("V1.1", "approved", VersionState.DROPPED)
    assert Project.objects.get(pk=project.pk).stage == Stage.PILOT

    actions.complete_pilot(project, actor=project.lead, at=AFTER)
    new.refresh_from_db()
    assert new.cleared_by == ClearedBy.REVISION_OF_PILOT
    assert Project.objects.get(pk=project.pk).stage == Stage.RELEASE


def test_abandon_drops_the_version_and_goes_back_with_everything_kept():
    pilot = a_running_pilot()
    conclude(pilot, PilotDecision.ABANDON, at=NOON)
    project = Project.objects.get(pk=pilot.project_id)
    old, new = SopVersion.objects.get(pk=pilot.version_id), current_version(project)

    assert (project.stage, old.state) == (Stage.DRAFTING, VersionState.DROPPED)
    assert new.state == VersionState.DRAFT
    assert new.steps.count() == old.steps.count()


def test_extend_keeps_the_first_last_day():
    pilot = a_running_pilot()
    lead = pilot.project.lead
    with pytest.raises(Refused, match="must lie after"):
        actions.extend(pilot, ends_on=LAST_DAY, reason="样本太少", actor=lead, at=NOON)
    actions.extend(
        pilot, ends_on=LAST_DAY + timedelta(days=7), reason="样本太少", actor=lead, at=NOON
    )
    pilot.refresh_from_db()
    assert (pilot.first_ends_on, pilot.ends_on) == (LAST_DAY, LAST_DAY + timedelta(days=7))


def test_the_clock_tells_the_lead_on_the_last_day_once():
    pilot = a_running_pilot()
    for _ in range(2):
        actions.remind(at=AFTER)
    assert Notice.objects.get(code="pilots.pilot.ended").recipient == pilot.project.lead
    assert Notice.objects.filter(code="pilots.questionnaire.asked").count() == 1


def test_only_small_changes_go_without_a_pilot():
    version = an_approved_version()
    project = Project.objects.get(pk=version.project_id)
    head = project.owning_department.head
    with pytest.raises(Refused, match="Only minor"):
        actions.waive_pilot(project, reason="急", password=PASSWORD, actor=head, at=NOON)


def test_results_against_the_charter_are_weighted_and_converted():
    pilot = a_ripe_pilot()
    by_metric = {one.objective.metric: one for one in objective_results(pilot)}
    for one in by_metric.values():
        assert one.value is not None or one.is_later


@pytest.mark.parametrize("who", ["participant", "stranger", "member"])
def test_who_may_not_conclude(who):
    pilot = a_ripe_pilot()
    actor = {
        "participant": pilot.participants.get().user,
        "stranger": a_user(),
        "member": pilot.project.memberships.exclude(user=pilot.project.lead).first().user,
    }[who]
    with pytest.raises(PermissionDenied):
        conclude(pilot, actor=actor)


def test_every_decision_leaves_its_event():
    conclude(a_ripe_pilot())
    codes = set(Event.objects.values_list("code", flat=True))
    assert {"pilots.pilot.running", "pilots.pilot.concluded", "sops.version.cleared"} <= codes


def test_measuring_again_corrects_and_keeps_both_in_the_trail():
    pilot = a_running_pilot()
    measure(pilot)
    answer(pilot)
    measure(
        pilot, {"cycle_time": Decimal(30), "error_rate": Decimal(1), "satisfaction": Decimal(95)}
    )
    assert pilot.figures.filter(objective=None).count() == 3
    before = [one.facts["before"] for one in Event.objects.filter(code="pilots.figure.entered")]
    assert "600.00" in before


def test_a_round_to_sign_is_not_piloted_before_the_signature():
    round_ = a_round_to_sign()
    with pytest.raises(Refused, match="head has signed"):
        actions.plan_pilot(round_.project, actor=round_.project.lead, at=NOON)
