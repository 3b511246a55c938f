import pytest
from django.urls import reverse

from sopman.people.enums import Role
from sopman.people.models import Department, Position, Site, User
from tests.factories.people import (
    PASSWORD,
    a_controller,
    a_department,
    a_deputy,
    a_position,
    a_role_grant,
    a_site,
    a_user,
    an_administrator,
    an_auditor,
)

pytestmark = pytest.mark.django_db

READING = ["list", "export", "departments", "positions", "sites"]
MANAGING = ["add", "password_sheets", "add_department", "add_position", "add_site", "imports"]
OF_A_PERSON = [
    "edit",
    "deactivate",
    "appoint",
    "grant_role",
    "name_deputy",
    "hand_over",
]


@pytest.mark.parametrize("name", READING)
def test_administrators_and_auditors_read(name, client_for):
    url = reverse(f"people:{name}")
    for make, status in (
        (an_administrator, 200),
        (an_auditor, 200),
        (a_controller, 403),
        (a_user, 403),
    ):
        assert client_for(make()).get(url).status_code == status


@pytest.mark.parametrize("name", MANAGING)
def test_administrators_manage(name, client_for):
    url = reverse(f"people:{name}")
    for make, status in ((an_administrator, 200), (an_auditor, 403), (a_user, 403)):
        assert client_for(make()).get(url).status_code == status


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_pages_of_a_person(name, client_for):
    url = reverse(f"people:{name}", args=[a_user().pk])
    assert client_for(an_administrator()).get(url).status_code == 200
    assert client_for(an_auditor()).get(url).status_code == 403
    assert client_for(a_user()).get(url).status_code == 403
    nobody = reverse(f"people:{name}", args=[2**70])
    assert client_for(an_administrator()).get(nobody).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_persons_page_with_everything_on_it(client_for, language):
    admin = an_administrator(language=language)
    user = a_user(position=a_position(), roles=[Role.AUDITOR])
    a_department(head=user)
    a_deputy(user, a_user())
    a_deputy(a_user(), user)
    client_for(user).get(reverse("people:account"))
    url = reverse("people:person", args=[user.pk])
    assert client_for(admin).get(url).status_code == 200
    assert client_for(an_auditor()).get(url).status_code == 200
    assert client_for(a_user()).get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(
    client_for, count, django_assert_max_num_queries
):
    admin = an_administrator()
    for _ in range(count * 5):
        a_user(position=[a_position(), a_position()], roles=[Role.AUDITOR])
    client = client_for(admin)
    client.get(reverse("people:list"))
    with django_assert_max_num_queries(14):
        answer = client.get(reverse("people:list"))
    assert len(answer.context["page"].object_list) == count * 5 + 1


def test_the_list_is_searched_and_filtered(client_for):
    admin, position = an_administrator(), a_position()
    found = a_user("欧阳春", position=position)
    a_role_grant(found, Role.DOCUMENT_CONTROLLER)
    a_user("欧阳秋", is_active=False)
    client, url = client_for(admin), reverse("people:list")

    def names(**query):
        return [str(u) for u in client.get(url, query).context["page"].object_list]

    assert names(text="欧阳") == ["欧阳春"]
    assert names(text="欧阳", state="left") == ["欧阳秋"]
    assert len(names(text="欧阳", state="all")) == 2
    assert names(department=position.department_id) == ["欧阳春"]
    assert names(role="document_controller") == ["欧阳春"]
    assert names(text="nobody at all") == []
    assert client.get(url, {"department": "x", "state": "?", "page": "9"}).status_code == 200


