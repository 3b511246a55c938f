"""Sessions that end: after idle time, with a changed password still due, and back to the page."""

import time
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from sopman.organization.queries import organization

SEEN = "seen_at"
_NOTED_EVERY = 60  # seconds; a session is written once a minute at most


class IdleMiddleware:
    """Logs out after the idle time of the settings. What was typed stays in the browser's draft."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get(SEEN)
            if seen is not None and now - seen > organization().idle_minutes * 60:
                request.idle_log_out = True
                logout(request)
            elif seen is None or now - seen >= _NOTED_EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """To the log-in page, and from there back to the page one was on (never to a POST address)."""

    def handle_no_permission(self, request, view_func):
        if getattr(request, "idle_log_out", False):
            messages.info(
                request,
                _("You were logged out because nothing happened for a while. Log in again."),
            )
        query = urlencode({REDIRECT_FIELD_NAME: _page_of(request)})
        return _send(request, f"{reverse('account_login')}?{query}")


class PasswordDueMiddleware:
    """A one-time password opens one door: the page where a password of one's own is chosen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, args, kwargs):
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if not getattr(view_func, "login_required", True):
            return None
        if request.resolver_match.view_name in ("people:password", "account_logout"):
            return None
        return _send(request, reverse("people:password"))


def _page_of(request):
    """Where the person stood: the page itself, or the page whose form was sent."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    return "/"


def _send(request, url):
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
