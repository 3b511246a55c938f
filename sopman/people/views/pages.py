"""What the pages of this app share: who may open them, the page of one form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sopman.core.http import refusals
from sopman.people.rules import may_manage_people, may_read_people

View = Callable[..., HttpResponse]


def readers_only(view: View) -> View:
    """Administrators and auditors."""
    return _only(may_read_people, view)


def managers_only(view: View) -> View:
    """Administrators."""
    return _only(may_manage_people, view)


def _only(may: Callable[[Any], bool], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):
            raise PermissionDenied(_("These pages belong to the administrators."))
        return view(request, *args, **kwargs)

    return guarded


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str,
    submit: str | Promise,
    back: str,
    act: Callable[..., Any],
    done: str | Promise,
    to: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """One form, one action: POST runs `act(**cleaned_data)` and goes `to` (else `back`)."""
    if request.method == "POST" and form.is_valid():
        result = None
        with refusals(form):
            result = act(**form.cleaned_data)
        if not form.errors:
            messages.success(request, done)
            return redirect(to(result) if to else back)
    context |= {"form": form, "title": title, "submit": submit, "cancel_url": back}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
