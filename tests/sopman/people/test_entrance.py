"""The door: numbers, throttling, idle time, one-time passwords, sessions, demo, first run."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sopman.audit.models import Event
from sopman.organization.actions import begin_organization
from sopman.people import actions, first_run
from sopman.people.hashers import Argon2idHasher
from sopman.people.models import User
from tests.factories.people import PASSWORD, a_user, an_administrator

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def log_in(client, number, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": number, "password": password, **more})


@pytest.mark.parametrize("number", ["A-17", "a-17", " A-17 ", "13812345678", "+86 138-1234-5678"])
def test_both_numbers_open_the_door(client, number):
    user = a_user(employee_number="A-17", mobile="13812345678")
    answer = log_in(client, number)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Event.objects.filter(code="people.user.logged_in", actor=user).exists()
    assert UserSession.objects.filter(user=user).count() == 1


def test_all_that_is_wrong_says_the_same(client):
    a_user(employee_number="A1")
    a_user(employee_number="GONE", is_active=False)
    said = set()
    for number, password in (("A1", "wrong"), ("nobody", PASSWORD), ("GONE", PASSWORD)):
        answer = log_in(client, number, password)
        assert answer.status_code == 422
        said.add(tuple(answer.context["form"].non_field_errors()))
    assert said == {("The number or the password is not right.",)}
    failed = Event.objects.filter(code="people.user.log_in_failed")
    assert failed.count() == 3
    assert "nobody" not in str([event.facts for event in failed])


def test_five_wrong_passwords_shut_the_door_without_redis(client):
    a_user(employee_number="A1")
    for _ in range(5):
        log_in(client, "A1", "wrong")
    answer = log_in(client, "A1")
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
    assert "尝试次数过多" in answer.content.decode()
    assert "locmem" not in settings.CACHES["default"]["BACKEND"]


def test_back_to_the_page_one_came_for(client):
    user = a_user()
    answer = client.get(reverse("people:deputies"))
    assert answer.url == f"{LOGIN}?next=%2Faccount%2Fdeputies%2F"
    answer = log_in(client, user.employee_number, next="/account/deputies/")
    assert answer.url == "/account/deputies/"
    assert log_in(Client(), user.employee_number, next="https://evil.example/").url == "/"


def test_a_lost_form_leads_back_to_its_page_not_to_its_address(client):
    answer = client.post(
        reverse("people:end_other_sessions"), headers={"Referer": "http://testserver/account/?a=1"}
    )
    assert answer.url == f"{LOGIN}?next=%2Faccount%2F%3Fa%3D1"
    answer = client.post(reverse("people:end_other_sessions"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(LOGIN)


def test_sign_up_and_the_other_doors_of_allauth_do_not_exist(client):
    a_user()
    for path in ("signup", "password/reset", "password/set", "confirm-email", "inactive"):
        assert client.get(f"/account/{path}/").status_code == 404


def test_idle_time_ends_the_session(client, time_machine):
    user = a_user()
    time_machine.move_to("2026-03-02 09:00+08:00", tick=False)
    log_in(client, user.employee_number)
    assert client.get(reverse("people:account")).status_code == 200
    time_machine.shift(timedelta(minutes=29))
    assert client.get(reverse("people:account")).status_code == 200
    time_machine.shift(timedelta(minutes=29))
    assert client.get(reverse("people:account")).status_code == 200
    time_machine.shift(timedelta(minutes=31))
    answer = client.get(reverse("people:account"), follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=%2Faccount%2F", 302)]
    assert "已自动退出登录" in answer.content.decode()
    assert Event.objects.get(code="people.user.logged_out").facts["idle"] is True


def test_a_one_time_password_opens_only_the_page_to_change_it(client, now):
    user = a_user()
    [(_user, password)] = actions.reset_passwords([user], actor=an_administrator(), at=now)
    log_in(client, user.employee_number, password)
    for name in ("people:account", "people:sessions", "people:deputies"):
        assert client.get(reverse(name)).url == reverse("people:password")
    answer = client.post(
        reverse("people:password"),
        {"old": password, "new": "a-better-one-42", "again": "a-better-one-42"},
    )
    assert (answer.status_code, answer.url) == (302, settings.LOGIN_REDIRECT_URL)
    assert client.get(reverse("people:account")).status_code == 200


def test_a_new_password_logs_the_other_devices_out(client):
    user = a_user()
    elsewhere = Client()
    log_in(client, user.employee_number)
    log_in(elsewhere, user.employee_number)
    data = {"old": PASSWORD, "new": "a-better-one-42", "again": "a-better-one-42"}
    assert client.post(reverse("people:password"), data | {"again": "x"}).status_code == 422
    assert client.post(reverse("people:password"), data).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200
    assert elsewhere.get(reverse("people:account")).status_code == 302


def test_sessions_are_listed_and_ended_by_their_owner_only(client):
    user, other = a_user(), a_user()
    elsewhere, stranger = Client(headers={"User-Agent": "Phone"}), Client()
    log_in(client, user.employee_number)
    log_in(elsewhere, user.employee_number)
    log_in(stranger, other.employee_number)
    page = client.get(reverse("people:sessions")).content.decode()
    assert "Phone" in page
    session = UserSession.objects.get(user=user, user_agent="Phone")
    url = reverse("people:end_session", args=[session.pk])
    assert stranger.post(url).status_code == 404
    assert client.post(url).status_code == 302
    assert elsewhere.get(reverse("people:account")).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200


def test_passwords_are_kept_as_argon2id_with_the_agreed_cost():
    kept = Argon2idHasher().encode("secret-words", "somesalt12345678")
    assert re.match(r"argon2\$argon2id\$v=19\$m=19456,t=2,p=1\$", kept)
    assert settings.TESTING
    assert make_password("x").startswith("md5$")  # only while testing


class TestDemo:
    @pytest.fixture
    def demo(self, now, settings):
        settings.SOPMAN_DEMO_SIGN_IN = True
        user = a_user("林静", is_demo=True)
        begin_organization(actor=user, at=now, name_zh="示例", has_demo=True)
        return user

    def url(self, client):
        [one] = client.get(LOGIN).context["demo_people"]
        return one["token_url"]

    def test_one_click_from_this_machine(self, client, demo):
        a_user("真人")  # real people can't be signed in as
        answer = client.post(self.url(client))
        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(demo.pk)

    def test_nowhere_else(self, client, demo, settings):
        url = self.url(client)
        assert client.get(url).status_code == 405
        assert client.post(url, REMOTE_ADDR="10.0.0.9").status_code == 404
        assert client.post(url, headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404
        assert client.post(f"{url[:-2]}x/").status_code == 404
        assert not client.get(LOGIN, REMOTE_ADDR="10.0.0.9").context["demo_people"]
        settings.SOPMAN_DEMO_SIGN_IN = False
        assert client.post(url).status_code == 404


class TestFirstRun:
    data = {
        "name_zh": "示例公司",
        "language": "zh-hans",
        "time_zone": "Asia/Shanghai",
        "employee_number": "1",
        "name": "管理员",
        "password": "a-long-enough-one-7",
        "again": "a-long-enough-one-7",
    }

    @pytest.fixture
    def token(self, tmp_path, settings):
        settings.DATA_DIR = tmp_path
        path = first_run.link()
        assert path == first_run.link()  # a second start prints the same
        return path.partition("token=")[2]

    def test_with_the_link_once(self, client, token):
        assert client.get(LOGIN).url == "/first-run/"
        assert client.get("/first-run/").status_code == 403
        assert client.get("/first-run/?token=guess").status_code == 403
        assert client.get(f"/first-run/?token={token}").status_code == 200
        weak = self.data | {"password": "short", "again": "short", "token": token}
        assert client.post("/first-run/", weak).status_code == 422
        assert not User.objects.exists()
        answer = client.post("/first-run/", self.data | {"token": token})
        assert answer.url == reverse("people:imports")
        assert client.get(answer.url).status_code == 200
        assert not (settings.DATA_DIR / "first-run-token").exists()
        assert first_run.link() is None
        assert client.get(f"/first-run/?token={token}").status_code == 404

    def test_never_without_a_token_file(self, client, tmp_path, settings):
        settings.DATA_DIR = tmp_path
        assert client.post("/first-run/", self.data | {"token": ""}).status_code == 403
        assert not User.objects.exists()

    def test_the_command_prints_the_link_while_nobody_exists(self, token, settings, capsys):
        settings.BASE_URL = "http://127.0.0.1:8000"
        call_command("first_administrator")
        assert f"http://127.0.0.1:8000/first-run/?token={token}" in capsys.readouterr().out
        a_user()
        call_command("first_administrator")
        assert "token" not in capsys.readouterr().out
