"""The calendar: a year to look at, and an editor for its exceptions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sopman.core.http import refusals
from sopman.organization.queries import today
from sopman.organization.sections import tabs
from sopman.people import sheets
from sopman.people.models import Site
from sopman.workdays import actions, importing, queries, rules
from sopman.workdays.forms import DayForm, ImportDaysForm, YearForm
from sopman.workdays.models import CalendarDay


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    if not rules.may_read_calendar(request.user):
        raise PermissionDenied(_("The calendar belongs to the administrators."))
    year, site = _chosen(request.GET)
    context = _frame(request, year, site) | {
        "chooser": YearForm({"year": year, "site": site.pk if site else ""}),
        "months": queries.months_of(year, get_language() or "zh-hans", site),
        "confirmation": queries.confirmation(site, year),
        "own": sorted(queries.days_of(site, year).values(), key=lambda row: row.date),
    }
    return render(request, "workdays/calendar.html", context)


@require_http_methods(["GET", "POST"])
def set_day(request: HttpRequest) -> HttpResponse:
    _must_edit(request)
    year, site = _chosen(request.GET)
    form = DayForm(request.POST or None, initial={"day": request.GET.get("day")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.set_day(actor=request.user, at=timezone.now(), site=site, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Day saved."))
            return redirect(_address(form.cleaned_data["day"].year, site))
    context = _frame(request, year, site) | {"form": form}
    return render(request, "workdays/day.html", context, status=422 if form.errors else 200)


@require_POST
def clear_day(request: HttpRequest, pk: int) -> HttpResponse:
    _must_edit(request)
    row = get_object_or_404(CalendarDay.objects.select_related("site"), pk=pk)
    to = _address(row.date.year, row.site)
    actions.clear_day(row, actor=request.user, at=timezone.now())
    messages.success(request, _("The day is as the public calendar has it again."))
    return redirect(to)


@require_POST
def confirm_year(request: HttpRequest) -> HttpResponse:
    _must_edit(request)
    year, site = _chosen(request.POST)
    actions.confirm_year(year, actor=request.user, at=timezone.now(), site=site)
    messages.success(request, _("%(year)s confirmed.") % {"year": year})
    return redirect(_address(year, site))


@require_http_methods(["GET", "POST"])
def import_days(request: HttpRequest) -> HttpResponse:
    """All rows or none; what is wrong is said row by row."""
    _must_edit(request)
    year, site = _chosen(request.GET)
    form = ImportDaysForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        days = _days_in(form)
        if days and not form.errors:
            actions.import_days(days, actor=request.user, at=timezone.now(), site=site)
            messages.success(request, _("%(count)d days imported.") % {"count": len(days)})
            return redirect(_address(days[0][0].year, site))
    context = _frame(request, year, site) | {"form": form}
    return render(request, "workdays/import.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    _must_edit(request)
    headings = [names[0] for names in importing.COLUMNS.values()]
    rows = [("2026-10-01", "休息日", "国庆节"), ("2026-10-10", "工作日", "国庆节调休")]
    content = sheets.write_table(headings, rows, _("Calendar"))
    answer = HttpResponse(content, content_type=sheets.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="calendar.xlsx"'
    return answer


def _days_in(form: ImportDaysForm) -> list:
    try:
        table = sheets.read_table(form.cleaned_data["file"], importing.COLUMNS)
    except sheets.Unreadable as error:
        form.add_error("file", str(error))
        return []
    days, errors = importing.judge(table)
    for sentence in errors[:20]:
        form.add_error("file", sentence)
    return days


def _chosen(data: Any) -> tuple[int, Site | None]:
    form = YearForm(data)
    form.is_valid()
    return form.cleaned_data.get("year") or today().year, form.cleaned_data.get("site")


def _frame(request: HttpRequest, year: int, site: Site | None) -> dict[str, Any]:
    return {
        "year": year,
        "site": site,
        "query": _query(year, site),
        "back": _address(year, site),
        "previous": _query(year - 1, site) if year > actions.FIRST_YEAR else "",
        "following": _query(year + 1, site) if year < actions.LAST_YEAR else "",
        "may_edit": rules.may_edit_calendar(request.user),
        "tabs": tabs(request.user, "calendar"),
    }


def _query(year: int, site: Site | None) -> str:
    return urlencode({"year": year} | ({"site": site.pk} if site else {}))


def _address(year: int, site: Site | None) -> str:
    return f"{reverse('workdays:calendar')}?{_query(year, site)}"


def _must_edit(request: HttpRequest) -> None:
    if not rules.may_edit_calendar(request.user):
        raise PermissionDenied(_("Only administrators and document controllers edit the calendar."))
