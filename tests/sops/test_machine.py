"""Every state × every move × every kind of person: moved, refused or denied."""

import pytest
from django.core.exceptions import PermissionDenied

from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sopman.signatures.signing import sha256_of, sign
from sops.enums import VersionState
from sops.frozen import frozen_content
from sops.models import SopVersion
from tests.factories import sops as make
from tests.factories.people import PASSWORD, a_controller, a_user
from tests.factories.projects import NOON

S = VersionState
pytestmark = pytest.mark.django_db

FIELD = SopVersion._meta.get_field("state")
MOVES = sorted({step.name for step in FIELD.get_all_transitions(SopVersion)})
SOURCES = {
    "to_in_review": {S.DRAFT},
    "to_draft": {S.IN_REVIEW},
    "to_approved": {S.IN_REVIEW},
    "to_in_pilot": {S.APPROVED},
    "to_pilot_ended": {S.IN_PILOT},
    "to_released": {S.APPROVED},
    "to_effective": {S.RELEASED},
    "to_imported": {S.DRAFT},
    "to_superseded": {S.EFFECTIVE},
    "to_withdrawn": {S.EFFECTIVE},
    "to_dropped": {S.DRAFT, S.APPROVED, S.IN_PILOT, S.RELEASED},
}
TARGETS = {
    "to_in_review": S.IN_REVIEW,
    "to_draft": S.DRAFT,
    "to_approved": S.APPROVED,
    "to_in_pilot": S.IN_PILOT,
    "to_pilot_ended": S.APPROVED,
    "to_released": S.RELEASED,
    "to_effective": S.EFFECTIVE,
    "to_imported": S.EFFECTIVE,
    "to_superseded": S.SUPERSEDED,
    "to_withdrawn": S.WITHDRAWN,
    "to_dropped": S.DROPPED,
}
# Who may fire the move where it exists. `system` is the product itself (actor None).
ALLOWED = {
    "to_in_review": {"lead"},
    "to_draft": {"lead", "head", "controller", "author", "stranger"},
    "to_approved": {"lead", "head", "controller", "stranger"},
    "to_in_pilot": {"lead", "head", "controller"},
    "to_pilot_ended": {"lead", "head", "controller"},
    "to_released": {"controller"},
    "to_effective": set(),
    "to_imported": {"head", "controller"},
    "to_superseded": set(),
    "to_withdrawn": {"head", "controller"},
    "to_dropped": {"lead", "head", "controller"},
}
ROLES = ["lead", "head", "controller", "author", "stranger", "system"]


def build(state):
    if state == S.SUPERSEDED:
        return make.a_superseded_version()
    version = make.a_version_in(state)
    if state == S.APPROVED:
        make.clear(version)
    return version


def people_of(version):
    return {
        "lead": version.project.lead,
        "head": version.sop.owning_department.head,
        "controller": a_controller(),
        "author": next(iter(version.authors.all())),
        "stranger": a_user(),
        "system": None,
    }


def arguments(move, version):
    given = {
        "to_in_review": _frozen,
        "to_approved": lambda one: {"number": (7, 0), **_approval(one)},
        "to_released": lambda one: {"effective_on": make.EFFECTIVE_ON, "release": _signature(one)},
        "to_imported": lambda one: {
            "number": (7, 0),
            "effective_on": make.EFFECTIVE_ON,
            "content": {},
            "content_sha256": "x",
            **_approval(one),
        },
        "to_withdrawn": lambda one: {"why": "因"},
        "to_dropped": lambda one: {"why": "因"},
    }.get(move)
    return given(version) if given else {}


def _frozen(version):
    content = frozen_content(version)
    return {"content": content, "content_sha256": sha256_of(content)}


def _approval(version):
    return {"approval": _signature(version), "by": version.project.lead}


def _signature(version):
    return Signature.objects.order_by("pk").first() or _signed(version)


def _signed(version):
    lead = version.project.lead
    return sign(
        version, signer=lead, meaning=Meaning.AUTHOR, password=PASSWORD, at=NOON, content={}
    )


def test_the_table_names_every_move():
    assert set(MOVES) == set(SOURCES) == set(TARGETS) == set(ALLOWED)


@pytest.mark.parametrize("state", S.values)
def test_every_move_by_everybody(state):
    version = build(state)
    people = people_of(version)
    for move in MOVES:
        for role in ROLES:
            found = _try(version.pk, move, people[role])
            if version.state not in SOURCES[move]:
                expected = "refused"
            elif role == "system" or role in ALLOWED[move]:
                expected = str(TARGETS[move])
            else:
                expected = "denied"
            assert found == expected, f"{state} {move} {role}: {found}, expected {expected}"


def _try(pk, move, actor):
    """What happens, undone again."""
    from django.db import transaction

    with transaction.atomic():
        point = transaction.savepoint()
        version = SopVersion.objects.get(pk=pk)
        if actor is not None:
            actor.forget_standing()
        try:
            fire(getattr(version, move), actor=actor, at=NOON, **arguments(move, version))
            found = SopVersion.objects.get(pk=pk).state
        except Refused:
            found = "refused"
        except PermissionDenied:
            found = "denied"
        transaction.savepoint_rollback(point)
    return str(found)


def test_without_a_controller_the_lead_releases_in_the_own_project():
    version = make.a_version_in(S.APPROVED)
    make.clear(version)
    make.release(version, actor=version.project.lead)
    assert version.state == S.RELEASED
