"""试运行总结报告: what was tried, what went wrong, what was measured, what was decided."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pilots import report
from pilots.models import Pilot
from sopman.documents.registry import deliverable


@deliverable("pilots.report", model=Pilot, title=_("Pilot report"))
def pilot_report(pilot: Pilot, language: str) -> dict[str, Any]:
    pilot = Pilot.objects.for_page().get(pk=pilot.pk)
    return {
        "pilot": pilot,
        "version": pilot.version,
        "number": pilot.version.sop.number,
        "results": report.objective_results(pilot),
        "revisions": report.charter_revisions(pilot),
        "scenarios": report.scenario_figures(pilot),
        "marks": report.marks(pilot),
        "answered": pilot.answers.count(),
        "remarks": [one.remark for one in pilot.answers.all() if one.remark],
        "problems": pilot.problems.select_related("reported_by", "owner", "scenario"),
        "places": report.problems_by_place(pilot),
    }
