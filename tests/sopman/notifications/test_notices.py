from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.template import loader
from django.urls import reverse
from django.utils import translation

from sopman.jobs.enums import JobState
from sopman.jobs.models import Job
from sopman.jobs.running import run_job
from sopman.notifications import params
from sopman.notifications.actions import mark_all_read, mark_read, notify
from sopman.notifications.models import Notice
from sopman.notifications.queries import inbox, unread_count
from sopman.notifications.texts import text_of
from tests.factories.ground import run_due_jobs
from tests.factories.people import a_department, a_user

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts(tmp_path, settings):
    """A notice text of an app that doesn't exist."""
    folder = tmp_path / "test" / "notices"
    folder.mkdir(parents=True)
    folder.joinpath("test_due.txt").write_text(
        "Due: {{ title }} & more\nBy {{ due_on|date:'Y-m-d' }}, {{ who }}"
    )
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    yield
    from sopman.notifications.texts import _template

    _template.cache_clear()
    loader.engines.__dict__.pop("templates", None)


def tell(people, key="k", **given):
    facts = {"title": a_department("客服部", name_en="Service"), "due_on": date(2026, 3, 5)}
    facts |= {"who": "<li>", "url": "/inbox/"}
    notify(people, "test.due", at=NOON, key=key, **facts | given)


def test_a_notice_with_the_same_key_appears_exactly_once():
    person = a_user()

    tell([person, person, None])
    tell([person])
    tell([person], key="other")

    assert Notice.objects.filter(recipient=person).count() == 2


def test_nobody_who_left_is_told():
    tell([a_user(is_active=False)])

    assert not Notice.objects.exists()


def test_a_notice_is_read_in_the_readers_language_and_is_plain_text():
    tell([a_user()])
    notice = Notice.objects.get()

    with translation.override("zh-hans"):
        assert text_of(notice).title == "Due: 客服部 & more"
    with translation.override("en"):
        assert text_of(notice) == ("Due: Service & more", "By 2026-03-05, <li>")


def test_a_code_without_text_is_shown_by_its_code():
    assert text_of(Notice(code="test.unknown", params={})).title == "test.unknown"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (3, 3),
        (None, None),
        (date(2026, 3, 5), date(2026, 3, 5)),
        (NOON, NOON),
        (Decimal("2.50"), "2.5"),
        (Decimal("90.00"), "90"),
        ([date(2026, 3, 5), "x"], [date(2026, 3, 5), "x"]),
        ({"zh": "", "en": "only English"}, "only English"),
        ({"a": {"zh": "甲", "en": "A"}}, {"a": "A"}),
    ],
)
def test_facts_come_back_as_they_went_in(value, read):
    with translation.override("en"):
        assert params.read(params.stored(value)) == read


def test_rows_keep_their_names_and_labels_both_languages():
    person = a_user("李晓梅", name_en="Li Xiaomei")

    assert params.stored(person) == {"zh": "李晓梅", "en": "Li Xiaomei"}
    assert params.stored(JobState.DONE.label)["en"] == "done"
    with pytest.raises(TypeError):
        params.stored(object())


def test_mail_goes_to_those_who_want_it_in_their_language_once(settings):
    settings.BASE_URL = "https://sop.example"
    person = a_user(email="li@example.com", language="en")

    tell([person, a_user()], email=True)
    tell([person], email=True)
    run_due_jobs()

    [message] = mail.outbox
    assert message.to == ["li@example.com"]
    assert message.subject == "Due: Service & more"
    assert "https://sop.example/inbox/" in message.body
    assert message.extra_headers["Message-ID"].endswith("@sop.example>")


def test_without_the_wish_no_mail_is_sent():
    tell([a_user(email="li@example.com")])
    run_due_jobs()

    assert mail.outbox == []


def test_who_left_meanwhile_gets_no_mail():
    person = a_user(email="li@example.com")
    tell([person], email=True)
    person.is_active = False
    person.save()
    run_due_jobs()

    assert mail.outbox == []


def test_a_mail_repeated_after_a_kill_carries_the_same_message_id():
    tell([a_user(email="li@example.com")], email=True)
    run_due_jobs()
    Notice.objects.update(delivered_at=None)  # the worker died after sending
    Job.objects.update(state=JobState.WAITING)
    run_job(Job.objects.get().pk, at=NOON)

    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


def test_a_mail_server_that_is_away_is_tried_again(monkeypatch):
    def away(notice):
        raise ConnectionRefusedError

    tell([a_user(email="li@example.com")], email=True)
    job = Job.objects.get()
    monkeypatch.setattr("sopman.notifications.tasks.send", away)
    run_job(job.pk, at=NOON)

    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert job.due_at > NOON
    assert Notice.objects.get().delivered_at is None


def test_the_inbox_shows_unread_first_and_marks_them(client):
    person = a_user()
    for key in ("a", "b", "c"):
        tell([person], key=key)
    newest = inbox(person).first()
    mark_read(newest, actor=person, at=NOON)

    assert unread_count(person) == 2
    assert list(inbox(person))[-1] == newest
    assert mark_all_read(actor=person, at=NOON) == 2
    assert unread_count(person) == 0


def test_the_first_time_of_reading_stays():
    person = a_user()
    tell([person])
    mark_read(Notice.objects.get(), actor=person, at=NOON)
    mark_read(Notice.objects.get(), actor=person, at=NOON.replace(hour=9))

    assert Notice.objects.get().read_at == NOON


def test_opening_a_notice_marks_it_read_and_goes_on(client):
    person = a_user()
    tell([person])
    notice = Notice.objects.get()
    client.force_login(person)

    page = client.get(reverse("notifications:inbox"))
    assert "&lt;li&gt;" in page.content.decode()
    answer = client.post(reverse("notifications:open", args=[notice.pk]))

    assert answer.headers["Location"] == "/inbox/"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_opening_never_leaves_the_product(client, url):
    person = a_user()
    tell([person], url=url)
    client.force_login(person)

    answer = client.post(reverse("notifications:open", args=[Notice.objects.get().pk]))

    assert answer.headers["Location"] == reverse("notifications:inbox")


def test_an_inbox_is_private(client):
    tell([a_user()])
    client.force_login(a_user())

    for name in ("open", "mark_read"):
        address = reverse(f"notifications:{name}", args=[Notice.objects.get().pk])
        assert client.post(address).status_code == 404
        assert client.get(address).status_code == 405


def test_the_empty_inbox_says_so(client):
    client.force_login(a_user(language="en"))

    assert "Nothing in your inbox" in client.get(reverse("notifications:inbox")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_three(client, rows, django_assert_max_num_queries):
    person = a_user()
    for key in range(rows):
        tell([person], key=str(key))
    client.force_login(person)
    client.get(reverse("notifications:inbox"))

    with django_assert_max_num_queries(9):
        client.get(reverse("notifications:inbox"))
