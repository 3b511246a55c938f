import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sopman.audit.models import Event
from sopman.organization import actions, per_request
from sopman.organization.models import Organization
from sopman.organization.queries import organization
from tests.factories.people import a_controller, a_user, an_administrator, an_auditor

pytestmark = pytest.mark.django_db


def test_before_the_first_run_the_defaults_hold_and_nothing_is_written():
    assert organization().revision_days == 3
    assert organization().pilot_min_days == 14
    assert not Organization.objects.exists()


def test_a_request_reads_the_row_once_and_sees_its_own_change(now, django_assert_num_queries):
    admin = an_administrator()
    per_request.begin()
    try:
        with django_assert_num_queries(1):
            organization()
            organization()
        actions.edit_settings(actor=admin, at=now, revision_days=5)
        assert organization().revision_days == 5
    finally:
        per_request.end()
    assert Event.objects.get(code="organization.settings.edited").facts["changes"] == {
        "revision_days": [3, 5]
    }


def test_the_controller_changes_deadlines_and_nothing_else(now):
    controller = a_controller()
    actions.edit_settings(actor=controller, at=now, pilot_min_days=21)
    assert organization().pilot_min_days == 21
    with pytest.raises(PermissionDenied):
        actions.edit_settings(actor=controller, at=now, idle_minutes=10)
    for other in (a_user(), an_auditor()):
        with pytest.raises(PermissionDenied):
            actions.edit_settings(actor=other, at=now, pilot_min_days=1)


def test_impossible_values_are_refused(now):
    with pytest.raises(ValidationError):
        actions.edit_settings(actor=an_administrator(), at=now, readiness_threshold=101)


@pytest.mark.parametrize(
    ("make", "status"),
    [(an_administrator, 200), (a_controller, 200), (an_auditor, 200), (a_user, 403)],
)
def test_who_sees_the_settings_page(make, status, client_for):
    assert client_for(make()).get(reverse("organization:home")).status_code == status


def test_settings_are_saved_through_the_page(client_for):
    client = client_for(an_administrator())
    data = {
        "name_zh": "示例公司",
        "name_en": "",
        "base_url": "sop.example.com",
        "default_language": "en",
        "time_zone": "Asia/Shanghai",
        "idle_minutes": 20,
    }
    assert client.post(reverse("organization:settings"), data).status_code == 302
    assert organization().base_url == "https://sop.example.com"
    assert not organization().library_open
    data["idle_minutes"] = 1
    assert client.post(reverse("organization:settings"), data).status_code == 422
