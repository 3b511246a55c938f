"""Answers: a fragment for htmx, a redirect for everyone else; refusals turned into form errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url

from sopman.core.errors import Refused


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", None) or request.headers.get("HX-Request"))


def respond(request: HttpRequest, fragment: str, context: dict, *, to: Any) -> HttpResponse:
    """After a write: the fragment that changed, or a redirect `to` an address, URL name or object."""
    if is_htmx(request):
        return render(request, fragment, context)
    return HttpResponseRedirect(resolve_url(to))


@contextmanager
def refusals(form: forms.BaseForm) -> Iterator[None]:
    """Run an action under a form: what it refuses stands above the fields, and nothing typed is lost.

    with refusals(form):
        actions.sign_charter(project, actor=…, at=…, **form.cleaned_data)
    if form.errors:
        return render(request, "…", context, status=422)
    """
    try:
        yield
    except Refused as refused:
        refused.settle()  # the action's transaction is over by now
        for sentence in refused.reasons:
            form.add_error(NON_FIELD_ERRORS, str(sentence))
    except ValidationError as invalid:
        form.add_error(None, _for_fields_of(form, invalid))


def answered(
    request: HttpRequest, form: forms.BaseForm, write: Callable[..., Any], *, said: Any, to: Any
) -> HttpResponse | None:
    """Run `write` under a valid form and go on; None when the form is to be shown (again).

    The arguments are what the form makes of its fields (`arguments()`, else all of them). `to` is
    an address, or makes one from what was written.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    written = None
    with refusals(form):
        arguments = form.arguments() if hasattr(form, "arguments") else form.cleaned_data
        written = write(**arguments)
    if form.errors:
        form.is_refused = True
        return None
    messages.success(request, said)
    return redirect(to(written) if callable(to) else to)


def _for_fields_of(form: forms.BaseForm, invalid: ValidationError) -> ValidationError:
    """Errors of a field the form does not show go above the fields instead of getting lost."""
    if not hasattr(invalid, "error_dict"):
        return invalid
    errors: dict[str, list] = {}
    for name, found in invalid.error_dict.items():
        errors.setdefault(name if name in form.fields else NON_FIELD_ERRORS, []).extend(found)
    return ValidationError(errors)
