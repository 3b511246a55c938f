"""A map as a file for other programs: its step table, which the import reads back, and a picture."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml.etree import fromstring

from processes.analysis import Told
from processes.bpmn import END
from processes.enums import ValueClass, WasteType
from processes.queries.mapping import MapReading
from sopman.core.errors import Refused
from sopman.documents.rendering import NotRendered, draw_pictures
from sopman.documents.word import Drawing
from sopman.people.sheets import write_table

DOTS = 144  # per inch: sharp on a slide
CM_PER_PIXEL = 2.54 / 96


def step_table(reading: MapReading) -> bytes:
    """XLSX in the language in force: a row an activity, its branches in the column of the next step."""
    headings = [
        _("No."), _("Activity"), _("Position"), _("System"), _("Touch time (minutes)"),
        _("Waiting time (minutes)"), _("Value class"), _("Type of waste"), _("Data typed in here"),
        _("Output"), pgettext("gateway", "Decision"), _("Next step"), _("Notes"),
    ]  # fmt: skip
    story = reading.story
    numbers = {told.row.element_id: told.number for told in story}
    lines = [_line(reading, told, numbers) for told in story]
    return write_table(headings, lines, reading.process_map.get_kind_display())


def _line(reading: MapReading, told: Told, numbers: dict[str, int]) -> Iterable[object]:
    facts = told.row.facts
    return [
        told.number,
        facts.name,
        reading.position_name(facts.position, facts.position_name),
        facts.system,
        facts.touch,
        facts.waiting,
        str(ValueClass(facts.value_class).label) if facts.value_class else "",
        str(WasteType(facts.waste).label) if facts.waste else "",
        "; ".join(facts.entered),
        facts.output,
        told.row.question,
        "\n".join(_ways(told, numbers)),
        facts.notes,
    ]


def _ways(told: Told, numbers: dict[str, int]) -> Iterable[str]:
    for branch in told.row.branches:
        if branch.target == END:
            target: object = _("End")
        else:
            target = numbers.get(branch.target)
        if target is None:
            continue  # what the step table can't name
        share = "" if branch.share is None else f" ({branch.share.normalize():f}%)"
        said = f"{branch.condition}{share}"
        yield f"{said} → {target}" if said else str(target)


def as_png(svg: str) -> bytes:
    """The drawing as a picture on white, at most as large as the renderer allows."""
    _left, _top, width, height = map(float, fromstring(svg.encode()).get("viewBox", "").split())
    drawing = Drawing(svg, width * CM_PER_PIXEL, height * CM_PER_PIXEL)
    try:
        return draw_pictures([drawing], dots=DOTS)[0]
    except NotRendered as error:
        raise Refused([_("The picture could not be drawn. Download the SVG instead.")]) from error
