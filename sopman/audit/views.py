"""The whole trail, for auditors, document controllers and administrators."""

import csv
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sopman.audit import queries
from sopman.audit.forms import TrailFilter
from sopman.audit.rules import may_read_trail
from sopman.audit.triggers import missing
from sopman.audit.verification import faults
from sopman.core.paging import page_of

COLUMNS = ["chain", "sequence", "at", "recorded_at", "actor_name", "code", "subject_type",
           "subject_id", "subject_label", "source", "target", "reason", "signature_id",
           "digest"]  # fmt: skip


@require_safe
def trail(request):
    events, form = _asked_for(request)
    context = {"form": form, "page": page_of(request, events), "query": request.GET.urlencode()}
    return render(request, "audit/trail.html", context, status=422 if form.errors else 200)


@require_safe
def verify(request):
    if not may_read_trail(request.user):
        raise PermissionDenied
    found = list(faults())
    context = {"faults": found, "missing": missing(), "count": queries.trail().count()}
    return render(request, "audit/verify.html", context)


@require_safe
def export(request):
    events, _form = _asked_for(request)
    rows = events.values_list(*COLUMNS).iterator(chunk_size=2000)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response


def _asked_for(request):
    if not may_read_trail(request.user):
        raise PermissionDenied
    form = TrailFilter(request.GET)
    return queries.trail(**form.cleaned_data if form.is_valid() else {}), form


class _Line:
    """A file to csv that hands back each line."""

    def write(self, value: str) -> str:
        return value


def _csv(rows) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value) -> str:
    """A spreadsheet must not take a text for a formula."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
