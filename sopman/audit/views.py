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
from sopman.core.narrowing import Narrowing
from sopman.core.paging import Counted, page_of

COLUMNS = ["chain", "sequence", "at", "recorded_at", "actor_name", "code", "subject_type",
           "subject_id", "subject_label", "source", "target", "reason", "signature_id",
           "digest"]  # fmt: skip


@require_safe
def trail(request):
    narrowing = _narrowing(request)
    page = page_of(request, _found(narrowing) if narrowing.said else Counted(queries.whole_trail))
    context = {"filter": narrowing, "page": page, "query": request.GET.urlencode()}
    return render(request, "audit/trail.html", context, status=422 if narrowing.errors else 200)


@require_safe
def verify(request):
    if not may_read_trail(request.user):
        raise PermissionDenied
    found = list(faults())
    context = {"faults": found, "missing": missing(), "count": queries.trail().count()}
    return render(request, "audit/verify.html", context)


@require_safe
def export(request):
    rows = _found(_narrowing(request)).values_list(*COLUMNS).iterator(chunk_size=2000)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response


def _narrowing(request):
    if not may_read_trail(request.user):
        raise PermissionDenied
    return Narrowing(request, TrailFilter, offers=())


def _found(narrowing):
    return queries.trail(**{} if narrowing.errors else narrowing.values)


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
