"""Changing a signed charter: a revision with a reason, in force by the sponsor's signature."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from pilots import report
from projects import actions, revising
from projects.enums import RevisionState, Stage, Trend
from projects.models import CharterRevision, Objective
from projects.queries import charter_content
from sopman.audit.models import Event
from sopman.audit.verification import faults
from sopman.core.errors import Refused
from sopman.documents.composing import Asked
from sopman.documents.registry import find
from sopman.notifications.models import Notice
from sopman.signatures.models import Signature
from tests.factories.people import PASSWORD, a_user
from tests.factories.pilots import a_running_pilot
from tests.factories.projects import (
    NOON,
    a_project,
    a_project_in,
    a_signed_project,
    complete_charter,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def proposed(project, **facts):
    given = {"reason": "旺季订单翻倍", "target": Decimal(30)} | facts
    return actions.propose_revision(project.objectives.get(), actor=project.lead, at=LATER, **given)


def signed(revision):
    sponsor = revision.project.sponsor
    return actions.sign_revision(revision, actor=sponsor, password=PASSWORD, at=LATER)


def test_the_objective_stays_until_the_sponsor_has_signed_and_both_readings_stay():
    project = a_signed_project()
    revision = proposed(project)

    assert project.objectives.get().target == 24
    assert revision.eases
    signed(revision)
    revision.refresh_from_db()
    assert project.objectives.get().target == 30
    assert (revision.state, revision.number) == (RevisionState.SIGNED, 1)
    assert (revision.before["target"], revision.after["target"]) == ("24", "30")
    content = json.loads(revision.signature.content)
    assert content["reason"] == "旺季订单翻倍"
    assert content["eases"] is True
    codes = Event.objects.filter(chain=project.audit_chain).values_list("code", flat=True)
    assert {"projects.revision.proposed", "projects.charterrevision.signed"} <= set(codes)
    assert not list(faults())


def test_what_is_refused():
    project = a_signed_project()
    goal = project.objectives.get()
    by = {"actor": project.lead, "at": LATER}

    for facts, sentence in (
        ({"reason": " ", "target": Decimal(30)}, "Say why."),
        ({"reason": "x", "target": Decimal("24.00")}, "Nothing is changed."),
        ({"reason": "x", "target": None}, "An objective keeps a target."),
        ({"reason": "x", "baseline": None}, "A baseline is recorded during the as-is mapping."),
        ({"reason": "x", "target": Decimal(30), "seen": 99}, None),
    ):
        with pytest.raises(Refused) as refused:
            actions.propose_revision(goal, **by, **facts)
        assert sentence is None or sentence in map(str, refused.value.reasons)
    with pytest.raises(PermissionDenied):
        actions.propose_revision(goal, actor=a_user(), at=LATER, reason="x", target=Decimal(1))
    proposed(project)
    with pytest.raises(Refused):
        proposed(project, target=Decimal(31))
    open_charter = complete_charter(a_project())
    with pytest.raises(Refused):
        proposed(open_charter)
    with pytest.raises(PermissionDenied):
        proposed(a_project_in(Stage.CLOSED))


def test_one_open_revision_per_objective_holds_in_the_database():
    revision = proposed(a_signed_project())
    revision.pk, revision.number = None, 2
    with pytest.raises(IntegrityError):
        revision.save(force_insert=True)


def test_only_the_sponsor_signs_or_declines_and_the_team_is_told():
    project = a_signed_project()
    revision = proposed(project)

    for write in (
        lambda: actions.sign_revision(revision, actor=project.lead, password=PASSWORD, at=LATER),
        lambda: actions.decline_revision(revision, actor=project.lead, at=LATER, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            write()
    with pytest.raises(Refused):
        actions.sign_revision(revision, actor=project.sponsor, password="wrong", at=LATER)
    assert CharterRevision.objects.get().state == RevisionState.PROPOSED
    with pytest.raises(Refused):
        actions.decline_revision(revision, actor=project.sponsor, at=LATER, reason=" ")
    actions.decline_revision(revision, actor=project.sponsor, at=LATER, reason="目标不能放松")
    assert project.objectives.get().target == 24
    told = Notice.objects.filter(recipient=project.lead, code="projects.revision.declined")
    assert told.exists()
    with pytest.raises(Refused):
        signed(revision)


def test_a_revision_does_not_overwrite_what_changed_meanwhile():
    project = a_signed_project()
    revision = proposed(project)
    project.objectives.update(target=Decimal(20))

    with pytest.raises(Refused):
        signed(revision)
    assert project.objectives.get().target == 20


def test_going_back_to_the_charter_takes_open_revisions_back():
    project = a_signed_project()
    revision = proposed(project)
    actions.send_back(project, to=Stage.CHARTER, reason="范围不对", actor=project.lead, at=LATER)
    revision.refresh_from_db()

    assert revision.state == RevisionState.TAKEN_BACK
    with pytest.raises(Refused):
        signed(revision)


def test_a_charter_opened_again_and_signed_anew_shows_what_became_of_its_targets():
    project = a_signed_project()
    signed(proposed(project, target=Decimal(26)))
    actions.send_back(project, to=Stage.CHARTER, reason="旺季", actor=project.lead, at=LATER)
    project.refresh_from_db()
    actions.edit_objective(
        project.objectives.get(), actor=project.lead, at=LATER, target=Decimal(40)
    )
    actions.sign_charter(project, actor=project.sponsor, password=PASSWORD, at=LATER)
    second = project.revisions.get(number=2)

    assert (second.before["target"], second.after["target"]) == ("26", "40")
    assert (second.state, second.eases, second.reason) == (RevisionState.SIGNED, True, "旺季")
    assert second.signature == Signature.objects.filter(meaning="charter_sponsor").latest("pk")


def test_an_unchanged_second_signature_makes_no_revision():
    project = a_signed_project()
    actions.send_back(project, to=Stage.CHARTER, reason="团队", actor=project.lead, at=LATER)
    project.refresh_from_db()
    actions.sign_charter(project, actor=project.sponsor, password=PASSWORD, at=LATER)

    assert not project.revisions.exists()


def test_pilot_report_and_printed_charter_show_it():
    pilot = a_running_pilot()
    Objective.objects.create(
        project=pilot.project, name_en="Time to answer", metric="cycle_time", unit="h",
        direction=Trend.DOWN, baseline=46, target=24, measured_where="CRM", window="month",
    )  # fmt: skip
    revision = proposed(pilot.project, reason="旺季")
    assert not report.frozen_report(pilot, "adopt", "")["charter_revisions"]
    signed(revision)

    assert len(report.frozen_report(pilot, "adopt", "")["charter_revisions"]) == 1
    for code, subject in (("pilots.report", pilot), ("projects.charter", pilot.project)):
        html = Asked(find(code), subject, "pdf", "en", pilot.project.lead).html
        assert "旺季" in html
        assert "easier" in html


def test_the_way_through_the_pages(client):
    project = a_signed_project()
    goal = project.objectives.get()
    client.force_login(project.lead)
    page = reverse("projects:revise_objective", args=[goal.pk])
    told = {"baseline": "46", "target": "30", "measured_where": "工单系统", "window": "每月", "seen": str(goal.revision)}  # fmt: skip

    refused = client.post(page, told | {"reason": "", "target": "a"})
    assert refused.status_code == 422
    assert 'value="a"' in refused.content.decode()
    assert client.post(page, told | {"reason": "旺季"}).status_code == 302
    client.force_login(project.sponsor)
    revision = project.revisions.get()
    form = client.get(reverse("projects:sign_revision", args=[revision.pk]))
    shown = form.context["form"].initial["shown_sha256"]
    sign = reverse("projects:sign_revision", args=[revision.pk])
    assert client.post(sign, {"password": "no", "shown_sha256": shown}).status_code == 422
    done = client.post(sign, {"password": PASSWORD, "shown_sha256": shown}, follow=True)
    assert 'id="revision-1"' in done.content.decode()
    assert charter_content(project)["objectives"][0]["target"] == "30.00"
    assert client.get(sign).status_code == 409


FIGURES = st.none() | st.decimals(0, 1000, places=2)


@given(st.sampled_from(Trend.values), FIGURES, FIGURES)
def test_a_target_is_easier_exactly_when_its_reverse_is_not(direction, before, after):
    there, back = revising.eases(direction, before, after), revising.eases(direction, after, before)

    assert (there or back) == (before != after)
    assert not (there and back)
