"""A long list of people is searched by typing; the form sends what the plain list would."""

import pytest
from django.urls import reverse

from sopman.people.models import Department, User
from tests.browser import accessible, picture
from tests.factories.people import a_department, a_user, an_administrator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def many():
    return [a_user(f"人选{number:02}") for number in range(30)]


@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_a_head_is_found_by_typing_and_kept(page_for, many, width, theme):
    department = a_department("客户服务部")
    page = page_for(an_administrator(), width=width, theme=theme)
    page.goto(reverse("people:edit_department", args=[department.pk]))
    field = page.get_by_role("combobox", name="部门负责人")
    field.click()
    accessible(page)
    picture(page, f"chooser-{width}-{theme}")
    field.fill("人选1")
    assert page.get_by_role("listbox").get_by_role("option").count() == 10
    field.fill(many[17].employee_number)
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == f"人选17 · {many[17].employee_number}"
    field.press("Enter")
    page.wait_for_url("**/people/departments/")
    assert Department.objects.get(pk=department.pk).head == many[17]


def test_what_fits_nobody_changes_nothing_and_empty_takes_the_choice_back(page_for, many):
    department = a_department("客户服务部", head=many[3])
    page = page_for(an_administrator())
    page.goto(reverse("people:edit_department", args=[department.pk]))
    field = page.get_by_role("combobox", name="部门负责人")
    field.fill("没有这个人")
    assert page.get_by_role("status").filter(has_text="没有相符的选项").is_visible()
    field.press("Escape")
    assert field.input_value().startswith("人选03")
    field.fill("")
    field.press("Tab")
    page.get_by_role("button", name="保存部门").click()
    page.wait_for_url("**/people/departments/")
    assert Department.objects.get(pk=department.pk).head is None
    assert User.objects.filter(pk=many[3].pk).exists()
