"""The inbox."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sopman.core.paging import Counted, page_of
from sopman.notifications import actions, queries
from sopman.notifications.models import Notice
from sopman.notifications.texts import text_of


@require_safe
def inbox(request):
    page = page_of(request, Counted(queries.whole_inbox, request.user))
    rows = [(notice, text_of(notice)) for notice in page.object_list]
    unread = queries.unread_count(request.user)
    context = {"page": page, "rows": rows, "unread": unread}
    return render(request, "notifications/inbox.html", context)


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
