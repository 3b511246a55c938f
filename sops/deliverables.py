"""The SOP on paper: PDF and Word, each from the same reading of the content."""

from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.enums import MapKind
from processes.queries.mapping import drawn_as
from sopman.core import wording
from sopman.documents.docx import DocxBuilder
from sopman.documents.registry import deliverable
from sopman.files import store
from sopman.organization.queries import organization
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import signatures_of
from sops import markup
from sops.document import document_of
from sops.enums import SectionKind, VersionState
from sops.models import SopVersion

MARKED = {
    VersionState.DRAFT: gettext_lazy("DRAFT"),
    VersionState.IN_REVIEW: gettext_lazy("IN REVIEW"),
    VersionState.APPROVED: gettext_lazy("NOT IN FORCE YET"),
    VersionState.IN_PILOT: gettext_lazy("TRIAL VERSION"),
    VersionState.RELEASED: gettext_lazy("NOT IN FORCE YET"),
    VersionState.SUPERSEDED: gettext_lazy("SUPERSEDED"),
    VersionState.WITHDRAWN: gettext_lazy("WITHDRAWN"),
    VersionState.DROPPED: gettext_lazy("NEVER IN FORCE"),
}


def sop_as_docx(context: dict[str, Any], language: str) -> bytes:
    """The same content with Word's own headings, tables and fields."""
    return _Word(context, language).bytes()


@deliverable("sops.sop", model=SopVersion, title=gettext_lazy("SOP"), docx=sop_as_docx)
def sop(version: SopVersion, language: str) -> dict[str, Any]:
    """Cover block, revision table, sections, steps, flow chart, signatures; marked by its state."""
    document, signatures = document_of(version), _signatures(version)
    flow = document.flow_chart
    return {
        "number": version.sop.number,
        "version": version.label,
        "document_title": version.sop.title,
        "file_name": f"{version.sop.number} {version.label} {version.sop.title}",
        "uncontrolled": True,
        "qr": _qr(version),
        "sop": version.sop,
        "one": version,
        "document": document,
        "steps_number": list(SectionKind.values).index(SectionKind.PROCEDURE) + 1,
        "flow": drawn_as(flow, version.project, MapKind.TO_BE, language) if flow else "",
        "watermark": MARKED.get(version.state, ""),
        "status": _status(version),
        "revisions": _revisions(version),
        "signatures": signatures,
        "names": _names(signatures),
        "language": language,
    }


def _status(version: SopVersion) -> str:
    words = str(version.get_state_display())
    if version.state == VersionState.IN_PILOT:
        return _("%(state)s, not in force yet") % {"state": words}
    return words


def _qr(version: SopVersion) -> SafeString:
    """Leads to the answer whether this copy is still in force."""
    base = (organization().base_url or settings.BASE_URL).rstrip("/")
    address = base + reverse("sops:status", args=[version.pk])
    drawn = segno.make(address, error="m").svg_data_uri(scale=2, border=1)
    return format_html('<img src="{}" alt="{}">', drawn, address)


def _revisions(version: SopVersion) -> list[dict[str, Any]]:
    """Every numbered edition up to this one, and this one."""
    rows = (
        version.sop.versions.light()
        .filter(pk__lte=version.pk)
        .select_related("approved_by", "sop")
        .prefetch_related("authors")
        .order_by("pk")
    )
    return [
        {
            "label": one.label,
            "on": one.effective_on,
            "state": one.get_state_display(),
            "note": one.change_note or _("First edition"),
            "by": one.author_names,
            "approved_by": one.approved_by or "",
        }
        for one in rows
        if one.major is not None or one.pk == version.pk
    ]


ROLES = {
    Meaning.REVIEWED: gettext_lazy("Reviewed by"),
    Meaning.COUNTERSIGNED: gettext_lazy("Countersigned by"),
    Meaning.APPROVED: gettext_lazy("Approved by"),
    Meaning.IMPORTED: gettext_lazy("Brought into force by"),
}


def _signatures(version: SopVersion) -> list[dict[str, Any]]:
    """Prepared by, reviewed by, countersigned by, approved by: the latest of each person."""
    prepared = {"role": _("Prepared by"), "name": version.author_names}
    if version.submitted_at:
        prepared |= {"at": version.submitted_at, "meaning": _("Submitted")}
    given = {(one.meaning, one.signer_id): one for one in signatures_of(version)}
    rows = [prepared]
    for meaning, role in ROLES.items():
        found = [one for (kind, _signer), one in given.items() if kind == meaning]
        rows += [_signature(role, one) for one in found]
        if not found and meaning == Meaning.APPROVED and not version.is_imported:
            rows.append({"role": role, "name": ""})
    return rows


