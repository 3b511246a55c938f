"""Addresses of stages 2 and 3."""

from django.urls import path

from processes.urls_evidence import urlpatterns as _evidence
from processes.urls_optimization import urlpatterns as _optimization
from processes.views import (
    activities,
    canvas,
    findings,
    imports,
    mapping,
    proposals,
    steps,
    table,
)

app_name = "processes"

_mapping = [
    path("<int:project_pk>/mapping/", mapping.mapping, name="mapping"),
    path("<int:project_pk>/mapping/start/", mapping.start_map, name="start_map"),
    path("<int:project_pk>/mapping/complete/", mapping.complete_mapping, name="complete_mapping"),
    path("<int:project_pk>/mapping/import/", imports.import_map, name="import_map"),
    path("<int:project_pk>/mapping/import/write/", imports.write_import, name="write_import"),
    path("<int:project_pk>/mapping/absence/", mapping.state_absence, name="state_absence"),
    path("<int:project_pk>/maps/<slug:kind>.<slug:ending>", mapping.map_file, name="map_file"),
    path("<int:project_pk>/findings/new/", findings.add_finding, name="add_finding"),
    path("<int:project_pk>/findings.xlsx", mapping.problem_sheet, name="problem_sheet"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/edit/", findings.edit_finding, name="edit_finding"),
    path("findings/<int:pk>/remove/", findings.remove_finding, name="remove_finding"),
    path("findings/<int:pk>/evidence/", findings.add_evidence, name="add_evidence"),
    path(
        "findings/<int:pk>/evidence/<uuid:file>/remove/",
        findings.remove_evidence,
        name="remove_evidence",
    ),
    path(
        "<int:project_pk>/proposals/<slug:key>/accept/",
        proposals.accept_proposal,
        name="accept_proposal",
    ),
    path(
        "<int:project_pk>/proposals/<slug:key>/dismiss/",
        proposals.dismiss_proposal,
        name="dismiss_proposal",
    ),
    path("proposals/<int:pk>/open/", proposals.reconsider_proposal, name="reconsider_proposal"),
    path("steps/<uuid:pk>/", steps.step, name="step"),
]

# For either kind of map; afterwards back to the page that shows it
_maps = [
    path("maps/<int:map_pk>/canvas/", canvas.canvas, name="canvas"),
    path("maps/<int:map_pk>/canvas/save/", canvas.save_canvas, name="save_canvas"),
    path("maps/<int:map_pk>/canvas/presence/", canvas.canvas_presence, name="canvas_presence"),
    path("maps/<int:map_pk>/table/", table.edit_table, name="edit_table"),
    path("maps/<int:map_pk>/table/check/", table.check_table, name="check_table"),
    path("maps/<int:map_pk>/activities/new/", activities.add_activity, name="add_activity"),
    path("maps/<int:map_pk>/steps/<uuid:step>/", activities.edit_activity, name="edit_activity"),
    path(
        "maps/<int:map_pk>/steps/<uuid:step>/branches/",
        activities.edit_branches,
        name="edit_branches",
    ),
    path(
        "maps/<int:map_pk>/steps/<uuid:step>/remove/",
        activities.remove_activity,
        name="remove_activity",
    ),
    path(
        "maps/<int:map_pk>/steps/<uuid:step>/<slug:way>/",
        activities.move_activity,
        name="move_activity",
    ),
]

urlpatterns = [*_mapping, *_evidence, *_maps, *_optimization]
