"""Downloads: always through the permission of what the file belongs to."""

import logging
import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from sopman.core.errors import Refused
from sopman.files import queries, store
from sopman.files.enums import Kind
from sopman.files.registry import closed_for

logger = logging.getLogger(__name__)
SHOWN = {Kind.PICTURE, Kind.PDF}
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
READER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
# The browser's own PDF reader doesn't open in a sandbox; a PDF has no document to script.


@require_safe
def download(request, pk, name):
    attachment = queries.visible_attachment(pk, request.user)
    if attachment is None:
        raise Http404
    if sentences := closed_for(attachment.subject, request.user):
        raise Refused(sentences)
    etag = f'"{attachment.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _private(HttpResponse(status=304), attachment, etag)
    try:
        content = store.get(attachment.sha256)
    except store.Damaged:
        logger.exception("Attachment %s can't be handed out", attachment.pk)
        return render(request, "files/damaged.html", {"attachment": attachment}, status=500)
    if attachment.kind == Kind.AUDIO:
        span = _span(request.headers.get("Range"), len(content))
        response = (
            _part_response(content, attachment, span)
            if span
            else file_response(content, attachment)
        )
        response.headers["Accept-Ranges"] = "bytes"
        return _private(response, attachment, etag)
    return _private(file_response(content, attachment), attachment, etag)


def _part_response(content, attachment, span):
    """One part of a recording; players ask for parts, and some play nothing without."""
    first, last = span
    response = HttpResponse(
        content[first : last + 1], content_type=attachment.media_type, status=206
    )
    response.headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return response


def _span(header, size):
    """First and last byte of a single range that can be answered; None asks for all of it."""
    found = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", header or "")
    if not found or not size or int(found[1]) >= size:
        return None
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    return (int(found[1]), last) if int(found[1]) <= last else None


def file_response(content, attachment):
    response = HttpResponse(store.chunks(content), content_type=attachment.media_type)
    response.headers["Content-Length"] = str(len(content))
    inline = attachment.kind in SHOWN
    response.headers["Content-Disposition"] = content_disposition_header(
        not inline, attachment.name
    )
    return response


def _private(response, attachment, etag):
    """Nothing in a file may act, and no cache between us and the reader may keep it."""
    policy = READER if attachment.kind == Kind.PDF else SANDBOX
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(attachment.uploaded_at.timestamp())
    return response
