"""The inbox."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sopman.core import frame, shells
from sopman.core.paging import Counted, page_of, pages_of
from sopman.notifications import actions, queries, rows
from sopman.notifications.models import Notice


@require_safe
def inbox(request):
    page = page_of(request, Counted(queries.whole_inbox, request.user))
    line = Inbox(bool(page.object_list), frame.unread(request, "inbox") > 0)
    return shells.page(
        request, "notifications/inbox.html", line,
        rows=rows.whole(request, page.object_list), paging=pages_of(request, page),
    )  # fmt: skip


class Inbox(NamedTuple):
    """What the page says besides its rows."""

    has_rows: bool
    has_unread: bool


@require_POST
def open_notice(request, pk):
    """Mark the notice read and go where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notice, actor=request.user, at=timezone.now())
    if notice.url.startswith("/") and not notice.url.startswith("//"):
        return HttpResponseRedirect(notice.url)
    return redirect("notifications:inbox")


@require_POST
def mark_read(request, pk):
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notice, actor=request.user, at=timezone.now())
    return redirect("notifications:inbox")


@require_POST
def mark_all_read(request):
    if actions.mark_all_read(actor=request.user, at=timezone.now()):
        messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:inbox")
