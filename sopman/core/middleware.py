"""Language, time zone and the page of a refused step."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from sopman.core.errors import Refused

_GAVE_WAY = {"40P01", "40001"}  # deadlock detected, serialization failure


class LanguageMiddleware:
    """Before log-in: the language of the cookie, else of the browser, else Chinese."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in dict(settings.LANGUAGES):
            accepted = request.headers.get("Accept-Language", "").lower()
            chosen = "en" if accepted.startswith("en") else settings.LANGUAGE_CODE
        return _in_language(request, chosen, self.get_response)


def _in_language(request, language, get_response):
    with translation.override(language):
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
    return response


class ReaderMiddleware:
    """After log-in: the person's own language and time zone win."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        request.user = getattr(user, "_wrapped", user)  # found; no wrapper between from here on
        with timezone.override(ZoneInfo(user.time_zone or settings.TIME_ZONE)):
            return _in_language(request, user.language or settings.LANGUAGE_CODE, self.get_response)


class RefusalMiddleware:
    """Turns Refused, and a lost race, into a 409 that lists the sentences."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, Refused):
            error.settle()
            return refusal_page(request, error.reasons)
        lost = isinstance(error, ConcurrentTransition | TransitionNotAllowed)
        if lost or _gave_way(error):
            return refusal_page(request, [changed_meanwhile()])
        return None


def _gave_way(error):
    """PostgreSQL ended one of two transactions that waited for each other; nothing of it is kept."""
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError) and state in _GAVE_WAY


def changed_meanwhile() -> str:
    return _("Someone else has just changed this. Reload the page and look again.")


def refusal_page(request, reasons):
    """409 with the sentences: a fragment for htmx, a page for everyone else."""
    fragment = getattr(request, "htmx", False)
    template = "components/_refused.html" if fragment else "409.html"
    response = render(request, template, {"reasons": reasons}, status=409)
    if fragment:
        response.headers["HX-Retarget"] = "#notices"
    return response
