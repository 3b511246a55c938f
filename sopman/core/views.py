"""Language, theme, and the gallery of components."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sopman.core import gallery as samples
from sopman.core.frame import THEME_COOKIE, THEMES

ONE_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie, for it belongs to the device."""
    answer = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        answer.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return answer


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Chinese or English: in a cookie for before log-in, with the person for everywhere else."""
    answer = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("language")
    if chosen not in dict(settings.LANGUAGES):
        return answer
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    if request.user.is_authenticated:  # a preference, no fact of the house: no audit line
        get_user_model().objects.filter(pk=request.user.pk).update(language=chosen)
    return answer


def _back(request: HttpRequest) -> str:
    """Where the switch was pressed, if that is ours."""
    wanted = request.POST.get("next") or request.headers.get("Referer") or "/"
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"


@login_not_required
@require_GET
def gallery(request: HttpRequest, page: str = "") -> HttpResponse:
    """Every component on one page; for tests and for us, never in production."""
    if not (settings.DEBUG or settings.TESTING):
        raise Http404
    template = samples.PAGES.get(page)
    if not template:
        raise Http404
    return render(request, template, samples.context(request))
