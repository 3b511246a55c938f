"""The pages of stage 4 in Chromium: accessible, quiet, without sideways scrolling, both languages."""

import pytest
from django.urls import reverse

from sops import actions
from sops.enums import VersionState
from tests.browser import accessible, picture
from tests.factories import sops as make
from tests.factories.ground import a_picture
from tests.factories.people import PASSWORD
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db(transaction=True)

FACES = [("desktop", "light", "zh-hans"), ("phone", "dark", "en")]


def url(name, *args):
    return reverse(f"sops:{name}", args=args)


def written(version):
    lead, (first, second) = version.project.lead, version.steps.all()
    actions.edit_step(
        first, title=first.title, action="收到后**10 分钟**内登记。\n\n- 渠道", position=first.position,
        caution="不得代客户填写。", example="“您好”", is_control_point=True, actor=lead, at=NOON,
    )  # fmt: skip
    actions.add_branch(first, condition="重大投诉", target=second.step, actor=lead, at=NOON)
    actions.add_picture(first, upload=a_picture(), alt="新建页面", caption="①", actor=lead, at=NOON)
    actions.add_related(version, title="分级办法", actor=lead, at=NOON)
    actions.add_record_form(version, title="处理单", step=first.step, actor=lead, at=NOON)
    actions.save_snapshot(version, actor=lead, at=NOON, note="给评审人看")
    return version


def pages_of_a_draft(version):
    step = version.steps.first()
    return {
        "drafting": url("drafting", version.project_id),
        "section": url("edit_section", version.pk, "scope"),
        "step": url("edit_step", step.pk),
        "remove": url("remove_step", step.pk),
        "branch": url("add_branch", step.pk),
        "picture": url("add_picture", step.pk),
        "related": url("add_related", version.pk),
        "form": url("add_record_form", version.pk),
        "saved": url("snapshot", version.snapshots.first().pk),
        "draft": url("version", version.pk),
    }


def looked_at(page, addresses, face):
    for name, address in addresses.items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{name} scrolls sideways"
        accessible(page)
        picture(page, f"sops-{name}-{face}")


@pytest.mark.parametrize(("width", "theme", "language"), FACES)
def test_every_page_of_drafting_is_accessible(page_for, width, theme, language):
    version = written(make.a_draft())
    lead = version.project.lead
    type(lead).objects.filter(pk=lead.pk).update(language=language)
    page = page_for(lead, width=width, theme=theme)
    looked_at(page, pages_of_a_draft(version), f"{width}-{theme}-{language}")


@pytest.mark.parametrize(("width", "theme", "language"), FACES)
def test_every_page_of_the_library_is_accessible(page_for, width, theme, language):
    version = make.an_effective_version()
    withdrawn = make.a_version_in(VersionState.WITHDRAWN)
    old = make.a_superseded_version()
    head = version.sop.owning_department.head
    type(head).objects.filter(pk=head.pk).update(language=language)
    page = page_for(head, width=width, theme=theme)
    addresses = {
        "library": url("library"),
        "import": url("import"),
        "detail": url("detail", version.sop_id),
        "read": url("read", version.sop_id),
        "withdraw": url("withdraw", version.sop_id),
        "withdrawn": url("read", withdrawn.sop_id),
        "status": url("status", old.pk),
    }
    looked_at(page, addresses, f"{width}-{theme}-{language}")


def test_an_sop_is_begun_and_written_without_a_mouse(page_for):
    """Through forms only; the keyboard sends them."""
    project = make.a_drafting_project()
    page = page_for(project.lead)
    page.goto(url("start", project.pk))
    page.get_by_label("文件编号").fill("CS-SOP-001")
    page.get_by_role("button", name="开始编写 SOP").press("Enter")
    page.get_by_role("link", name="编写章节 范围").press("Enter")
    page.get_by_label("正文").fill("适用于线上渠道。")
    page.get_by_role("button", name="保存章节").press("Enter")
    page.get_by_role("link", name="添加步骤").press("Enter")
    page.get_by_label("名称").fill("登记投诉")
    page.get_by_label("操作内容").fill("收到后 **10 分钟**内登记。")
    page.get_by_role("button", name="保存步骤").press("Enter")
    page.get_by_text("步骤已添加。").wait_for()
    assert page.locator(".draftsteps h3").inner_text() == "登记投诉"
    assert page.locator(".draftsteps b").first.inner_text() == "10 分钟"


def test_an_existing_sop_comes_into_force_through_the_form(page_for):
    head = make.an_imported_sop(number="OLD-1").sop.owning_department.head
    page = page_for(head)
    page.goto(url("import"))
    page.get_by_label("文件编号").fill("OLD-2")
    page.get_by_label("名称（中文）").fill("收货作业标准")
    page.get_by_label("归口部门").select_option(index=1)
    page.get_by_label("责任人").select_option(index=1)
    page.get_by_label("版本").fill("V2.0")
    page.get_by_label("生效日期").fill("2024-08-26")
    page.get_by_label("您的登录密码").fill(PASSWORD)
    page.get_by_role("button", name="签字并生效").click()
    page.get_by_text("SOP 已生效。").wait_for()


def test_a_table_that_begins_a_panel_keeps_its_rounded_corners(page_for):
    page = page_for(make.an_effective_version().project.lead)
    page.goto(url("library"))
    corner = """() => {
        const table = getComputedStyle(document.querySelector('.panel > .tablewrap'));
        const panel = getComputedStyle(document.querySelector('.panel'));
        return parseFloat(panel.borderTopLeftRadius) - parseFloat(table.borderTopLeftRadius);
    }"""
    assert page.evaluate(corner) == 1  # the panel's border lies around it
