import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.people import actions, sheets
from sopman.people.importing import KINDS, PEOPLE, plan
from sopman.people.models import Appointment, Department, Position, User
from tests.factories.people import a_department, a_position, a_user, an_administrator

pytestmark = pytest.mark.django_db

DEPARTMENTS = "部门编码,部门名称,上级部门编码\nKF-1,投诉组,KF\nKF,客户服务部,\n"
POSITIONS = "岗位编码,岗位名称,部门编码\nKF-01,客服专员,kf\n"
PEOPLE_CSV = "工号,姓名,手机号,岗位编码,任职起始日\n1001,张晓明,138 0000 0001,KF-01,2026-01-05\n"


def upload(text, encoding="utf-8-sig", name="table.csv"):
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("table.xlsx", out.getvalue())


def table_of(text, kind):
    return sheets.read_table(io.BytesIO(text.encode()), KINDS[kind].headings)


def test_the_three_imports_in_order_through_the_pages(client_for):
    client = client_for(an_administrator())
    for kind, text in (
        ("departments", DEPARTMENTS),
        ("positions", POSITIONS),
        ("people", PEOPLE_CSV),
    ):
        url = reverse("people:import", args=[kind])
        preview = client.post(url, {"file": upload(text, "gb18030")})
        assert preview.status_code == 200, preview.context["form"].errors
        write = reverse("people:import_write", args=[kind])
        assert client.post(write, {"signed": preview.context["signed"]}).status_code == 302
    assert Department.objects.get(code="KF-1").parent.code == "KF"
    person = User.objects.get(employee_number="1001")
    assert person.mobile == "13800000001"
    assert not person.has_usable_password()
    assert Appointment.objects.get(user=person).position.code == "KF-01"
    assert Event.objects.filter(code="people.import.done").count() == 3
    sheet = client.post(reverse("people:password_sheets"), {"people": [person.pk]})
    assert sheet.status_code == 200
    person.refresh_from_db()
    [(_user, password)] = sheet.context["fresh"]
    assert person.check_password(password)
    assert "no-store" in sheet.headers["Cache-Control"]


def test_the_preview_writes_nothing_and_the_same_file_changes_nothing_twice(client_for, now):
    admin = an_administrator()
    client = client_for(admin)
    url = reverse("people:import", args=["departments"])
    client.post(url, {"file": upload(DEPARTMENTS)})
    assert not Department.objects.exists()
    table = table_of(DEPARTMENTS, "departments")
    assert actions.import_departments(table, actor=admin, at=now).added == 2
    again = plan(KINDS["departments"], table)
    assert (again.added, again.changed, again.same) == (0, 0, 2)


def test_each_bad_row_is_named_and_nothing_is_written(client_for, now):
    a_user(employee_number="1", mobile="13900000001")
    admin = an_administrator()
    text = (
        "工号,姓名,手机号,邮箱,语言,岗位编码,任职起始日\n"
        "2,甲,13900000001,,,,\n"
        "3,,,,,,\n"
        "4,丙,abc,x@,法语,NONE,2026-99-01\n"
        "4,丁,,,,,\n"
        "5," + "长" * 81 + ",,,,,\n"
        "6,戊,,,,,\n"
    )
    judged = plan(PEOPLE, table_of(text, "people"))
    assert {row.number: len(row.errors) for row in judged.rows} == {
        2: 1, 3: 1, 4: 5, 5: 1, 6: 1, 7: 0
    }  # fmt: skip
    answer = client_for(admin).post(
        reverse("people:import", args=["people"]), {"file": upload(text)}
    )
    assert answer.status_code == 422
    assert not answer.context["signed"]
    with pytest.raises(Refused):
        actions.import_people(table_of(text, "people"), actor=admin, at=now)
    assert not User.objects.filter(employee_number="6").exists()


def test_departments_in_a_circle_are_refused():
    text = "部门编码,部门名称,上级部门编码\nA,甲,B\nB,乙,A\nC,丙,NONE\n"
    judged = plan(KINDS["departments"], table_of(text, "departments"))
    assert len(judged.bad) == 3


def test_empty_cells_keep_what_is_there(now):
    admin = an_administrator()
    user = a_user("王五", employee_number="9", name_en="Wang Wu", email="w@example.com")
    text = "工号,姓名,英文名,邮箱\n9,王武,,\n"
    done = actions.import_people(table_of(text, "people"), actor=admin, at=now)
    user.refresh_from_db()
    assert (done.changed, user.name, user.name_en, user.email) == (
        1, "王武", "Wang Wu", "w@example.com"
    )  # fmt: skip


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("x.xlsx", b"PK\x03\x04 not really"),
        SimpleUploadedFile("x.csv", b"\xff\xfe\x00\x01\x02"),
        SimpleUploadedFile("x.csv", b"no,known,heading\n1,2,3\n"),
        SimpleUploadedFile("x.csv", "工号,姓名\n".encode()),
        SimpleUploadedFile("x.csv", b"\n\n"),
        SimpleUploadedFile("x.csv", b"x" * (sheets.MOST_BYTES + 1)),
    ],
    ids=["broken xlsx", "binary", "no heading", "no rows", "blank", "too large"],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(client_for, file):
    client = client_for(an_administrator())
    answer = client.post(reverse("people:import", args=["people"]), {"file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_xlsx_numbers_and_dates_are_read_as_people_mean_them(now):
    from datetime import date

    a_position(code="P1", department=a_department())
    file = xlsx(
        ["工号*", "姓名*", "岗位编码", "任职起始日"], [1001.0, "张", "P1", date(2026, 1, 5)]
    )
    table = sheets.read_table(file, PEOPLE.headings)
    assert table[0]["number"] == "1001"
    assert table[0]["from_on"] == "2026-01-05"
    assert not plan(PEOPLE, table).bad


def test_a_tampered_or_foreign_preview_is_refused(client_for):
    client = client_for(an_administrator())
    preview = client.post(
        reverse("people:import", args=["departments"]), {"file": upload(DEPARTMENTS)}
    )
    signed = preview.context["signed"]
    url = reverse("people:import_write", args=["departments"])
    assert client.post(url, {"signed": signed + "x"}).status_code == 409
    assert client.post(url).status_code == 409
    other = reverse("people:import_write", args=["people"])
    assert client.post(other, {"signed": signed}).status_code == 409
    assert not Position.objects.exists()


def test_the_export_holds_no_formula(client_for):
    a_user('=HYPERLINK("http://evil")', name_en="+1", employee_number="@x")
    answer = client_for(an_administrator()).get(reverse("people:export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(str(cell.value).startswith("=HYPER") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheets.safe_for_csv("=1+1") == "'=1+1"


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_template_file_can_be_read_back(client_for, kind):
    answer = client_for(an_administrator()).get(reverse("people:import_template", args=[kind]))
    table = sheets.read_table(io.BytesIO(answer.content), KINDS[kind].headings)
    assert len(table) == 1
