"""The company of the journey: departments, positions and the people who play their parts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from sopman.people.models import Department, Position, User
from tests.factories.people import a_department, a_position, a_user
from tests.journeys.desk import Desk

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai


@dataclass
class Company:
    """Everybody who has a part; the departments and positions they belong to."""

    service: Department
    technology: Department
    agent: Position
    director: Position
    engineer: Position
    head: User
    lead: User
    author: User
    expert: User
    operator: User
    compliance: User
    countersigner: User
    participant: User
    reader: User


def a_company():
    head, countersigner = _person("周敏", "1001"), _person("孙立", "1002")
    service = a_department("客户服务部", head=head, code="KF", name_en="Customer service")
    technology = a_department("技术部", head=countersigner, code="JS", name_en="Technology")
    rules = a_department("合规部", head=_person("何静", "1003"), code="HG", name_en="Compliance")
    agent = a_position("客服专员", department=service, name_en="Service agent")
    supervisor = a_position("客服主管", department=service, name_en="Service supervisor")
    director = a_position("客服总监", department=service, name_en="Service director")
    engineer = a_position("技术工程师", department=technology, name_en="Engineer")
    officer = a_position("合规专员", department=rules, name_en="Compliance officer")
    _person("钱进", "1010", engineer)
    return Company(
        service=service, technology=technology, agent=agent, director=director, engineer=engineer,
        head=_appointed(head, director), countersigner=countersigner,
        lead=_person("林晓", "1004", supervisor), author=_person("陈思", "1005", supervisor),
        expert=_person("王芳", "1006", supervisor), operator=_person("李强", "1007", agent),
        compliance=_person("高远", "1008", officer), participant=_person("吴迪", "1009", agent),
        reader=_person("郑爽", "1011", agent),
    )  # fmt: skip


def _person(name, number, position=None):
    return a_user(name, employee_number=number, position=position)


def _appointed(user, position):
    from tests.factories.people import an_appointment

    an_appointment(user, position)
    return user


class Play:
    """The stage clock and who sits at which desk."""

    def __init__(self, browser_context, company, start=MONDAY):
        self._browser_context, self._desks = browser_context, {}
        self._clock = None
        self.company = company
        self.sop = self.project = None  # their numbers, read off the addresses of the pages
        self.jump(start)

    def desk(self, user, **options) -> Desk:
        """The desk of this person, signed in by the form the first time they sit down."""
        if user.pk not in self._desks:
            page = self._browser_context(**options).new_page()
            self._desks[user.pk] = Desk(page, user).sign_in()
        return self._desks[user.pk]

    def jump(self, to: datetime) -> None:
        """Another day has come: sessions are over, everybody signs in again."""
        self.end()
        self._clock = time_machine.travel(to, tick=True)
        self._clock.start()

    def pass_days(self, days: int) -> None:
        self.jump(datetime.now(UTC) + timedelta(days=days))

    def end(self) -> None:
        for desk in self._desks.values():
            desk.page.context.close()
        self._desks = {}
        if self._clock is not None:
            self._clock.stop()
            self._clock = None

    def __getattr__(self, name: str) -> Any:
        """`play.lead` is the desk of the team lead."""
        return self.desk(getattr(self.company, name))
