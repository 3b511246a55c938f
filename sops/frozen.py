"""The content of a version in one canonical form: what signatures bind to and snapshots keep.

Read from the rows each time, so that comparing it with the signed fingerprint proves something.
Names that may change elsewhere (a position renamed) are kept beside it, not in it.
"""

from typing import Any

from processes.enums import MapKind
from processes.queries.mapping import map_of
from sops.enums import SectionKind

FORMAT = 1


def frozen_content(version: Any) -> dict[str, Any]:
    """Everything a reader relies on, JSON-able; the same rows always give the same value."""
    sop = version.sop
    sections = {one.kind: one.body for one in version.sections.all()}
    return {
        "format": FORMAT,
        "number": sop.number,
        "title_zh": sop.title_zh,
        "title_en": sop.title_en,
        "department": sop.owning_department_id,
        "authors": sorted(author.pk for author in version.authors.all()),
        "based_on": version.based_on_id,
        "change_note": version.change_note,
        "sections": [{"kind": kind, "body": sections.get(kind, "")} for kind in SectionKind.values],
        "steps": [_step(one, n) for n, one in enumerate(_in_order(version), start=1)],
        "related": [
            {"sop": one.sop_id, "number": one.number, "title": one.title}
            for one in sorted(version.related_documents.all(), key=_by_key)
        ],
        "records": [
            {
                "number": one.number,
                "title": one.title,
                "step": str(one.step_id) if one.step_id else None,
                "kept_by": one.kept_by,
                "kept_for": one.kept_for,
            }
            for one in sorted(version.record_forms.all(), key=_by_key)
        ],
        "omitted": [
            {"step": str(one.step_id), "reason": one.reason}
            for one in sorted(version.omissions.all(), key=lambda one: str(one.step_id))
        ],
        "flow_chart": flow_chart_of(version),
    }


def flow_chart_of(version: Any) -> str:
    """The to-be map as BPMN: of a draft as it is drawn now, afterwards for ever as it was then."""
    if version.content_sha256:
        return (kept_content(version) or {}).get("flow_chart", "")
    drawn = map_of(version.project, MapKind.TO_BE) if version.project_id else None
    return drawn.xml if drawn else ""


def kept_content(version: Any) -> Any:
    """Asked for alone where pages leave it out because they may have the text already."""
    if "frozen" not in version.get_deferred_fields():
        return version.frozen
    return type(version).objects.values_list("frozen", flat=True).get(pk=version.pk)


def step_content(one: Any) -> dict[str, Any]:
    """The content of one step without its place: what changed between two versions."""
    return {
        "step": str(one.step_id),
        "title": one.title,
        "action": one.action,
        "position": one.position_id,
        "system": one.system,
        "time_limit": _number(one.time_limit_value),
        "time_unit": one.time_limit_unit,
        "output_standard": one.output_standard,
        "caution": one.caution,
        "example": one.example,
        "is_control_point": one.is_control_point,
        "branches": [
            {"if": way.condition, "to": str(way.target_id) if way.target_id else None}
            for way in sorted(one.branches.all(), key=_by_key)
        ],
        "pictures": [
            {
                "sha256": shown.attachment.sha256 if shown.attachment else "",
                "alt": shown.alt,
                "caption": shown.caption,
            }
            for shown in sorted(one.pictures.all(), key=_by_key)
        ],
    }


def _step(one: Any, n: int) -> dict[str, Any]:
    return {"n": n, **step_content(one)}


def _in_order(version: Any) -> list[Any]:
    steps = version.steps.all()
    if "steps" not in getattr(version, "_prefetched_objects_cache", ()):
        steps = steps.prefetch_related("branches", "pictures__attachment")
    return sorted(steps, key=lambda one: (one.order, one.pk))


def _by_key(row: Any) -> int:
    return row.pk


def _number(value: Any) -> str | None:
    """10, 10.0 and 10.00 are one limit, on every database."""
    return None if value is None else format(value.normalize(), "f")
