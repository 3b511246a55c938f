"""Addresses of stage 3, below processes/<project>/."""

from django.urls import path

from processes.views import agreements, optimization, to_be

BASE = "<int:project_pk>/optimization/"

urlpatterns = [
    path(BASE, optimization.board, name="optimization"),
    path(BASE + "adopt/", optimization.adopt, name="adopt"),
    path(BASE + "decide/<uuid:step_pk>/", optimization.decide, name="decide"),
    path(BASE + "keep/<uuid:step_pk>/", optimization.keep, name="keep"),
    path(BASE + "add/", optimization.add_addition, name="add_addition"),
    path(BASE + "added/<int:change_pk>/", optimization.edit_addition, name="edit_addition"),
    path(BASE + "explain/<uuid:step_pk>/", optimization.explain, name="explain"),
    path(BASE + "take-back/<int:change_pk>/", optimization.take_back, name="take_back"),
    path(
        BASE + "findings/<int:finding_pk>/accept/",
        optimization.accept_finding,
        name="accept_finding",
    ),
    path(
        BASE + "findings/<int:finding_pk>/reopen/",
        optimization.reopen_finding,
        name="reopen_finding",
    ),
    path(BASE + "to-be/", to_be.table, name="to_be"),
    path(BASE + "generate/", to_be.generate, name="generate_to_be"),
    path(BASE + "keep-map/", to_be.keep_map, name="keep_map"),
    path(BASE + "comparison/", to_be.comparison, name="comparison"),
    path(BASE + "control-points/", agreements.control_points, name="control_points"),
    path(BASE + "control-points/<uuid:step_pk>/", agreements.control_point, name="control_point"),
    path(
        BASE + "control-points/<uuid:step_pk>/remove/",
        agreements.remove_control_point,
        name="remove_control_point",
    ),
    path(BASE + "responsibilities/", agreements.responsibilities, name="responsibilities"),
    path(BASE + "responsibilities/<uuid:step_pk>/", agreements.duties, name="duties"),
    path(BASE + "handovers/", agreements.handovers, name="handovers"),
    path(BASE + "handovers/<uuid:from_pk>/<uuid:to_pk>/", agreements.handover, name="handover"),
    path(
        BASE + "handovers/<int:handover_pk>/remove/",
        agreements.remove_handover,
        name="remove_handover",
    ),
]