def _signature(role: Any, one: Any) -> dict[str, Any]:
    return {
        "role": role,
        "name": one.signer_name,
        "at": one.at,
        "meaning": one.get_meaning_display(),
        "hash": one.content_sha256,
    }


def _names(rows: list[dict[str, Any]]) -> list[tuple[Any, str]]:
    """For the cover: one line per role."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row["role"]), []).append(str(row["name"] or "—"))
    return [(role, _(", ").join(dict.fromkeys(names))) for role, names in found.items()]


class _Word:
    """From the context of the deliverable to a Word document."""

    def __init__(self, context: dict[str, Any], language: str) -> None:
        self.context, self.document = context, context["document"]
        self.word = DocxBuilder(
            title=context["document_title"],
            language=language,
            header=f"{context['number']} · {context['version']} · {context['status']}",
            subject=context["number"],
        )

    def bytes(self) -> bytes:
        self._cover()
        for section in self.document.sections:
            if section.kind == SectionKind.PROCEDURE or section.body or self._rows(section.kind):
                self.word.heading(f"{section.n} {section.label}")
                self._text(section.body)
                self._under(section)
        self.word.heading(_("Signatures"))
        self.word.table(
            [_("Role"), _("Signed by"), _("Signed at")],
            [
                (one["role"], one["name"] or "—", wording.moment(one.get("at"), year=True) or "—")
                for one in self.context["signatures"]
            ],
        )
        return self.word.save()

    def _cover(self) -> None:
        one, sop = self.context["one"], self.context["sop"]
        self.word.title(self.context["document_title"])
        self.word.facts(
            [
                (_("Document number"), sop.number),
                (_("Version"), one.label),
                (_("Status"), self.context["status"]),
                (_("Effective date"), wording.day(one.effective_on, year=True) or "—"),
                (_("Owning department"), sop.owning_department),
                *self.context["names"],
            ]
        )
        self.word.heading(_("Revisions"), 2)
        self.word.table(
            [_("Version"), _("Effective date"), _("What changed"), _("Prepared by")],
            [
                (row["label"], wording.day(row["on"], year=True) or "—", row["note"], row["by"])
                for row in self.context["revisions"]
            ],
        )

    def _rows(self, kind: str) -> list[Any]:
        return {
            SectionKind.RELATED: self.document.related,
            SectionKind.RECORDS: self.document.records,
        }.get(kind, [])

    def _under(self, section: Any) -> None:
        if section.kind == SectionKind.PROCEDURE:
            self._steps(section.n)
        elif section.kind == SectionKind.RELATED:
            self.word.bullets(f"{row['number']} {row['title']}" for row in self.document.related)
        elif section.kind == SectionKind.RECORDS:
            self.word.bullets(f"{row['number']} {row['title']}" for row in self.document.records)

    def _steps(self, n: int) -> None:
        for step in self.document.steps:
            self.word.heading(f"{n}.{step.n} {step.title}", 2)
            if step.caution:
                self.word.paragraph(_("Caution"), bold=True)
                self._text(step.caution)
            self._text(step.action)
            self.word.facts(self._facts(step))
            for shown in step.pictures:
                if shown.attachment:
                    self.word.picture(
                        store.get(shown.attachment.sha256), alt=shown.caption or shown.alt
                    )
            if step.example:
                self.word.paragraph(_("Example"), bold=True)
                self._text(step.example)

    def _facts(self, step: Any) -> list[tuple[Any, Any]]:
        ways = [branch_sentence(way) for way in step.branches]
        pairs = [
            (_("Responsible"), step.position),
            (_("System"), step.system),
            (_("Time limit"), step.time_limit),
            (_("Output standard"), markup.plain(step.output_standard)),
            (_("Key control point"), _("yes") if step.is_control_point else ""),
            (_("Branches"), "\n".join(ways)),
        ]
        return [(name, value) for name, value in pairs if value]

    def _text(self, text: str) -> None:
        for block in markup.blocks(text):
            if block.kind == "p":
                for line in block.lines:
                    self._line(line)
            else:
                write = self.word.bullets if block.kind == "ul" else self.word.numbers
                write(
                    ["".join(piece for piece, _bold in markup.runs(line)) for line in block.lines]
                )

    def _line(self, line: str) -> None:
        paragraph = self.word.document.add_paragraph()
        for piece, bold in markup.runs(line):
            paragraph.add_run(piece).bold = bold


def branch_sentence(way: Any) -> str:
    facts = {"condition": way.condition, "n": way.n, "title": way.title}
    if not way.n:
        return _("If %(condition)s: the procedure ends.") % facts
    return _("If %(condition)s: step %(n)s “%(title)s”") % facts
