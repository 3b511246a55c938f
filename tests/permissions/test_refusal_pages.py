"""What somebody reads who may not, who is lost, who is too early, or who was logged out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests.factories.people import PASSWORD
from tests.permissions.watch import kept

SAID = {
    403: "This step is not yours",
    404: "There is nothing here for you",
    409: "This step is not possible yet",
}


def _paths(world):
    return {
        403: ("ST", reverse("people:list")),
        404: ("ST", reverse("projects:detail", args=[world["charter"]])),
        409: ("PL", reverse("projects:edit_charter", args=[world["mapping"]])),
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("status", sorted(SAID))
def test_refusals_speak_the_readers_language(world, language, status):
    code, path = _paths(world)[status]
    with kept():
        type(world.people[code]).objects.filter(pk=world.people[code].pk).update(language=language)
        response = world.clients[code].get(path)
    assert response.status_code == status
    with translation.override(language):
        said = gettext(SAID[status])
    assert said in response.content.decode()
    assert (said == SAID[status]) == (language == "en")
    assert response.headers["Content-Language"] == language


def test_an_unknown_address_is_a_404_for_everybody(world):
    for code in ("ST", "AN"):
        response = world.clients[code].get("/nowhere/")
        assert response.status_code == 404, code
        with translation.override("zh-hans"):
            assert gettext(SAID[404]) in response.content.decode(), code


def test_log_in_leads_back_to_the_page_one_was_on(world):
    user, client = world.people["PL"], Client()
    client.force_login(user)
    session = client.session
    session["seen_at"] = 1  # long ago
    session.save()
    wanted = reverse("projects:detail", args=[world["charter"]]) + "?a=1&b=2"
    sent = client.get(wanted)
    assert sent.status_code == 302
    address = urlsplit(sent.headers["Location"])
    assert address.path == reverse("account_login")
    assert parse_qs(address.query)["next"] == [wanted]
    back = client.post(
        sent.headers["Location"],
        {"login": user.employee_number, "password": PASSWORD, "next": wanted},
    )
    assert (back.status_code, back.headers["Location"]) == (302, wanted)


def test_a_form_sent_too_late_leads_back_to_its_page(world):
    """Never to an address that only takes POST; what was typed stays in the browser's draft."""
    page = reverse("reviews:seat", args=[world["seat"]])
    response = Client().post(
        reverse("reviews:add_comment", args=[world["seat"]]), {"text": "x"},
        HTTP_REFERER=f"http://testserver{page}",
    )  # fmt: skip
    assert response.status_code == 302
    assert parse_qs(urlsplit(response.headers["Location"]).query)["next"] == [page]
