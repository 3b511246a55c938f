"""The pages, played by the people who use them."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import training as make
from tests.factories.people import PASSWORD, a_user
from training import actions
from training.models import Attempt, MonthlyAccuracy, Question, ReaderQuestion, Release

pytestmark = pytest.mark.django_db


def get(client, name, *args, **query):
    return client.get(reverse(f"training:{name}", args=args), query)


@pytest.fixture
def released():
    """Today's release, so that the pages' own clock fits."""
    release = make.a_prepared_release()
    people, at = release.readers, timezone.now()
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    make.publish(release, effective_on=tomorrow, at=at)
    release = Release.objects.for_page().get(pk=release.pk)
    release.readers = people
    return release


def test_the_lead_prepares_and_releases_through_forms(client_for):
    release = make.a_planned_release()
    lead = release.project.lead
    client, position = (
        client_for(lead),
        make.a_position(department=release.project.owning_department),
    )
    posts = (
        ("group", {"group_name": "答疑群", "group_link": "", "consultant": lead.pk}),
        ("distribution", {"positions": [position.pk]}),
        ("place", {"channel": "library", "where": "文件库"}),
        ("set_exam", {"minutes": 10, "pass_mark": 80, "question_count": 1, "attempts_allowed": 2}),
    )
    for name, data in posts:
        url = reverse(f"training:{name}", args=[release.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, data).status_code == 302, name
    url = reverse("training:write_question", args=[release.pk])
    for kind, right in (("single", "1"), ("multiple", ["1", "2"]), ("true_false", "2")):
        words = {"text": "多久？", "answer_1": "10 分钟", "answer_2": "1 小时", "right": right}
        assert client.get(f"{url}?kind={kind}").status_code == 200
        assert client.post(f"{url}?kind={kind}", words).status_code == 302
    assert Question.objects.filter(release=release).count() == 3
    assert get(client, "release", release.project_id).status_code == 200
    url = reverse("training:publish", args=[release.pk])
    assert client.get(url).status_code == 200
    day = timezone.localdate() + timedelta(days=3)
    assert client.post(url, {"effective_on": day, "password": "wrong"}).status_code == 422
    assert client.post(url, {"effective_on": day, "password": PASSWORD}).status_code == 302
    release.refresh_from_db()
    assert release.state == "released"


def test_a_question_without_a_key_is_refused_on_its_page(client_for):
    release = make.a_planned_release()
    client = client_for(release.project.lead)
    url = reverse("training:write_question", args=[release.pk])
    page = client.post(url, {"text": "多久？", "answer_1": "10 分钟", "answer_2": "1 小时"})
    assert page.status_code == 422
    assert (
        "Mark the correct answer." in page.content.decode() or "正确答案" in page.content.decode()
    )


def test_the_package_holds_the_pdf_and_its_index(client_for, monkeypatch):
    release = make.a_prepared_release()
    monkeypatch.setattr("training.package.render_pdf", lambda html, media: b"%PDF-1.7 test")
    page = get(client_for(release.project.lead), "package", release.pk)
    with zipfile.ZipFile(io.BytesIO(page.content)) as packed:
        names = packed.namelist()
        index = packed.read(names[1]).decode("utf-8-sig")
    assert names[0].endswith(".pdf")
    assert release.version.sop.number in index
    assert release.version.content_sha256 in index
    assert get(client_for(release.readers[0]), "package", release.pk).status_code in (403, 404)


def test_a_session_is_recorded_on_its_page(client_for, released):
    lead = released.project.lead
    client = client_for(lead)
    begun = timezone.localtime() - timedelta(minutes=5)
    url = reverse("training:plan_session", args=[released.pk])
    data = {"starts_at": begun.strftime("%Y-%m-%dT%H:%M"), "place": "会议室", "trainer": lead.pk}
    assert client.post(url, data).status_code == 302
    session = released.sessions.get()
    contents = reverse("training:hold_session", args=[session.pk])
    assert client.post(contents, {"purpose": "目的"}).status_code == 422
    assert client.post(contents, make.CONTENTS).status_code == 302
    there = reverse("training:attendance", args=[session.pk])
    reader, other = released.readers
    assert client.post(there, {"people": [lead.pk]}).status_code == 422  # not on the list
    assert client.post(there, {"people": [reader.pk]}).status_code == 302
    assert get(client_for(reader), "session", session.pk).status_code == 200
    assert client_for(other).post(there, {"people": [other.pk]}).status_code == 403


def test_a_reader_goes_from_reading_to_the_passed_exam_without_javascript(client_for, released):
    reader = released.readers[0]
    client, exam = client_for(reader), reverse("training:exam", args=[released.exam.pk])
    read = reverse("sops:read", args=[released.version.sop_id])
    text = client.get(read).content.decode()
    assert "acknowledge" in text
    client.post(reverse("training:acknowledge", args=[released.version_id]))
    assert released.version.acknowledgements.get().user == reader
    assert client.post(exam).status_code == 409  # shut before the training
    make.teach(released, at=timezone.now())
    assert client.get(read).content.decode().count(exam) == 1
    page = client.post(exam)
    attempt = Attempt.objects.get(user=reader)
    assert page.url == reverse("training:attempt", args=[attempt.pk])
    for n, asked in enumerate(attempt.paper, 1):
        url = f"{page.url}?item={n}"
        assert client.get(url).status_code == 200
        data = {"question": asked["item"], "choice": attempt.key[asked["item"]], "go": "next"}
        assert client.post(url, data).status_code == 302
    hand_in = reverse("training:hand_in", args=[attempt.pk])
    assert client.get(hand_in).status_code == 200
    done = client.post(hand_in)
    assert done.url == reverse("training:result", args=[attempt.pk])
    assert "100" in client.get(done.url).content.decode()
    assert client.get(page.url).url == done.url  # nothing can be changed any more
    assert get(client, "mine").status_code == 200


def test_a_mark_stays_with_the_question(client_for, released):
    make.teach(released, at=timezone.now())
    attempt = actions.start_attempt(released.exam, actor=released.readers[0], at=timezone.now())
    client = client_for(attempt.user)
    url = reverse("training:attempt", args=[attempt.pk])
    item = attempt.paper[0]["item"]
    client.post(url, {"question": item, "go": "flag"})
    assert attempt.answers.get().flagged
    assert "tile--flagged" in client.get(f"{url}?item=2").content.decode()
    assert client.get(f"{url}?item=999").status_code == 200
    assert client.get(f"{url}?item=x").status_code == 200


def test_questions_of_readers_are_answered_for_all(client_for, released):
    reader, owner = released.readers[0], released.version.sop.owner
    client = client_for(reader)
    ask = reverse("training:ask", args=[released.version_id])
    step = released.version.steps.first()
    assert client.get(ask, {"step": step.step_id}).status_code == 200
    assert (
        client.post(ask, {"text": "客户不接电话怎么办？", "place": step.step_id}).status_code == 302
    )
    row = ReaderQuestion.objects.get()
    assert row.step_title == step.title
    answer = reverse("training:answer_reader", args=[row.pk])
    assert client.get(answer).status_code == 403
    assert client_for(owner).post(answer, {"answer": "十分钟后再打一次。"}).status_code == 302
    for url in ("questions",):
        assert "十分钟后再打一次" in get(client, url, released.version.sop_id).content.decode()
    assert (
        "十分钟后再打一次"
        in client.get(reverse("sops:read", args=[released.version.sop_id])).content.decode()
    )


def test_the_month_is_entered_and_drawn(client_for, released):
    client, sop = client_for(released.version.sop.owner), released.version.sop
    url = reverse("training:accuracy", args=[sop.pk])
    assert client.get(url).status_code == 200
    month = f"{timezone.localdate():%Y-%m}"
    wrong = {"month": month, "checked": 10, "correct": 11, "target": 95}
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, wrong | {"correct": 9}).status_code == 302
    assert MonthlyAccuracy.objects.get().share == 90
    page = client.get(url).content.decode()
    assert "runchart__bad" in page
    assert client_for(released.readers[0]).post(url, wrong).status_code == 403


def test_results_of_others_are_for_those_who_prepare(client_for, released):
    stranger = released.readers[1]
    assert get(client_for(stranger), "readiness", released.pk).status_code == 403
    assert get(client_for(released.project.lead), "readiness", released.pk).status_code == 200
    record = reverse("documents:deliver", args=["training.record", released.pk])
    assert client_for(stranger).get(record).status_code == 409
    assert client_for(released.project.lead).get(record).status_code == 200
    assert get(client_for(a_user()), "readiness", released.pk).status_code == 404


def test_the_bank_shows_a_writer_only_the_own_questions(client_for, released):
    author = released.project.memberships.exclude(user=released.project.lead).last().user
    actions.write_question(
        released, kind="true_false", text="自己的题目", options=[("对", True), ("错", False)],
        actor=author, at=timezone.now(),
    )  # fmt: skip
    page = get(client_for(author), "bank", released.pk).content.decode()
    assert "自己的题目" in page
    assert "收到投诉先做什么" not in page
    assert get(client_for(released.readers[0]), "bank", released.pk).status_code == 403
    foreign = Question.objects.exclude(written_by=author).first()
    assert get(client_for(author), "change_question", foreign.pk).status_code == 404
