"""The register of SOPs: what is in force, one SOP with its versions, withdrawing, importing."""

from functools import partial
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sopman.core import shells
from sopman.core.http import answered
from sopman.core.narrowing import Narrowing
from sopman.core.paging import page_of, pages_of
from sopman.files.queries import attachments_by_subject
from sopman.people import queries as people
from sopman.signatures.enums import Meaning
from sops import actions, queries, rules, shelf
from sops.forms import ConfirmForm, ImportForm, LibraryFilter, RegisterForm, WithdrawForm
from sops.models import SopVersion
from sops.reading import locked
from sops.views.access import form_page, visible_sop


@require_GET
def library(request):
    user = request.user
    sees_all = user.standing.is_controller or user.standing.is_auditor
    offers = sees_all, tuple(people.names_of_departments.bare())
    narrowing = Narrowing(request, LibraryFilter, offers=offers, user=user)
    page = page_of(request, queries.library(user, **narrowing.values))
    may_import = rules.may_import_somewhere(user)
    line = Library(bool(page.object_list), narrowing.is_used, may_import)
    return shells.page(
        request, "sops/library.html", line,
        filter=narrowing.fields, rows=shelf.rows(page.object_list), paging=pages_of(request, page),
    )  # fmt: skip


class Library(NamedTuple):
    """What the page says besides its rows."""

    has_rows: bool
    is_narrowed: bool
    may_import: bool


@require_GET
def detail(request, pk):
    sop, user = visible_sop(request, pk), request.user
    versions = list(
        SopVersion.objects.visible_to(user)
        .light()
        .filter(sop=sop)
        .select_related("project", "approved_by", "sop")
        .prefetch_related("authors")
        .order_by("-pk")
    )
    files = attachments_by_subject(versions, "scan")
    context = {
        "sop": sop,
        "versions": [(one, files[one.pk]) for one in versions],
        "effective": next((one for one in versions if one.is_in_force), None),
        "positions": sop.positions.select_related("department"),
        "locked": locked(user, sop),
        "may_withdraw": rules.may_withdraw(sop, user),
        "may_confirm": rules.may_withdraw(sop, user) and sop.withdrawn_by_id != user.pk,
        "may_register": rules.may_change_register(sop, user),
    }
    return render(request, "sops/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit_register(request, pk):
    sop = visible_sop(request, pk)
    if not rules.may_change_register(sop, request.user):
        raise PermissionDenied(_("The document controller keeps the register."))
    initial = {
        "owner": sop.owner_id,
        "confidentiality": sop.confidentiality,
        "positions": list(sop.positions.values_list("pk", flat=True)),
    }
    form = RegisterForm(request.POST or None, initial=initial)
    write = partial(actions.edit_register, sop, actor=request.user, at=timezone.now())
    to = sop.get_absolute_url()
    done = answered(request, form, write, said=_("Register entry saved."), to=to)
    title = _("Register entry of %(number)s") % {"number": sop.number}
    page = "sops/register_form.html"
    return done or form_page(
        request, page, form, sop=sop, title=title, submit=_("Save register entry"), back=to
    )


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    sop = visible_sop(request, pk)
    if not rules.may_withdraw(sop, request.user):
        raise PermissionDenied(_("Your role does not allow this step."))
    form = WithdrawForm(request.POST or None)
    title = _("Withdraw %(number)s") % {"number": sop.number}
    text = _("It stops being in force at once. A second person confirms within a working day.")

    def write(reason, password, shown_sha256=""):
        return actions.withdraw(
            sop, reason=reason, password=password, actor=request.user, at=timezone.now()
        )

    return _signed(request, sop, form, write, title, text, _("Withdraw SOP"), _("SOP withdrawn."))


@require_http_methods(["GET", "POST"])
def confirm_withdrawal(request, pk):
    sop = visible_sop(request, pk)
    if not rules.may_withdraw(sop, request.user):
        raise PermissionDenied(_("Your role does not allow this step."))
    form = ConfirmForm(request.POST or None)
    title = _("Confirm the withdrawal of %(number)s") % {"number": sop.number}

    def write(password, shown_sha256=""):
        return actions.confirm_withdrawal(
            sop, password=password, actor=request.user, at=timezone.now()
        )

    said = _("Withdrawal confirmed.")
    text = sop.withdraw_reason
    return _signed(request, sop, form, write, title, text, _("Confirm withdrawal"), said)


def _signed(request, sop, form, write, title, text, submit, said):
    to = sop.get_absolute_url()
    done = answered(request, form, write, said=said, to=to)
    return done or form_page(
        request,
        "sops/sign.html",
        form,
        sop=sop,
        title=title,
        text=text,
        submit=submit,
        meaning=Meaning.WITHDRAWN.label,
        back=to,
        tone="bad",
    )


@require_http_methods(["GET", "POST"])
def import_existing(request):
    if not rules.may_import_somewhere(request.user):
        raise PermissionDenied(_("The document controller, or a department head, does this."))
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    write = partial(actions.import_existing, actor=request.user, at=timezone.now())
    done = answered(
        request,
        form,
        write,
        said=_("The SOP is in force."),
        to=lambda version: version.sop.get_absolute_url(),
    )
    return done or form_page(
        request,
        "sops/import.html",
        form,
        meaning=Meaning.IMPORTED.label,
        back=reverse("sops:library"),
    )