def test_an_administrators_day_through_the_forms(client_for):
    """Department, position, person, appointment, role, deputy, hand-over, close, open."""
    admin = an_administrator()
    client = client_for(admin)

    def post(page, *args, status=302, **data):
        answer = client.post(reverse(f"people:{page}", args=args), data)
        errors = answer.context["form"].errors if answer.status_code == 422 else ""
        assert answer.status_code == status, errors
        return answer

    zone = {"time_zone": "Asia/Shanghai"}
    post("add_site", name_zh="上海", country="CN", **zone)
    site = Site.objects.get()
    post("edit_site", site.pk, name_zh="上海", name_en="Shanghai", country="CN", **zone)
    post("add_department", code="KF", name_zh="客服部", is_active="on", status=302)
    department = Department.objects.get()
    post("add_department", code="KF", name_zh="again", is_active="on", status=422)
    post("add_position", code="P", name_zh="客服", department=department.pk, is_active="on")
    position = Position.objects.get()
    post("add", employee_number="100", name="李雷", language="en", **zone)
    user = User.objects.get(employee_number="100")
    post("add", employee_number="100", name="韩梅", language="en", status=422, **zone)
    post("add", employee_number="", name="", language="xx", status=422)
    post("edit", user.pk, employee_number="100", name="李磊", language="en", **zone)
    post("appoint", user.pk, position=position.pk, from_on="2026-01-01", is_primary="on")
    post("appoint", user.pk, position=999999, from_on="2026-01-01", status=422)
    post("grant_role", user.pk, role="auditor", from_on="2026-01-01", password="no", status=422)
    post("grant_role", user.pk, role="auditor", from_on="2026-01-01", password=PASSWORD)
    post(
        "name_deputy",
        user.pk,
        deputy=admin.pk,
        from_on="2026-01-02",
        to_on="2026-01-01",
        status=422,
    )
    post("name_deputy", user.pk, deputy=admin.pk, from_on="2026-01-02")
    sheet = post("reset_password", user.pk, status=200)
    assert sheet.context["fresh"][0][0] == user
    assert "http://testserver/" in sheet.content.decode()
    post(
        "edit_department",
        department.pk,
        code="KF",
        name_zh="客服部",
        head=user.pk,
        site=site.pk,
        is_active="on",
    )
    post("deactivate", user.pk, reason="离职", status=422)  # still heads the department
    preview = post("hand_over", user.pk, to_user=admin.pk, status=200)
    assert preview.context["moved"]
    department.refresh_from_db()
    assert department.head == user
    post("hand_over", user.pk, to_user=admin.pk, step="confirm")
    appointment, grant = user.appointments.get(), user.role_grants.get()
    post("end_appointment", user.pk, appointment.pk, to_on="2026-06-30")
    post("end_role", user.pk, grant.pk, password=PASSWORD)
    post("end_deputy", user.pk, user.deputies.get().pk)
    post("end_sessions", user.pk)
    post("deactivate", user.pk, reason="离职")
    post("reactivate", user.pk)
    post("edit_position", position.pk, code="P2", name_zh="客服", department=department.pk)


def test_my_account_and_my_deputy(client_for):
    user, colleague = a_user(), a_user()
    client = client_for(user)
    data = {"name_en": "Ann", "email": "a@example.com", "language": "en", "time_zone": "UTC"}
    assert client.post(reverse("people:account"), data).status_code == 302
    user.refresh_from_db()
    assert (user.name_en, user.language, user.time_zone) == ("Ann", "en", "UTC")
    bad = data | {"email": "nonsense", "time_zone": "Mars/Base"}
    assert client.post(reverse("people:account"), bad).status_code == 422
    data = {"deputy": colleague.pk, "from_on": "2026-03-02", "reason": "leave"}
    assert client.post(reverse("people:name_own_deputy"), data).status_code == 302
    assert client.get(reverse("people:deputies")).status_code == 200
    assert client_for(colleague).get(reverse("people:deputies")).status_code == 200
    named = user.deputies.get()
    end = reverse("people:end_own_deputy", args=[named.pk])
    assert client_for(colleague).post(end).status_code == 404
    assert client.post(end).status_code == 302
    assert client.post(end).status_code == 409  # ended already


def test_sites_and_departments_pages_show_what_is_there(client_for):
    a_department("子部门", parent=a_department("上级"), site=a_site())
    page = client_for(an_administrator()).get(reverse("people:departments")).content.decode()
    assert page.index("上级") < page.index("子部门")
