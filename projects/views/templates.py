"""The organization's charter templates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from projects import actions, rules
from projects.enums import MemberRole
from projects.forms import TemplateForms
from projects.models import CharterTemplate
from projects.starting import Content
from sopman.core.http import refusals
from sopman.organization.sections import tabs

_KEY = "charter_templates"


@require_GET
def templates(request):
    if not rules.may_read_templates(request.user):
        raise PermissionDenied(_("Templates belong to administrators and document controllers."))
    found = CharterTemplate.objects.visible_to(request.user)
    context = {
        "rows": [(one, Content.read(one.content)) for one in found],
        "may_edit": rules.may_edit_templates(request.user),
        "tabs": tabs(request.user, _KEY),
    }
    return render(request, "projects/templates.html", context)


@require_http_methods(["GET", "POST"])
def add_template(request):
    return _page(request, None)


@require_http_methods(["GET", "POST"])
def edit_template(request, pk):
    if not rules.may_edit_templates(request.user):
        raise PermissionDenied(_("Templates belong to administrators and document controllers."))
    found = CharterTemplate.objects.visible_to(request.user)
    return _page(request, get_object_or_404(found, pk=pk))


def _page(request, template):
    if not rules.may_edit_templates(request.user):
        raise PermissionDenied(_("Templates belong to administrators and document controllers."))
    forms = TemplateForms(request.POST or None, template)
    faulty = False
    if request.method == "POST":
        faulty = not forms.is_valid()
        if not faulty:
            with refusals(forms.main):
                actions.save_template(
                    template, actor=request.user, at=timezone.now(), **forms.arguments()
                )
            faulty = bool(forms.main.errors)
        if not faulty:
            messages.success(request, _("Template saved."))
            return redirect("projects:templates")
    context = {
        "template": template,
        "form": forms.main,
        "goals": forms.goals,
        "scope": forms.scope,
        "roles": MemberRole.choices,
        "tabs": tabs(request.user, _KEY),
    }
    return render(request, "projects/edit_template.html", context, status=422 if faulty else 200)
