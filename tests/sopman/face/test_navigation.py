"""The side bar: who sees what, and which line is lit."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from sopman.core import navigation
from tests.factories.people import a_user, an_administrator, an_auditor

pytestmark = pytest.mark.django_db


def lines(user, path):
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return {line.key: line for line in navigation.entries(request)}


def test_every_entry_leads_somewhere():
    for entry in navigation._entries:
        assert reverse(entry.url_name)


def test_rights_decide_what_stands_there():
    path = reverse("sops:library")
    assert not {"organization", "audit"} & set(lines(a_user(), path))
    assert {"organization", "audit"} <= set(lines(an_administrator(), path))
    assert "organization" not in lines(an_auditor(), path)
    assert "audit" in lines(an_auditor(), path)


@pytest.mark.parametrize(
    ("name", "args", "key"),
    [
        ("projects:list", [], "projects"),
        ("projects:charter", [1], "projects"),
        ("sops:drafting", [1], "projects"),
        ("sops:read", [1], "library"),
        ("people:list", [], "organization"),
        ("people:account", [], None),
    ],
)
def test_the_line_of_the_page_is_lit(name, args, key):
    lit = [
        k for k, line in lines(an_administrator(), reverse(name, args=args)).items() if line.within
    ]
    assert lit == ([key] if key else [])
