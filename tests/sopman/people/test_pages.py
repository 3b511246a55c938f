"""The pages in Chromium: axe finds nothing, nothing is wider than the screen, nobody complains."""

import pytest
from django.urls import reverse

from sopman.people.enums import Role
from sopman.workdays.actions import set_day
from tests.browser import accessible
from tests.factories.people import a_department, a_deputy, a_position, a_user, an_administrator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [("desktop", "light", "zh-hans"), ("phone", "dark", "en")],
)
def test_every_page_is_accessible_and_fits(page_for, now, today, width, theme, language):
    admin = an_administrator(language=language)
    department = a_department("客户服务部", head=admin)
    user = a_user(
        "林静", position=a_position("客服专员", department=department), name_en="Lin Jing"
    )
    a_user("何勇", roles=[Role.AUDITOR])
    a_deputy(admin, user)
    set_day(day=today, is_workday=False, actor=admin, at=now, note="厂庆")
    page = page_for(admin, width=width, theme=theme)
    paths = [
        reverse(f"people:{name}")
        for name in (
            "list",
            "departments",
            "positions",
            "sites",
            "imports",
            "add",
            "account",
            "password",
            "sessions",
            "deputies",
            "password_sheets",
        )
    ]
    paths += [reverse(f"people:{name}", args=[user.pk]) for name in ("person", "hand_over")]
    paths += [
        reverse("people:import", args=["people"]),
        reverse("organization:home"),
        reverse("workdays:calendar"),
        reverse("workdays:set_day"),
    ]
    for path in paths:
        page.goto(path)
        accessible(page)
        seen, wide = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        assert wide <= seen, f"{path} is {wide} wide on {seen}"


def test_a_one_time_password_from_sheet_to_own_password(page_for, page):
    """An administrator prints it; the person logs in with it and chooses another."""
    user = a_user("林静")
    desk = page_for(an_administrator())
    desk.goto(reverse("people:person", args=[user.pk]))
    desk.get_by_role("button", name="打印一次性密码").click()
    desk.get_by_role("dialog").get_by_role("button", name="打印一次性密码").click()
    password = desk.locator(".slip__password").inner_text()
    accessible(desk)

    page.goto(reverse("people:deputies"))
    page.get_by_label("工号或手机号").fill(user.employee_number)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("一次性密码").fill(password)
    page.get_by_label("新密码", exact=False).first.fill("my-own-words-42")
    page.get_by_label("再次输入新密码").fill("my-own-words-42")
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_url("**/")
    page.get_by_text("密码已设置").wait_for()
    accessible(page)
