"""Reading an SOP: the text, its flow chart, and whether a printed copy is still in force."""

from datetime import date
from typing import NamedTuple

from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from processes.enums import MapKind
from processes.queries.mapping import drawn_as
from sopman.core import kept, shells
from sopman.core.frame import frame_of
from sopman.signatures.signing import sha256_of
from sops import queries, reading
from sops.document import document_of, names_of
from sops.frozen import flow_chart_of
from sops.models import SopVersion
from sops.views.access import visible_sop, visible_version

_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def read(request, pk):
    """The version in force; before the first one the released one, after the last one a red band."""
    found = sorted(queries.in_reading(request.user, pk), key=lambda one: not one.is_in_force)
    if not found:
        return _nothing_in_force(request, visible_sop(request, pk))
    reading.must_be_open(request.user, found[0].sop)
    return _page(request, found[0])


@require_safe
def version(request, pk):
    """One version, whatever its state, for those who may see it."""
    return _page(request, visible_version(request, pk))


def _page(request, one):
    """304 when the reader's browser has this very page, before anything is rendered."""
    current = queries.effective_version(one.sop) if one.is_over else None
    blocks, bars = reading.blocks_for(request, one), reading.bars_for(request, one)
    files, text = queries.scans(one), _Text(one)
    head, etag = _head(one, current, files, bars), None
    if text.is_frozen and not get_messages(request):
        shown = (head, text.about, tuple(one.pk for one in files), blocks, bars)
        etag = kept.validator(request.user.pk, frame_of(request), shown)
        if known := get_conditional_response(request, etag=etag):
            return _revalidated(known, etag)
    parts = {
        "text": text.piece("sops/_text.html"),
        "contents": text.piece("sops/_contents.html"),
        "blocks": "".join(reading.rendered(request, blocks)),
        "bars": "".join(reading.rendered(request, bars)),
    }
    if files:
        parts["files"] = render_to_string("components/_attachments.html", {"files": files})
    return _revalidated(shells.page(request, "sops/read.html", head, **parts), etag)


class Head(NamedTuple):
    """What the page says of the version above its text, and what comes with it."""

    pk: int
    state: str
    label: str
    effective_on: date | None
    approved_by: str
    sop: int
    number: str
    title: str
    department: str
    owner: str
    current: str  # the label of the version in force, when it is another one
    has_files: bool
    has_bars: bool


def _head(one, current, files, bars):
    sop = one.sop
    return Head(
        one.pk, one.state, one.label, one.effective_on, str(one.approved_by or ""), sop.pk,
        sop.number, sop.title, str(sop.owning_department), str(sop.owner),
        current.label if current else "", bool(files), bool(bars),
    )  # fmt: skip


class _Text:
    """The text of a version: made once and kept when it is frozen, else read from its parts."""

    def __init__(self, one):
        self.version, self.is_frozen = one, bool(one.content_sha256)
        self.about = None
        if self.is_frozen:
            known = (one.pk, one.content_sha256)
            mentioned = kept.once(("mentioned", *known), lambda: self.document.mentioned)
            self.about = (*known, one.has_flow_chart, names_of(one, mentioned))

    @cached_property
    def document(self):
        return document_of(self.version)

    def piece(self, template):
        if not self.is_frozen:
            return self._made(template)
        return kept.once((template, self.about), lambda: self._made(template))

    def _made(self, template):
        one = self.version
        context = {"version": one, "document": self.document, "map": one.has_flow_chart}
        return render_to_string(template, context)


def _revalidated(response, etag):
    if etag:
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _nothing_in_force(request, sop):
    if sop.withdrawn_at is None:
        raise Http404
    context = {"sop": sop, "version": queries.latest_end(sop)}
    return render(request, "sops/withdrawn.html", context)


@require_safe
def flow_chart(request, pk):
    """The to-be map as a picture of its own, so that the text comes first on a phone."""
    one = visible_version(request, pk)
    xml = flow_chart_of(one)
    if not xml:
        raise Http404
    etag = quote_etag(f"{sha256_of(xml)}-{get_language()}")
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    svg = drawn_as(xml, one.project, MapKind.TO_BE, get_language())
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
