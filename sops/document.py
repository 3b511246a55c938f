"""A version as its readers see it: on the phone, on the drafting page, as PDF and as DOCX.

One reading of the canonical content, so that all of them say the same. What is frozen is read
from what was frozen, in one row; only drafts are read from their parts.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import cached_property

from processes.plan import TimeLimit
from sopman.core.prepared import prepared
from sopman.people.models import Position
from sops import markup
from sops.enums import SectionKind
from sops.frozen import frozen_content, kept_content
from sops.models import Sop, SopVersion, StepPicture

PROCEDURE = SectionKind.values.index(SectionKind.PROCEDURE) + 1  # the section of the steps


@dataclass(frozen=True)
class Way:
    condition: str
    n: str  # "4.2", as the step is headed; empty at the end of the procedure
    anchor: str
    title: str


@dataclass(frozen=True)
class Shown:
    """A picture in a step."""

    alt: str
    caption: str
    attachment: Any

    @property
    def url(self) -> str:
        return self.attachment.get_absolute_url() if self.attachment else ""


@dataclass(frozen=True)
class ReadStep:
    n: int
    anchor: str
    title: str
    action: str
    position: str
    system: str
    time_limit: TimeLimit | None
    output_standard: str
    caution: str
    example: str
    is_control_point: bool
    branches: list[Way] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    step_id: str = ""
    row: Any = None  # the row behind it, on the drafting page

    @property
    def action_html(self) -> Any:
        return markup.html(self.action)

    @property
    def caution_html(self) -> Any:
        return markup.html(self.caution)

    @property
    def example_html(self) -> Any:
        return markup.html(self.example)

    @property
    def standard_html(self) -> Any:
        return markup.html(self.output_standard)


@dataclass(frozen=True)
class ReadSection:
    n: int
    kind: str
    label: Any
    body: str

    @property
    def html(self) -> Any:
        return markup.html(self.body)


class Mentioned(NamedTuple):
    """What the content names by its key; those names may change after it was frozen."""

    position_ids: frozenset[int]
    has_pictures: bool


class Document:
    """What `content` says, with the names that stand behind its keys."""

    def __init__(self, version: SopVersion, content: dict[str, Any]) -> None:
        self.version, self.content = version, content

    @property
    def title_zh(self) -> str:
        return self.content["title_zh"]

    @cached_property
    def sections(self) -> list[ReadSection]:
        return [
            ReadSection(n, one["kind"], SectionKind(one["kind"]).label, one["body"])
            for n, one in enumerate(self.content["sections"], start=1)
        ]

    @cached_property
    def positions(self) -> dict[int, Position]:
        wanted = self._position_ids
        return Position.objects.in_bulk(wanted) if wanted else {}

    @property
    def _position_ids(self) -> set[int]:
        return {one["position"] for one in self.content["steps"]} - {None}

    @cached_property
    def _files(self) -> dict[str, Any]:
        if not any(one["pictures"] for one in self.content["steps"]):
            return {}
        rows = StepPicture.objects.filter(version=self.version, attachment__removed_at=None)
        return {
            one.attachment.sha256: one.attachment
            for one in rows.select_related("attachment")
            if one.attachment
        }

    @cached_property
    def _rows(self) -> dict[str, Any]:
        """Rows that were fetched with the version; nothing is asked for."""
        fetched = getattr(self.version, "_prefetched_objects_cache", {})
        return {str(one.step_id): one for one in fetched.get("steps", [])}

    @cached_property
    def steps(self) -> list[ReadStep]:
        places = {one["step"]: one for one in self.content["steps"]}
        return [self._step(one, places) for one in self.content["steps"]]

    def _step(self, one: dict, places: dict[str, dict]) -> ReadStep:
        position = self.positions.get(one["position"])
        limit = one["time_limit"]
        return ReadStep(
            n=one["n"],
            anchor=f"step-{one['step']}",
            title=one["title"],
            action=one["action"],
            position=position.name if position else "",
            system=one["system"],
            time_limit=TimeLimit(Decimal(limit), one["time_unit"]) if limit else None,
            output_standard=one["output_standard"],
            caution=one["caution"],
            example=one["example"],
            is_control_point=one["is_control_point"],
            branches=[_way(way, places) for way in one["branches"]],
            pictures=[
                Shown(shown["alt"], shown["caption"], self._files.get(shown["sha256"]))
                for shown in one["pictures"]
            ],
            step_id=one["step"],
            row=self._rows.get(one["step"]),
        )

    @cached_property
    def related(self) -> list[dict[str, Any]]:
        wanted = {one["sop"] for one in self.content["related"]} - {None}
        sops = Sop.objects.in_bulk(wanted) if wanted else {}
        return [one | {"sop": sops.get(one["sop"])} for one in self.content["related"]]

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        places = {one["step"]: one["n"] for one in self.content["steps"]}
        return [one | {"n": places.get(one["step"])} for one in self.content["records"]]

    @property
    def flow_chart(self) -> str:
        """The to-be map as BPMN; empty where none was drawn."""
        return self.content.get("flow_chart", "")

    @property
    def mentioned(self) -> "Mentioned":
        pictures = any(one["pictures"] for one in self.content["steps"])
        return Mentioned(frozenset(self._position_ids), pictures)

    @property
    def has_related(self) -> bool:
        return bool(self.content["related"])

    @property
    def has_records(self) -> bool:
        return bool(self.content["records"])


def _way(way: dict, places: dict[str, dict]) -> Way:
    target = places.get(way["to"]) if way["to"] else None
    return Way(
        condition=way["if"],
        n=f"{PROCEDURE}.{target['n']}" if target else "",
        anchor=f"step-{target['step']}" if target else "",
        title=target["title"] if target else "",
    )


def names_of(version: SopVersion, mentioned: Mentioned) -> tuple[Any, ...]:
    """What the text says besides the frozen content: names of positions, pictures not removed."""
    pictures = tuple(_pictures(version.pk)) if mentioned.has_pictures else ()
    return tuple(_positions(mentioned.position_ids)), pictures


@prepared
def _positions(pks: Any) -> Any:
    return (
        Position.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "name_zh", "name_en")
    )


@prepared
def _pictures(version: Any) -> Any:
    rows = StepPicture.objects.filter(version=version, attachment__removed_at=None)
    return rows.order_by("pk").values_list("pk", "attachment", "attachment__sha256")


def document_of(version: SopVersion) -> Document:
    """The content as it stands: frozen once it was submitted, else from its parts."""
    return Document(version, kept_content(version) or frozen_content(version))
