"""What pages and other floors read of a map and its findings."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from processes import analysis, modelling, paths, proposals, svg
from processes.analysis import Faults, Figures, Told
from processes.bpmn import Document, Row
from processes.enums import MapKind
from processes.modelling import Flaw
from processes.models import Activity, Finding, ProcessMap, Step
from processes.paths import Paths
from processes.scene import telling
from processes.scene.telling import Chapter
from projects.models import Project
from sopman.people.models import Position

MOST_WAITS = 5


def map_of(project: Project, kind: str) -> ProcessMap | None:
    return ProcessMap.objects.filter(project=project, kind=kind).first()


def as_is_map(project: Project) -> ProcessMap | None:
    return map_of(project, MapKind.AS_IS)


@dataclass
class MapReading:
    """One map read once: its table, figures, faults, text form and drawing."""

    process_map: ProcessMap
    findings: list[Finding] = field(default_factory=list)
    controls: frozenset[str] = frozenset()  # ids of steps that are key control points
    fates: dict[str, str] = field(default_factory=dict)  # in a comparison, by element id

    @cached_property
    def document(self) -> Document:
        return Document.parse(self.process_map.xml)

    @cached_property
    def rows(self) -> list[Row]:
        return self.document.rows()

    @cached_property
    def figures(self) -> Figures:
        return analysis.figures(self.rows)

    @cached_property
    def faults(self) -> Faults:
        return analysis.faults(self.rows, self.document.graph())

    @cached_property
    def flaws(self) -> list[Flaw]:
        return modelling.flaws(self.document, self.rows)

    @cached_property
    def paths(self) -> Paths:
        return paths.paths_of(self.document, self.rows)

    @cached_property
    def typed_again(self) -> dict[str, list[Row]]:
        return proposals.typed_again(self.rows)

    @cached_property
    def approvals_in_a_row(self) -> list[list[Row]]:
        return proposals.approvals_in_a_row(self.rows)

    @cached_property
    def longest_waits(self) -> list[Row]:
        waits = [row for row in self.rows if row.facts.waiting]
        return sorted(waits, key=lambda row: -row.facts.waiting)[:MOST_WAITS]

    @cached_property
    def positions(self) -> dict[int, Position]:
        wanted = {r.facts.position for r in self.rows if r.facts.position is not None}
        return Position.objects.in_bulk(wanted) if wanted else {}

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """By step id; the position beside it."""
        rows = Activity.objects.filter(map=self.process_map).select_related("position")
        return {str(row.step_id): row for row in rows}

    @property
    def story(self) -> list[Told]:
        return analysis.story(self.rows)

    @property
    def chapters(self) -> list[Chapter]:
        """All that the drawing shows in words, where the step table doesn't say all of it."""
        return telling.tell(self.document) if telling.goes_beyond_rows(self.document) else []

    def position_name(self, pk: int | None, otherwise: str = "") -> str:
        """In the language in force; the map's own word where the position is not ours."""
        position = self.positions.get(pk) if pk is not None else None
        return position.name if position else otherwise

    def draw(self) -> SafeString:
        """The swimlane map as an inline `<svg>`; its text is escaped by the renderer."""
        drawn = svg.render(self.document, title=self.title, marks=self.marks, name=self.name)
        return mark_safe(drawn)  # noqa: S308 -- lxml has escaped every word in it

    def sheets(self) -> list[SafeString]:
        """The same for print: cut into as many landscape pages as it needs to be legible."""
        drawn = svg.sheets(self.document, title=self.title, marks=self.marks, name=self.name)
        return [mark_safe(sheet) for sheet in drawn]  # noqa: S308 -- the same

    @property
    def title(self) -> str:
        return f"{self.process_map.project.title} · {self.process_map.get_kind_display()}"

    @property
    def name(self) -> str:
        return f"map-{self.process_map.pk}"

    @property
    def marks(self) -> svg.Marks:
        """What stands on the map besides its own facts, in the language in force."""
        lanes = {
            lane.id: self.position_name(lane.position, lane.name)
            for lane in self.document.graph().lanes
        }
        counts = Counter(str(s.pk) for one in self.findings for s in one.steps.all())
        by_step = {row.facts.step: row.element_id for row in self.rows}
        return svg.Marks(
            pool=self.process_map.project.title,
            lanes=lanes,
            findings={by_step[s]: n for s, n in counts.items() if s in by_step},
            controls=frozenset(by_step[s] for s in self.controls if s in by_step),
            fates=self.fates,
        )


def read_map(process_map: ProcessMap, *, with_findings: bool = False) -> MapReading:
    findings = list(findings_of(process_map.project)) if with_findings else []
    return MapReading(process_map, findings)


def drawn(document: Document, *, title: str, name: str) -> SafeString:
    """A map that is not stored yet."""
    return mark_safe(svg.render(document, title=title, name=name))  # noqa: S308 -- the same


def process_svg(
    process_map: ProcessMap, language: str, *, with_findings: bool = False
) -> SafeString:
    """The map drawn in a language, for pages and print."""
    with translation.override(language):
        return read_map(process_map, with_findings=with_findings).draw()


def drawn_as(xml: str, project: Project, kind: str, language: str) -> SafeString:
    """A map that was kept beside its project's present one, drawn in a language."""
    return process_svg(ProcessMap(project=project, kind=kind, xml=xml), language)


def map_figures(process_map: ProcessMap | None) -> Figures:
    return read_map(process_map).figures if process_map is not None else Figures()


def as_is_figures(project: Project) -> Figures:
    return map_figures(as_is_map(project))


def to_be_figures(project: Project) -> Figures:
    return map_figures(map_of(project, MapKind.TO_BE))


# Findings


def findings_of(project: Project) -> QuerySet[Finding]:
    """The problem list, in the order of its numbers, with the steps it is pinned to."""
    steps = Prefetch("steps", queryset=Step.objects.only("pk"))
    return Finding.objects.filter(project=project).prefetch_related(steps).order_by("number")


def with_places(findings: Iterable[Finding], names: dict[str, str]) -> list[Finding]:
    """Findings with `places`: (step id, name of the activity) for those on the map."""
    found = list(findings)
    for one in found:
        pins = [str(step.pk) for step in one.steps.all()]
        one.places = [(pk, names[pk]) for pk in names if pk in pins]
    return found


def step_names(project: Project, kind: str = MapKind.AS_IS) -> dict[str, str]:
    """Names of activities by step id, in the order of the table."""
    rows = Activity.objects.filter(map__project=project, map__kind=kind).order_by("order")
    return {str(step): name for step, name in rows.values_list("step_id", "name")}


def name_of_step(step: Step) -> str:
    """What the step is called now: on the newest map that shows it."""
    row = Activity.objects.filter(step=step).order_by("-map__changed_at", "-pk").first()
    return row.name if row else ""


def systems_in(project: Project) -> list[str]:
    """Systems named on the project's maps, to choose from."""
    rows = Activity.objects.filter(map__project=project).exclude(system="")
    return sorted(set(rows.values_list("system", flat=True)))
