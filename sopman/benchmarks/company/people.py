"""Departments in a tree, positions, people and what they hold."""

from datetime import date

from sopman.benchmarks.company.size import Company, Size
from sopman.organization.models import Organization
from sopman.people.enums import Role
from sopman.people.models import Appointment, Department, Deputy, Position, RoleGrant, User

SINCE = date(2024, 1, 1)
DIVISIONS = 5
POSITIONS = 8  # in each department
MANY = 12  # positions of the most complicated person
_DUTIES = ["专员", "主管", "工程师", "操作员", "检验员", "文员", "班组长", "经理"]
_FAMILY, _GIVEN = (
    "赵钱孙李周吴郑王冯陈褚卫",
    ["晓梅", "建国", "丽华", "志强", "雨桐", "文博", "思远"],
)


def seed(size: Size) -> Company:
    Organization.objects.create(pk=1, name_zh="测量公司", name_en="Measured company")
    users = _users(size.people + 4)
    ordinary, complicated, clerk, steward = users[-4:]
    departments = _departments(size, users, heads={0: complicated, 1: complicated, 2: steward})
    positions = _positions(departments)
    company = Company(
        users[:-4], departments, positions, ordinary, complicated, clerk, steward
    )  # fmt: skip
    _appointments(company)
    _rights(company)
    return company


def _users(count: int) -> list[User]:
    rows = [
        User(
            employee_number=f"B{n:05}",
            name=_FAMILY[n % len(_FAMILY)] + _GIVEN[n // 3 % len(_GIVEN)],
            name_en=f"Person {n}",
            mobile=f"139{n:08}",
            password="!",  # noqa: S106 -- nobody logs in with one
        )
        for n in range(count)
    ]
    return User.objects.bulk_create(rows, batch_size=500)


def _departments(size: Size, users: list[User], *, heads: dict[int, User]) -> list[Department]:
    top = Department.objects.create(code="D000", name_zh="总部", name_en="Head office")
    divisions = [
        Department(
            code=f"D{n + 1:03}", name_zh=f"事业部{n + 1}", name_en=f"Division {n + 1}", parent=top,
            head=heads.get(n, users[n]),
        )
        for n in range(DIVISIONS)
    ]  # fmt: skip
    divisions = Department.objects.bulk_create(divisions)
    teams = [
        Department(
            code=f"D{n + 100:03}", name_zh=f"部门{n + 1}", name_en=f"Department {n + 1}",
            parent=divisions[n % DIVISIONS], head=users[(n + DIVISIONS) % len(users[:-4])],
        )
        for n in range(size.teams)
    ]  # fmt: skip
    return [top, *divisions, *Department.objects.bulk_create(teams)]


def _positions(departments: list[Department]) -> list[Position]:
    rows = [
        Position(
            code=f"P{where.code[1:]}{n}", name_zh=f"{where.name_zh}{_DUTIES[n]}",
            name_en=f"{where.name_en} position {n}", department=where,
        )
        for where in departments
        for n in range(POSITIONS)
    ]  # fmt: skip
    return Position.objects.bulk_create(rows)


def _appointments(company: Company) -> None:
    places, rows = company.positions, []
    for n, user in enumerate(company.users):
        rows.append(Appointment(user=user, position=places[n % len(places)], from_on=SINCE))
        if n % 10 == 0:
            second = places[(n * 7 + 3) % len(places)]
            rows.append(Appointment(user=user, position=second, from_on=SINCE, is_primary=False))
    rows += [
        Appointment(user=user, position=places[-1], from_on=SINCE)
        for user in (company.ordinary, company.clerk)
    ]
    for user in (company.complicated, company.steward):
        rows += [
            Appointment(user=user, position=places[-1 - n * 3], from_on=SINCE, is_primary=n == 0)
            for n in range(MANY)
        ]
    Appointment.objects.bulk_create(rows, batch_size=500)


def _rights(company: Company) -> None:
    """Platform roles, and deputies: the complicated ones act for four heads each."""
    users, clerk, steward = company.users, company.clerk, company.steward
    grants = [(clerk, Role.ADMINISTRATOR), (steward, Role.ADMINISTRATOR)]
    grants += [(steward, Role.AUDITOR)]
    grants += [(users[-1], Role.DOCUMENT_CONTROLLER), (users[-2], Role.AUDITOR)]
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=who, role=role, from_on=SINCE, granted_by=clerk) for who, role in grants]
    )
    heads = [one.head for one in company.departments if one.head in users][:4]
    rows = [
        Deputy(principal=head, deputy=who, from_on=SINCE)
        for head in heads
        for who in (company.complicated, company.steward)
    ]
    rows += [
        Deputy(principal=users[n], deputy=users[n - 1], from_on=SINCE)
        for n in range(20, len(users), 50)
    ]
    Deputy.objects.bulk_create(rows)
