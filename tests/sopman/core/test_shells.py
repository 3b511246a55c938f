"""A shell serves everybody: what belongs to one reader is put in at each request."""

from typing import NamedTuple

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from sopman.core import shells
from sopman.notifications.models import Notice
from tests.factories.people import a_user

pytestmark = pytest.mark.django_db


class _Line(NamedTuple):
    title: str


def _template(monkeypatch, text):
    template = engines["django"].from_string(text)
    monkeypatch.setattr(shells, "get_template", lambda _name: template)


def test_the_template_sees_its_line_and_the_parts_come_in(rf, monkeypatch):
    _template(monkeypatch, '{% load frame %}<p>{{ line.title }}{{ request }}</p>{% part "rows" %}')
    request = rf.get("/")
    one = shells.page(request, "a.html", _Line("<one>"), rows="<i>1</i>")
    other = shells.page(request, "a.html", _Line("<one>"), rows="<i>2</i>")
    assert one.content.decode() == "<p>&lt;one&gt;</p><i>1</i>"
    assert other.content.decode() == "<p>&lt;one&gt;</p><i>2</i>"


def test_two_readers_get_one_shell_and_each_their_own_frame(client):
    for name in ("Anna Berg", "Otto Ahl"):
        user = a_user(name=name, name_en=name)
        client.force_login(user)
        html = client.get(reverse("notifications:inbox")).content.decode()
        assert f'data-user="{user.pk}"' in html
        assert escape(name) in html
        assert html.count("<h1>") == 1


def test_what_was_said_is_shown_once(client):
    user = a_user()
    Notice.objects.create(recipient=user, code="x.y", key="1", created_at=timezone.now())
    client.force_login(user)
    client.post(reverse("notifications:mark_all_read"), follow=False)
    page = reverse("notifications:inbox")
    assert 'role="status"' in client.get(page).content.decode()
    assert 'role="status"' not in client.get(page).content.decode()


def test_forms_of_a_shell_carry_the_readers_token(client):
    user = a_user()
    Notice.objects.create(recipient=user, code="x.y", key="1", created_at=timezone.now())
    client.force_login(user)
    answer = client.get(reverse("notifications:inbox"))
    token = answer.wsgi_request.META["CSRF_COOKIE"]
    assert token
    html = answer.content.decode()
    assert html.count('name="csrfmiddlewaretoken"') > 2
    assert shells._MARK not in html
