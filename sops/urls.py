"""Addresses of SOPs: the library, the drafting stage, and reading."""

from django.urls import path, re_path

from sops import views

app_name = "sops"
urlpatterns = [
    path("", views.library, name="library"),
    path("import/", views.import_existing, name="import"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/register/", views.edit_register, name="edit_register"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/withdraw/confirm/", views.confirm_withdrawal, name="confirm_withdrawal"),
    path("versions/<int:pk>/", views.version, name="version"),
    path("versions/<int:pk>/status/", views.status, name="status"),
    path("versions/<int:pk>/flow.svg", views.flow_chart, name="flow_chart"),
    path("drafting/<int:project_pk>/", views.drafting, name="drafting"),
    path("drafting/<int:project_pk>/start/", views.start, name="start"),
    path("drafting/<int:project_pk>/next/", views.begin_next, name="begin_next"),
    path("versions/<int:pk>/sections/<slug:kind>/", views.edit_section, name="edit_section"),
    path("versions/<int:pk>/change-note/", views.edit_change_note, name="edit_change_note"),
    path("versions/<int:pk>/authors/", views.edit_authors, name="edit_authors"),
    path("versions/<int:pk>/save/", views.save_snapshot, name="save_snapshot"),
    path("snapshots/<int:pk>/", views.snapshot, name="snapshot"),
    path(
        "versions/<int:pk>/plan/<uuid:step_pk>/take/", views.take_from_plan, name="take_from_plan"
    ),
    path("versions/<int:pk>/plan/<uuid:step_pk>/leave-out/", views.leave_out, name="leave_out"),
    path("versions/<int:pk>/steps/new/", views.add_step, name="add_step"),
    path("steps/<int:pk>/", views.edit_step, name="edit_step"),
    re_path(r"^steps/(?P<pk>\d+)/(?P<way>up|down)/$", views.move_step, name="move_step"),
    path("steps/<int:pk>/remove/", views.remove_step, name="remove_step"),
    path("steps/<int:pk>/branches/new/", views.add_branch, name="add_branch"),
    path("branches/<int:pk>/remove/", views.remove_branch, name="remove_branch"),
    path("steps/<int:pk>/pictures/new/", views.add_picture, name="add_picture"),
    path("pictures/<int:pk>/remove/", views.remove_picture, name="remove_picture"),
    path("versions/<int:pk>/related/new/", views.add_related, name="add_related"),
    path("related/<int:pk>/remove/", views.remove_related, name="remove_related"),
    path("versions/<int:pk>/forms/new/", views.add_record_form, name="add_record_form"),
    path("forms/<int:pk>/remove/", views.remove_record_form, name="remove_record_form"),
]
