"""The door: log-in, one click for demonstration people, the first run."""

import ipaddress
from typing import Any

from allauth.account.utils import perform_login
from allauth.account.views import LoginView as AllauthLoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sopman.core.http import refusals
from sopman.organization.queries import organization
from sopman.people import actions, queries
from sopman.people import first_run as tokens
from sopman.people.forms.structure import FirstRunForm

DEMO_SALT = "sopman.people.demo"
DEMO_TOKEN_AGE = 12 * 3600
BACKEND = "sopman.people.backends.NumberBackend"


class LoginView(AllauthLoginView):
    template_name = "account/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if queries.nobody_yet():
            return redirect("people:first_run")
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["demo_people"] = _demo_people(self.request)
        context["organization"] = organization()
        return context


log_in = LoginView.as_view()


@login_not_required
@never_cache
@require_POST
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Only with demonstration data, only on this very machine, only with a token we signed."""
    if not demo_is_open(request):
        raise Http404
    try:
        pk = signing.loads(token, salt=DEMO_SALT, max_age=DEMO_TOKEN_AGE)
    except signing.BadSignature as error:
        raise Http404 from error
    user = queries.demo_people().filter(pk=pk).first()
    if user is None:
        raise Http404
    user.backend = BACKEND
    return perform_login(request, user, redirect_url=request.POST.get("next") or None)


def demo_is_open(request: HttpRequest) -> bool:
    if not settings.SOPMAN_DEMO_SIGN_IN or "X-Forwarded-For" in request.headers:
        return False
    try:
        near = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and organization().has_demo


def _demo_people(request: HttpRequest) -> list[dict[str, Any]]:
    if not demo_is_open(request):
        return []
    found = []
    for user in queries.with_positions(queries.demo_people()):
        position = user.held_now[0].position if user.held_now else None
        token = signing.dumps(user.pk, salt=DEMO_SALT)
        found.append(
            {
                "name": user.display_name,
                "position": position or "",
                "department": position.department if position else "",
                "token_url": reverse("people:demo_sign_in", args=[token]),
            }
        )
    return found


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Organization and first administrator; open while nobody exists, to who holds the link."""
    if not queries.nobody_yet():
        raise Http404
    token = request.POST.get("token") or request.GET.get("token") or ""
    if not tokens.is_token(token):
        return render(request, "people/first_run_closed.html", status=403)
    form = FirstRunForm(request.POST or None, initial={"time_zone": organization().time_zone})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            user = actions.create_first_administrator(at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            tokens.use_up()
            user.backend = BACKEND
            perform_login(request, user)
            return HttpResponseRedirect(reverse("people:imports"))
    context = {"form": form, "token": token}
    return render(request, "people/first_run.html", context, status=422 if form.errors else 200)
