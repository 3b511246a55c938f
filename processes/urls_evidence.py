"""Addresses of evidence, the stopwatch and settled contradictions."""

from django.urls import path

from processes.views import evidence, observing, pins

urlpatterns = [
    path("<int:project_pk>/evidence/", evidence.records, name="evidence_list"),
    path("<int:project_pk>/evidence/new/<slug:kind>/", evidence.add_record, name="add_record"),
    path("<int:project_pk>/evidence/take-over/", observing.take_over, name="take_over_measured"),
    path("<int:project_pk>/contradictions/<uuid:step>/<slug:aspect>/", pins.settle, name="settle"),
    path(
        "<int:project_pk>/contradictions/<uuid:step>/<slug:aspect>/take-over/",
        pins.take_over_settled,
        name="take_over_settled",
    ),
    path("evidence/<int:pk>/", evidence.record, name="evidence"),
    path("evidence/<int:pk>/edit/", evidence.edit_record, name="edit_record"),
    path("evidence/<int:pk>/remove/", evidence.remove_record, name="remove_record"),
    path("evidence/<int:pk>/files/", evidence.add_file, name="add_record_file"),
    path(
        "evidence/<int:pk>/files/<uuid:file>/remove/",
        evidence.remove_file,
        name="remove_record_file",
    ),
    path("evidence/<int:pk>/pins/new/", pins.add_pin, name="add_pin"),
    path("pins/<int:pk>/remove/", pins.remove_pin, name="remove_pin"),
    path("evidence/<int:pk>/stopwatch/", observing.sheet, name="stopwatch"),
    path("evidence/<int:pk>/cycles/", observing.save_cycle, name="save_cycle"),
    path("evidence/<int:pk>/cycles/typed/", observing.type_cycle, name="type_cycle"),
    path("cycles/<int:pk>/remove/", observing.remove_cycle, name="remove_cycle"),
]
