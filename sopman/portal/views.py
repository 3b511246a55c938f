"""The first page after the log-in, and the board of all projects."""

from typing import NamedTuple

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects import rules as projects
from sopman.core import shells
from sopman.notifications import rows as notices
from sopman.portal import queries, rows


@require_safe
def work(request):
    user, at = request.user, timezone.now()
    groups = queries.waiting_for(user, at=at)
    parts = {f"to_do_{one.key}": rows.to_do(one.items) for one in groups}
    parts["must_reads"] = rows.must_reads(queries.must_reads(user, at=at))
    parts["projects"] = rows.projects(queries.my_projects(user))
    parts["notices"] = notices.titles(request, queries.latest_notices(user))
    line = Work(
        tuple(InGroup(one.key, str(one.label), one.icon, len(one.items)) for one in groups),
        bool(parts["must_reads"]), bool(parts["projects"]), bool(parts["notices"]),
    )  # fmt: skip
    return shells.page(request, "portal/work.html", line, **parts)


class InGroup(NamedTuple):
    """The head of a group of things to do."""

    key: str
    label: str
    icon: str
    count: int

    @property
    def part(self):
        return f"to_do_{self.key}"


class Work(NamedTuple):
    """What "My work" says besides its rows."""

    groups: tuple[InGroup, ...]
    has_must_reads: bool
    has_projects: bool
    has_notices: bool


@require_safe
def board(request):
    mine = request.GET.get("mine") == "1"
    columns = queries.board(request.user, mine=mine)
    context = {
        "columns": columns,
        "mine": mine,
        "is_empty": not any(one.count for one in columns),
        "may_open": projects.may_open(request.user),
    }
    return render(request, "portal/board.html", context)
