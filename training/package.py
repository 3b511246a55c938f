"""The package for the shared folder: the SOP as PDF beside an index that names it."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sopman.core.errors import Refused
from sopman.documents import queries, registry
from sopman.documents.composing import Asked
from sopman.documents.enums import Format
from sopman.documents.rendering import NotRendered, render_pdf
from sopman.files import store
from sopman.files.registry import closed_for
from sopman.files.sniffing import clean_name
from training.models import Release

BOM = "\ufeff"  # so that an old editor on a shared drive shows Chinese


def package_of(
    release: Release, *, user: Any, language: str, address: Callable[[str], str]
) -> tuple[str, bytes]:
    """(file name, ZIP); the right to the text is checked here again."""
    version = release.version
    if sentences := closed_for(version, user):
        raise Refused(sentences)
    name = clean_name(f"{version.sop.number} {version.sop.title} {version.label}")
    pdf = _pdf_of(version, user, language)
    with translation.override(language):
        index = render_to_string(
            "training/package_index.txt",
            {
                "release": release, "version": version, "sop": version.sop, "file": f"{name}.pdf",
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "address": address(reverse("sops:read", args=[version.sop_id])),
            },
        )  # fmt: skip
        inside = _("Index.txt")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{name}.pdf", pdf)
        packed.writestr(inside, (BOM + index.replace("\n", "\r\n")).encode())
    return f"{name}.zip", out.getvalue()


def _pdf_of(version: Any, user: Any, language: str) -> bytes:
    """The file that is there already, else a new one."""
    deliverable = registry.find("sops.sop")
    if deliverable is None:
        raise Refused([_("The document can't be made from this content.")])
    asked = Asked(deliverable, version, Format.PDF, language, user)
    known = queries.by_key(asked.key)
    if known and known.is_ready:
        return store.get(known.sha256)
    try:
        return render_pdf(asked.html, media=asked.media)
    except NotRendered as failed:
        raise Refused([_(failed.sentence)]) from failed
