"""How large the measured company is, and the people through whose eyes it is measured."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Size:
    projects: int = 500
    sops: int = 2000
    people: int = 5000
    notices: int = 120  # in the inbox of each measured person

    @property
    def teams(self) -> int:
        return max(6, min(24, self.people // 100))


@dataclass
class Company:
    """What the seeding hands on from step to step."""

    users: list[Any]
    departments: list[Any]
    positions: list[Any]
    ordinary: Any  # one position, member of some projects
    complicated: (
        Any  # many positions, heads departments, deputy of several heads, the same projects
    )
    clerk: Any  # an administrator with one position
    steward: Any  # an administrator who is as complicated as can be
    project: Any = None
    sop: Any = None

    @property
    def measured(self) -> list[Any]:
        return [self.ordinary, self.complicated, self.clerk, self.steward]
