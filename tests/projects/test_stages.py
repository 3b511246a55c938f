"""Every stage × every move × every role: moved, refused or denied."""

from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from projects import actions
from projects.enums import ENDS, STAGES, Stage, after, number_of
from projects.models import Project
from projects.stages import Criterion, StagePanel, panel_for
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from tests.factories.people import a_controller, a_deputy, a_user, an_administrator, an_auditor
from tests.factories.projects import NOON, a_project, a_project_in

pytestmark = pytest.mark.django_db

TARGETS = [*STAGES, *ENDS]
FORWARD = {*pairwise(STAGES), (Stage.RELEASE, Stage.CLOSED)}
STEERS = {"lead", "head", "controller"}
SIGNS = {"sponsor", "head"}  # the head of the owning department is the sponsor here
ADVANCES = {"lead", "member", "head", "sponsor", "controller"}
ROLES = ["lead", "member", "head", "sponsor", "controller", "auditor", "administrator", "stranger"]


@pytest.fixture
def no_gates(monkeypatch):
    monkeypatch.setattr("projects.guards.criteria_of", lambda project: [])


def people_of(project):
    return {
        "lead": project.lead,
        "member": project.memberships.exclude(user=project.lead).first().user,
        "head": project.owning_department.head,
        "sponsor": project.sponsor,
        "controller": a_controller(),
        "auditor": an_auditor(),
        "administrator": an_administrator(),
        "stranger": a_user(),
    }


def expected(source, target, role):
    """What the design says of one move."""
    if (source, target) in FORWARD:
        allowed = SIGNS if source == Stage.CHARTER else ADVANCES
    elif (source in STAGES and target == Stage.CANCELLED) or (
        target in STAGES and source in after(target) and source in STAGES
    ):
        allowed = STEERS | {"sponsor"}
    else:
        return "refused"
    return "moved" if role in allowed else "denied"


@pytest.mark.parametrize("source", TARGETS)
def test_every_move_for_every_role(source, no_gates):
    project = a_project()
    people = people_of(project)
    for target in TARGETS:
        for role in ROLES:
            if source == target:
                continue
            Project.objects.filter(pk=project.pk).update(stage=source)
            project = Project.objects.get(pk=project.pk)
            try:
                fire(getattr(project, f"to_{target}"), actor=people[role], at=NOON)
                came = "moved"
            except PermissionDenied:
                came = "denied"
            except Refused:
                came = "refused"
            want = expected(source, target, role)
            assert came == want, f"{role}: {source} → {target}"
            stored = Project.objects.get(pk=project.pk).stage
            assert stored == (target if came == "moved" else source)


def test_the_deputy_of_the_lead_moves_and_the_deputy_of_a_stranger_does_not(no_gates):
    project = a_project_in(Stage.DRAFTING)
    deputy, other = a_user(), a_user()
    a_deputy(project.lead, deputy)
    a_deputy(a_user(), other)
    with pytest.raises(PermissionDenied):
        actions.advance_stage(project, to=Stage.REVIEW, actor=other, at=NOON)
    actions.advance_stage(project, to=Stage.REVIEW, actor=deputy, at=NOON)
    assert project.stage == Stage.REVIEW


@pytest.mark.parametrize("to", [s for s in TARGETS if s != Stage.REVIEW])
def test_advance_goes_to_the_next_stage_only(to, no_gates):
    project = a_project_in(Stage.DRAFTING)
    with pytest.raises(Refused, match="Not possible while the project is in “Drafting”"):
        actions.advance_stage(project, to=to, actor=project.lead, at=NOON)


def test_advance_refuses_with_the_unmet_sentences_of_the_gate(monkeypatch):
    project = a_project_in(Stage.DRAFTING)
    lines = [Criterion("One is met.", True), Criterion("Two is not.", False)]
    panel = StagePanel(Stage.DRAFTING, "Drafting", "projects:detail", lambda project: lines)
    monkeypatch.setitem(__import__("projects.stages").stages._panels, Stage.DRAFTING, panel)
    with pytest.raises(Refused) as refused:
        actions.advance_stage(project, to=Stage.REVIEW, actor=project.lead, at=NOON)
    assert refused.value.reasons == ["Two is not."]
    assert Project.objects.get(pk=project.pk).stage == Stage.DRAFTING
    assert project.stage_records.get(left_at=None).stage == Stage.DRAFTING


def test_a_stage_can_let_in_somebody_from_outside_to_close_it(monkeypatch):
    project, outsider = a_project_in(Stage.REVIEW), a_user()
    panel = StagePanel(
        Stage.REVIEW,
        "Review",
        "projects:detail",
        lambda project: [],
        may_complete=lambda project, user: user == outsider,
    )
    monkeypatch.setitem(__import__("projects.stages").stages._panels, Stage.REVIEW, panel)
    actions.advance_stage(project, to=Stage.PILOT, actor=outsider, at=NOON)
    assert project.stage == Stage.PILOT


def test_the_system_closes_a_released_project(no_gates):
    project = a_project_in(Stage.RELEASE)
    actions.close(project, actor=None, at=NOON)
    assert (project.stage, project.ended_at) == (Stage.CLOSED, NOON)
    assert not project.stage_records.filter(left_at=None).exists()
    event = Event.objects.filter(chain=project.audit_chain).latest("sequence")
    assert (event.code, event.actor) == ("projects.project.closed", None)


def test_close_is_refused_before_the_release():
    project = a_project_in(Stage.PILOT)
    with pytest.raises(Refused, match="Not possible while"):
        actions.close(project, actor=project.lead, at=NOON)


