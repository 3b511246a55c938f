from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.workdays import actions
from sopman.workdays.models import CalendarDay
from sopman.workdays.queries import calendar
from tests.factories.people import a_controller, a_site, a_user, an_administrator, an_auditor

pytestmark = pytest.mark.django_db
HOLIDAY = date(2026, 3, 2)


def test_a_day_set_for_all_sites_holds_everywhere_until_a_site_says_otherwise(now):
    admin, site = an_administrator(), a_site()
    actions.set_day(day=HOLIDAY, is_workday=False, actor=admin, at=now)
    assert not calendar().is_workday(HOLIDAY)
    assert not calendar(site).is_workday(HOLIDAY)
    actions.set_day(day=HOLIDAY, is_workday=True, actor=admin, at=now, site=site)
    assert calendar(site).is_workday(HOLIDAY)
    assert not calendar().is_workday(HOLIDAY)
    assert Event.objects.filter(code="workdays.day.set").count() == 2


def test_setting_a_day_twice_keeps_one_row(now):
    controller = a_controller()
    actions.set_day(day=HOLIDAY, is_workday=False, actor=controller, at=now)
    row = actions.set_day(day=HOLIDAY, is_workday=True, actor=controller, at=now, note="补班")
    assert CalendarDay.objects.get() == row
    assert row.history.count() == 2
    actions.clear_day(row, actor=controller, at=now)
    assert calendar().is_workday(HOLIDAY)


@pytest.mark.parametrize("make", [a_user, an_auditor])
def test_others_may_not_edit(make, now):
    with pytest.raises(PermissionDenied):
        actions.set_day(day=HOLIDAY, is_workday=False, actor=make(), at=now)


def test_a_year_is_confirmed_once(now):
    admin = an_administrator()
    assert not calendar().is_confirmed(2026)
    actions.confirm_year(2026, actor=admin, at=now)
    assert calendar().is_confirmed(2026)
    with pytest.raises(Refused, match="2026 is confirmed already"):
        actions.confirm_year(2026, actor=admin, at=now)
    with pytest.raises(Refused, match="between 2000 and 2100"):
        actions.confirm_year(1999, actor=admin, at=now)


def test_days_come_from_a_file_all_or_none(client_for):
    client, url = client_for(an_administrator()), reverse("workdays:import")
    bad = "日期,类型,说明\n2026-10-01,休息日,国庆节\n2026-13-01,休息日,\n2026-10-02,maybe,\n"
    answer = client.post(url, {"file": SimpleUploadedFile("days.csv", bad.encode("gb18030"))})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "第 3 行" in said
    assert "第 4 行" in said
    assert not CalendarDay.objects.exists()

    good = "date,kind,note\n2026-10-01,day off,National Day\n2026/10/10,workday,\n"
    answer = client.post(url, {"file": SimpleUploadedFile("days.csv", good.encode())})
    assert answer.status_code == 302
    assert CalendarDay.objects.filter(date=date(2026, 10, 10), is_workday=True).exists()


def test_the_year_page_shows_holidays_and_what_was_set(client_for, now):
    admin = an_administrator()
    actions.set_day(day=HOLIDAY, is_workday=False, actor=admin, at=now, note="厂庆")
    answer = client_for(admin).get(reverse("workdays:calendar"), {"year": 2026})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "厂庆" in said
    assert "国庆节" in said
    assert client_for(a_user()).get(reverse("workdays:calendar")).status_code == 403
    assert client_for(admin).get(reverse("workdays:calendar"), {"year": "x"}).status_code == 200


def test_the_calendar_is_read_once_per_request(client_for, django_assert_max_num_queries):
    client = client_for(an_administrator())
    client.get(reverse("workdays:calendar"))
    with django_assert_max_num_queries(14):
        client.get(reverse("workdays:calendar"), {"year": 2026})
