"""Charters to begin with: the five, the organization's own, and those of finished projects."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from projects import actions
from projects.enums import MemberRole, Stage
from projects.models import CharterTemplate, Project
from projects.starting import Content
from sopman.core.errors import Refused
from tests.factories.people import a_controller, a_department, a_user, an_administrator, an_auditor
from tests.factories.projects import NOON, a_project_in

pytestmark = pytest.mark.django_db
FAR = date(2026, 9, 1)


@pytest.fixture
def five():
    """A test before may have emptied the tables."""
    step = import_module("projects.migrations.0003_starting_points")
    step.put_in(apps, SimpleNamespace(connection=connection))
    return {one.code: one for one in CharterTemplate.objects.order_by("pk")}


def opened(**more):
    head = a_user()
    department = a_department(head=a_user())
    head = department.head
    head.forget_standing()
    facts = {"title_zh": "新项目", "wished_effective_on": FAR, "lead": a_user()} | more
    return actions.open_project(actor=head, at=NOON, owning_department=department, **facts)


def test_the_five_are_there_in_both_languages_and_are_put_in_once(five):
    assert len(five) == 5
    for one in five.values():
        content = Content.read(one.content)
        assert one.name_zh
        assert one.name_en
        assert len(content.goals) >= 2
        assert all(pair[0] and pair[1] for pair in content.texts.values())
        assert set(content.seats) == set(MemberRole.values)
        assert content.kept() == Content.read(content.kept()).kept()
    changed = five["bottleneck"]
    CharterTemplate.objects.filter(pk=changed.pk).update(name_en="Ours")
    step = import_module("projects.migrations.0003_starting_points")
    step.put_in(apps, SimpleNamespace(connection=connection))
    assert CharterTemplate.objects.get(pk=changed.pk).name_en == "Ours"
    assert CharterTemplate.objects.count() == 5


@pytest.mark.parametrize(
    "code", ["new-business", "growing-team", "cross-department", "compliance", "bottleneck"]
)
def test_a_project_begins_with_a_template(five, code):
    project = opened(template=five[code])
    content = Content.read(five[code].content)

    assert project.charter.template == five[code]
    assert project.charter.purpose == content.text("purpose")
    assert project.objectives.count() == len(content.goals)
    assert all(one.measure_later for one in project.objectives.all())
    assert project.scope_items.count() == len(content.scope)
    assert project.milestones.get(stage=Stage.RELEASE).planned_on == FAR


def test_a_time_too_short_for_a_plan_leaves_it_open(five):
    project = opened(template=five["bottleneck"], wished_effective_on=date(2026, 3, 10))

    assert not project.milestones.exists()
    assert project.objectives.exists()


def test_a_finished_project_is_copied_without_its_baselines():
    source = a_project_in(Stage.CLOSED)
    project = opened_in(source)

    assert project.charter.copied_from == source
    goal, old = project.objectives.get(), source.objectives.get()
    assert (goal.target, goal.baseline, goal.measure_later) == (old.target, None, True)
    assert project.memberships.count() == source.memberships.count()
    assert project.scope_items.count() == source.scope_items.count()
    assert set(project.positions.all()) == set(source.positions.all())
    running = a_project_in(Stage.MAPPING)
    with pytest.raises(Refused):
        opened_in(running)


def opened_in(source):
    return actions.open_project(
        actor=source.owning_department.head, at=NOON, lead=a_user(), title_zh="再做一次",
        owning_department=source.owning_department, wished_effective_on=FAR, copy_of=source,
    )  # fmt: skip


def test_nobody_copies_what_they_do_not_see():
    with pytest.raises(Project.DoesNotExist):
        opened(copy_of=a_project_in(Stage.CLOSED))


def test_the_page_of_a_new_project_offers_both(client, five):
    source = a_project_in(Stage.CLOSED)
    head = source.owning_department.head
    client.force_login(head)
    address = reverse("projects:open")
    told = {"title_zh": "新", "owning_department": source.owning_department_id, "kind": "new_sop",
            "wished_effective_on": "2027-09-01", "has_present_process": "on"}  # fmt: skip

    page = client.get(address).content.decode()
    assert f'value="copy:{source.pk}"' in page
    assert f'value="template:{five["bottleneck"].pk}"' in page
    assert client.post(address, told | {"begin_with": "template:0"}).status_code == 422
    beginning = f"template:{five['bottleneck'].pk}"
    assert client.post(address, told | {"begin_with": beginning}).status_code == 302
    assert Project.objects.first().charter.template == five["bottleneck"]
    assert client.post(address, told | {"begin_with": f"copy:{source.pk}"}).status_code == 302
    assert Project.objects.first().charter.copied_from == source


def posted(page, **more):
    """The page as a browser would send it."""
    data = {}
    for form in (page.context["form"], *page.context["goals"], *page.context["scope"]):
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    for formset in (page.context["goals"], page.context["scope"]):
        for field in formset.management_form:
            data[field.html_name] = field.value()
    return data | more


def test_an_organization_edits_its_own(client, five):
    client.force_login(a_controller())
    address = reverse("projects:edit_template", args=[five["bottleneck"].pk])
    page = client.get(address)
    data = posted(page, **{"name_en": "Slow places", "goals-0-target": "12.5", "days_review": "4"})

    bad = client.post(
        address, data | {"goals-0-name_zh": "", "goals-0-name_en": "", "days_review": "0"}
    )
    assert bad.status_code == 422
    assert "Slow places" in bad.content.decode()
    assert client.post(address, data).status_code == 302
    row = CharterTemplate.objects.get(code="bottleneck")
    content = Content.read(row.content)
    assert (row.name_en, content.goals[0].target, content.days["review"]) == (
        "Slow places",
        "12.5",
        4,
    )
    assert len(content.goals) == len(Content.read(five["bottleneck"].content).goals)
    stale = client.post(address, data)
    assert stale.status_code in (409, 422)
    added = client.get(reverse("projects:add_template"))
    assert (
        client.post(reverse("projects:add_template"), posted(added, name_zh="自有")).status_code
        == 302
    )
    assert CharterTemplate.objects.filter(name_zh="自有", code__startswith="own-").exists()


def test_who_may(client, five):
    row = five["bottleneck"]
    facts = {
        "name_zh": "x", "name_en": "", "about_zh": "", "about_en": "",
        "content": Content.read(row.content), "at": NOON,
    }  # fmt: skip
    for user in (a_user(), an_auditor()):
        with pytest.raises(PermissionDenied):
            actions.save_template(row, actor=user, **facts)
    actions.save_template(row, actor=an_administrator(), **facts)
    row.refresh_from_db()
    row.is_offered = False
    row.save()
    assert row not in CharterTemplate.objects.offered()
    with pytest.raises(Refused):
        actions.save_template(row, actor=an_administrator(), **facts | {"name_zh": ""})