@pytest.fixture
def withdrawn(monkeypatch):
    """The stages whose panels were asked to withdraw (or reopen), in order."""
    seen = []

    def panel(stage):
        def note(word):
            return lambda project, *, actor, at, reason: seen.append((word, stage, reason))

        return StagePanel(
            stage, stage, "projects:detail", lambda project: [], withdraw=note("withdraw"),
            reopen=note("reopen"),
        )  # fmt: skip

    panels = {stage: panel(stage) for stage in STAGES}
    monkeypatch.setattr("projects.stages._panels", panels)
    return seen


def test_send_back_withdraws_from_the_top_down_and_reopens_the_target(withdrawn):
    project = a_project_in(Stage.PILOT)
    actions.send_back(
        project, to=Stage.OPTIMIZATION, reason="权限缺失", actor=project.lead, at=NOON
    )
    assert withdrawn == [
        ("withdraw", Stage.PILOT, "权限缺失"),
        ("withdraw", Stage.REVIEW, "权限缺失"),
        ("withdraw", Stage.DRAFTING, "权限缺失"),
        ("reopen", Stage.OPTIMIZATION, "权限缺失"),
    ]
    assert project.stage == Stage.OPTIMIZATION
    assert project.stage_records.get(left_at=None).stage == Stage.OPTIMIZATION
    event = Event.objects.filter(chain=project.audit_chain).latest("sequence")
    assert (event.source, event.target, event.reason) == ("pilot", "optimization", "权限缺失")


def test_cancel_withdraws_every_stage_that_was_reached(withdrawn):
    project = a_project_in(Stage.DRAFTING)
    actions.cancel(project, reason="业务取消", actor=project.lead, at=NOON)
    assert [stage for _word, stage, _reason in withdrawn] == [
        Stage.DRAFTING,
        Stage.OPTIMIZATION,
        Stage.MAPPING,
        Stage.CHARTER,
    ]
    assert project.stage == Stage.CANCELLED


def test_nothing_is_kept_when_a_panel_refuses_to_withdraw(monkeypatch):
    project = a_project_in(Stage.MAPPING)

    def no(project, **_facts):
        raise Refused(["It is printed already."])

    panel = StagePanel(Stage.MAPPING, "", "projects:detail", lambda project: [], withdraw=no)
    monkeypatch.setitem(__import__("projects.stages").stages._panels, Stage.MAPPING, panel)
    before = Event.objects.count()
    with pytest.raises(Refused, match="printed"):
        actions.cancel(project, reason="x", actor=project.lead, at=NOON)
    assert Event.objects.count() == before
    assert Project.objects.get(pk=project.pk).stage == Stage.MAPPING


@pytest.mark.parametrize("stage", STAGES)
def test_send_back_needs_an_earlier_stage_and_a_reason(stage):
    project = a_project_in(stage) if number_of(stage) > 1 else a_project()
    for to in [*STAGES[number_of(stage) - 1 :], *ENDS, "nowhere"]:
        with pytest.raises(Refused, match="Choose a stage before the present one"):
            actions.send_back(project, to=to, reason="x", actor=project.lead, at=NOON)
    with pytest.raises(Refused, match="Say why"):
        actions.send_back(project, to=Stage.CHARTER, reason="  ", actor=project.lead, at=NOON)
    with pytest.raises(Refused, match="Say why"):
        actions.cancel(project, reason="", actor=project.lead, at=NOON)


def test_only_who_steers_sends_back_or_cancels():
    project = a_project_in(Stage.REVIEW)
    member = project.memberships.exclude(user=project.lead).first().user
    for person in (member, a_user(), an_administrator(), an_auditor()):
        with pytest.raises(PermissionDenied):
            actions.send_back(project, to=Stage.MAPPING, reason="x", actor=person, at=NOON)
        with pytest.raises(PermissionDenied):
            actions.cancel(project, reason="x", actor=person, at=NOON)


def test_an_ended_project_does_not_move():
    project = a_project()
    actions.cancel(project, reason="x", actor=project.lead, at=NOON)
    with pytest.raises(Refused, match="over already"):
        actions.cancel(project, reason="x", actor=project.lead, at=NOON)
    with pytest.raises(Refused, match="Choose a stage before"):
        actions.send_back(project, to=Stage.CHARTER, reason="x", actor=project.lead, at=NOON)


def test_back_to_the_charter_takes_the_signature_off_and_it_is_signed_again():
    project = a_project_in(Stage.MAPPING)
    assert project.charter.signature
    actions.send_back(project, to=Stage.CHARTER, reason="范围变了", actor=project.lead, at=NOON)
    project = Project.objects.get(pk=project.pk)
    assert (project.charter.signed_at, project.charter.signature) == (None, None)
    assert panel_for(Stage.CHARTER).progress([project.pk])[project.pk] == "1 objective"
    actions.edit_charter(project, actor=project.lead, at=NOON, purpose="新的目的")


def test_the_team_is_told_of_a_project_sent_back(django_capture_on_commit_callbacks):
    from sopman.notifications.models import Notice

    project = a_project_in(Stage.REVIEW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_back(project, to=Stage.MAPPING, reason="重来", actor=project.lead, at=NOON)
    told = Notice.objects.filter(code="projects.project.sent_back")
    people = {one.user_id for one in project.memberships.all()} | {project.sponsor_id}
    assert set(told.values_list("recipient_id", flat=True)) == people - {project.lead_id}
