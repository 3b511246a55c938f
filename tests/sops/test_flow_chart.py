"""The flow chart of an issued version is the one that was frozen with it, on paper and on screen."""

import pytest
from django.urls import reverse

from processes.enums import MapKind
from processes.models import ProcessMap
from sopman.signatures.signing import sha256_of
from sops import guards
from sops.deliverables import sop as printed
from sops.frozen import frozen_content
from sops.models import SopVersion
from tests.factories import sops as make
from tests.factories.optimization import an_adopted_project
from tests.factories.optimization import map_of as to_be_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make.a_draft(project=an_adopted_project())


def redraw(version, old="接收投诉", new="改过的活动"):
    """Somebody changes the to-be map."""
    drawn = to_be_of(version.project)
    assert old in drawn.xml
    ProcessMap.objects.filter(pk=drawn.pk).update(xml=drawn.xml.replace(old, new))
    return old, new


def reload(version):
    return SopVersion.objects.get(pk=version.pk)


def flow(version):
    return str(printed(reload(version), "zh-hans")["flow"])


def test_a_draft_prints_the_map_as_it_is_drawn_now(draft):
    _old, new = redraw(draft)
    assert new in flow(draft)


def test_what_was_submitted_prints_the_map_as_it_was_then(draft, client_for):
    lead = draft.project.lead
    make.submit(draft)
    old, new = redraw(draft)

    assert old in flow(draft)
    assert new not in flow(draft)
    shown = client_for(lead).get(reverse("sops:flow_chart", args=[draft.pk])).content.decode()
    assert old in shown
    assert new not in shown


def test_the_map_is_part_of_what_the_signatures_bind_to(draft):
    before = sha256_of(frozen_content(draft))
    redraw(draft)
    assert sha256_of(frozen_content(draft)) != before

    make.submit(draft)
    redraw(draft, old="改过的活动", new="又改了")
    version = reload(draft)
    assert sha256_of(frozen_content(version)) == version.content_sha256
    assert guards.is_what_was_approved(version) is None


def test_without_a_map_there_is_no_flow_chart():
    version = make.a_draft()
    assert not ProcessMap.objects.filter(project=version.project, kind=MapKind.TO_BE).exists()
    assert flow(version) == ""
