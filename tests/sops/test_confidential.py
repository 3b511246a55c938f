"""A confidential SOP stays with those it concerns, also in a library that is open to all."""

import pytest

from sops import actions
from sops.enums import Confidentiality
from sops.models import Sop, SopVersion
from tests.factories import sops as make
from tests.factories.people import PASSWORD, a_controller, a_position, a_user
from tests.factories.sops import NOON

pytestmark = pytest.mark.django_db


def kept_secret(version):
    return actions.edit_register(
        version.sop,
        owner=version.sop.owner,
        confidentiality=Confidentiality.CONFIDENTIAL,
        actor=a_controller(),
        at=NOON,
    )


def test_a_confidential_sop_is_read_by_those_concerned_only():
    version = make.an_effective_version()
    stranger, held = a_user(), a_position()
    assert version in SopVersion.objects.visible_to(stranger)
    sop = kept_secret(version)
    assert version not in SopVersion.objects.visible_to(stranger)
    assert sop not in Sop.objects.visible_to(stranger)
    sop.positions.add(held)
    assert version in SopVersion.objects.visible_to(a_user(position=held))
    assert version in SopVersion.objects.visible_to(version.project.lead)


def test_its_withdrawal_is_no_news_to_strangers():
    version = make.an_effective_version()
    sop = kept_secret(version)
    head = sop.owning_department.head
    actions.withdraw(sop, reason="已停用", password=PASSWORD, actor=head, at=NOON)
    assert sop not in Sop.objects.visible_to(a_user())
    assert sop in Sop.objects.visible_to(head)
