"""Reading an SOP: the text, its flow chart, and whether a printed copy is still in force."""

import hashlib
import re
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from processes.enums import MapKind
from processes.queries.mapping import map_of, process_svg
from sopman.core import kept
from sops import queries, reading
from sops.document import document_of
from sops.enums import VersionState
from sops.models import SopVersion
from sops.views.access import visible_sop, visible_version

_TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def read(request, pk):
    """The version in force; before the first one the released one, after the last one a red band."""
    versions = queries.for_reading(SopVersion.objects.visible_to(request.user)).filter(
        sop__id=pk, state__in=[VersionState.EFFECTIVE, VersionState.RELEASED]
    )
    found = sorted(versions, key=lambda one: not one.is_in_force)
    if not found:
        return _nothing_in_force(request, visible_sop(request, pk))
    reading.must_be_open(request.user, found[0].sop)
    return _page(request, found[0])


@require_safe
def version(request, pk):
    """One version, whatever its state, for those who may see it."""
    return _page(request, visible_version(request, pk))


def _page(request, one):
    document = document_of(one)
    context = {
        "version": one,
        "sop": one.sop,
        "text": _piece("sops/_text.html", one, document),
        "contents": _piece("sops/_contents.html", one, document),
        "current": _current(one) if one.is_over else None,
        "blocks": reading.blocks_for(request, one),
        "bars": reading.bars_for(request, one),
        "files": queries.scans(one),
    }
    return _unless_known(request, render(request, "sops/read.html", context), one)


def _piece(template, one, document):
    """Text or contents; of what is frozen they are made once and kept."""
    context = {"version": one, "document": document, "map": one.has_flow_chart}
    make = partial(render_to_string, template, context)
    if not one.frozen:
        return make()
    about = (template, one.pk, one.content_sha256, one.has_flow_chart, document.names())
    return kept.text(about, make)


def _current(one):
    return queries.effective_version(one.sop)


def _unless_known(request, response, one):
    """304 when the reader's browser has this very page; the tokens in its forms don't count."""
    said = _TOKEN.sub(b"", response.content) + one.content_sha256.encode()
    etag = quote_etag(hashlib.sha256(said).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return get_conditional_response(request, etag=etag, response=response)


def _nothing_in_force(request, sop):
    if sop.withdrawn_at is None:
        raise Http404
    context = {"sop": sop, "version": queries.latest_end(sop)}
    return render(request, "sops/withdrawn.html", context)


@require_safe
def flow_chart(request, pk):
    """The to-be map as a picture of its own, so that the text comes first on a phone."""
    one = visible_version(request, pk)
    process_map = map_of(one.project, MapKind.TO_BE) if one.project_id else None
    if process_map is None:
        raise Http404
    etag = quote_etag(f"{process_map.pk}-{process_map.revision}-{get_language()}")
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    svg = process_svg(process_map, get_language())
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = _SVG_POLICY
    return response


@require_safe
def status(request, pk):
    """What the QR code of a printed copy asks: is this still in force?

    Answered to everybody who is logged in; the title only to those who may read the SOP.
    """
    one = get_object_or_404(SopVersion.objects.light().select_related("sop"), pk=pk)
    current = queries.effective_version(one.sop)
    may_read = bool(
        current and SopVersion.objects.visible_to(request.user).filter(pk=current.pk).exists()
    )
    context = {"version": one, "sop": one.sop, "current": current, "may_read": may_read}
    return render(request, "sops/status.html", context)
