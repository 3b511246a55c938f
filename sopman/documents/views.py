"""One address per document: the file when it is made, else the page that waits for it.

Reading (GET) writes nothing; the page asks for the document by POST, by itself where the browser
runs scripts and by a button elsewhere.
"""

import logging

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sopman.core.errors import Refused
from sopman.core.http import is_htmx
from sopman.documents import actions, queries, registry
from sopman.documents.composing import Asked, subject_of
from sopman.documents.enums import MEDIA_TYPES, Format
from sopman.documents.models import Rendition
from sopman.files import store
from sopman.files.queries import subject_for
from sopman.files.registry import closed_for
from sopman.files.sniffing import clean_name

logger = logging.getLogger(__name__)
READER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request, code, pk):
    asked = _asked(request, code, pk)
    if request.method == "POST":
        rendition = actions.prepare(asked, actor=request.user, at=timezone.now())
        if not is_htmx(request):
            return HttpResponseRedirect(_address(request, asked))
        return _state(request, asked, rendition)
    rendition = queries.by_key(asked.key)
    if rendition and rendition.is_ready:
        return _file(request, asked, rendition)
    context = _context(request, asked, rendition)
    return render(request, "documents/prepare.html", context)


@require_safe
def progress(request, pk):
    """The fragment that the waiting page asks for every second."""
    rendition = get_object_or_404(Rendition, pk=pk)
    subject = subject_for(rendition.subject_type, rendition.subject_id, request.user)
    deliverable = registry.find(rendition.code)
    if subject is None or deliverable is None:
        raise Http404
    asked = Asked(deliverable, subject, rendition.format, rendition.language, request.user)
    return _state(request, asked, rendition)


def _asked(request, code, pk):
    deliverable = registry.find(code)
    wanted = request.GET.get("format", Format.PDF)
    language = request.GET.get("language") or get_language()
    if deliverable is None or wanted not in deliverable.formats:
        raise Http404
    if language not in dict(settings.LANGUAGES):
        raise Http404
    subject = subject_of(deliverable, pk, request.user)
    if subject is None:
        raise Http404
    if sentences := closed_for(subject, request.user):
        raise Refused(sentences)
    return Asked(deliverable, subject, wanted, language, request.user)


def _address(request, asked):
    path = reverse("documents:deliver", args=[asked.deliverable.code, asked.subject.pk])
    return f"{path}?{urlencode({'format': asked.format, 'language': asked.language})}"


def _context(request, asked, rendition):
    return {
        "asked": asked,
        "title": asked.deliverable.title,
        "address": _address(request, asked),
        "progress": queries.progress_of(rendition),
    }


def _state(request, asked, rendition):
    """The waiting fragment; when the file is there, the browser is sent to it."""
    if rendition.is_ready:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = _address(request, asked)
        return response
    return render(request, "documents/_state.html", _context(request, asked, rendition))


def _file(request, asked, rendition):
    try:
        content = store.get(rendition.sha256)
    except store.Damaged:
        logger.exception("Rendition %s is damaged", rendition.pk)
        return render(request, "files/damaged.html", {"attachment": rendition}, status=500)
    response = HttpResponse(content, content_type=MEDIA_TYPES[asked.format])
    inline = asked.format == Format.PDF and "download" not in request.GET
    name = clean_name(asked.file_name)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name)
    response.headers["Content-Security-Policy"] = READER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
