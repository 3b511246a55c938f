"""The first page after the log-in, and the board of all projects."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects import rules as projects
from sopman.portal import queries


@require_safe
def work(request):
    user, at = request.user, timezone.now()
    context = {
        "groups": queries.waiting_for(user, at=at),
        "projects": queries.my_projects(user),
        "must_reads": queries.must_reads(user, at=at),
        "notices": queries.latest_notices(user),
    }
    return render(request, "portal/work.html", context)


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
