"""The department tree, positions and sites."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sopman.core.paging import page_of
from sopman.organization.queries import organization
from sopman.organization.sections import tabs
from sopman.people import actions, queries
from sopman.people.forms.people import FilterForm
from sopman.people.forms.structure import DepartmentForm, PositionForm, SiteForm
from sopman.people.models import Department, Position, Site
from sopman.people.rules import may_manage_people
from sopman.people.views.pages import form_page, managers_only, readers_only

_DEPARTMENT = ("code", "name_zh", "name_en", "parent", "head", "site", "is_active")
_POSITION = ("code", "name_zh", "name_en", "department", "is_active")
_SITE = ("name_zh", "name_en", "country", "time_zone")


@readers_only
@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    context = {
        "page": page_of(request, queries.department_tree()),
        "tabs": tabs(request.user, "departments"),
        "may_manage": may_manage_people(request.user),
    }
    return render(request, "people/departments.html", context)


@managers_only
@require_http_methods(["GET", "POST"])
def add_department(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        DepartmentForm(request.POST or None),
        title=_("Add a department"),
        submit=_("Add department"),
        back=reverse("people:departments"),
        act=lambda **data: actions.add_department(actor=request.user, at=timezone.now(), **data),
        done=_("Department added."),
    )


@managers_only
@require_http_methods(["GET", "POST"])
def edit_department(request: HttpRequest, pk: int) -> HttpResponse:
    department = get_object_or_404(Department, pk=pk)
    begin = {name: getattr(department, name) for name in _DEPARTMENT}
    return form_page(
        request,
        DepartmentForm(request.POST or None, initial=begin),
        title=_("Edit “%(name)s”") % {"name": department},
        submit=_("Save department"),
        back=reverse("people:departments"),
        act=lambda **data: actions.edit_department(
            department, actor=request.user, at=timezone.now(), **data
        ),
        done=_("Department saved."),
    )


@readers_only
@require_GET
def positions(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    del form.fields["role"], form.fields["state"]
    form.fields["text"].label = _("Name or code")
    form.is_valid()
    found = queries.position_list(
        text=form.cleaned_data.get("text") or "", department=form.cleaned_data.get("department")
    )
    context = {
        "filter": form,
        "page": page_of(request, found),
        "tabs": tabs(request.user, "positions"),
        "may_manage": may_manage_people(request.user),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "people/positions.html", context)


@managers_only
@require_http_methods(["GET", "POST"])
def add_position(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        PositionForm(request.POST or None),
        title=_("Add a position"),
        submit=_("Add position"),
        back=reverse("people:positions"),
        act=lambda **data: actions.add_position(actor=request.user, at=timezone.now(), **data),
        done=_("Position added."),
    )


@managers_only
@require_http_methods(["GET", "POST"])
def edit_position(request: HttpRequest, pk: int) -> HttpResponse:
    position = get_object_or_404(Position, pk=pk)
    begin = {name: getattr(position, name) for name in _POSITION}
    return form_page(
        request,
        PositionForm(request.POST or None, initial=begin),
        title=_("Edit “%(name)s”") % {"name": position},
        submit=_("Save position"),
        back=reverse("people:positions"),
        act=lambda **data: actions.edit_position(
            position, actor=request.user, at=timezone.now(), **data
        ),
        done=_("Position saved."),
    )


@readers_only
@require_GET
def sites(request: HttpRequest) -> HttpResponse:
    context = {
        "page": page_of(request, Site.objects.all()),
        "tabs": tabs(request.user, "sites"),
        "may_manage": may_manage_people(request.user),
    }
    return render(request, "people/sites.html", context)


@managers_only
@require_http_methods(["GET", "POST"])
def add_site(request: HttpRequest) -> HttpResponse:
    zone = organization().time_zone
    begin = {"country": "CN", "time_zone": zone}
    return form_page(
        request,
        SiteForm(request.POST or None, initial=begin, time_zone=zone),
        title=_("Add a site"),
        submit=_("Add site"),
        back=reverse("people:sites"),
        act=lambda **data: actions.add_site(actor=request.user, at=timezone.now(), **data),
        done=_("Site added."),
    )


@managers_only
@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Site, pk=pk)
    begin = {name: getattr(site, name) for name in _SITE}
    return form_page(
        request,
        SiteForm(request.POST or None, initial=begin, time_zone=site.time_zone),
        title=_("Edit “%(name)s”") % {"name": site},
        submit=_("Save site"),
        back=reverse("people:sites"),
        act=lambda **data: actions.edit_site(site, actor=request.user, at=timezone.now(), **data),
        done=_("Site saved."),
    )
