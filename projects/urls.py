"""Addresses of projects and of their charter."""

from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.project_list, name="list"),
    path("new/", views.open_project, name="open"),
    path("templates/", views.templates, name="templates"),
    path("templates/new/", views.add_template, name="add_template"),
    path("templates/<int:pk>/", views.edit_template, name="edit_template"),
    path("<int:project_pk>/", views.detail, name="detail"),
    path("<int:project_pk>/trail/", views.trail, name="trail"),
    path("<int:project_pk>/send-back/", views.send_back, name="send_back"),
    path("<int:project_pk>/cancel/", views.cancel, name="cancel"),
    path("<int:project_pk>/lead/", views.change_lead, name="change_lead"),
    path("<int:project_pk>/facts/", views.edit_facts, name="edit_facts"),
    path("<int:project_pk>/charter/", views.charter, name="charter"),
    path("<int:project_pk>/charter/edit/", views.edit_charter, name="edit_charter"),
    path("<int:project_pk>/charter/audience/", views.edit_audience, name="edit_audience"),
    path("<int:project_pk>/charter/schedule/", views.edit_schedule, name="edit_schedule"),
    path("<int:project_pk>/charter/ask/", views.ask_sponsor, name="ask_sponsor"),
    path("<int:project_pk>/charter/return/", views.return_charter, name="return_charter"),
    path("<int:project_pk>/charter/sign/", views.sign_charter, name="sign_charter"),
    path("<int:project_pk>/objectives/new/", views.add_objective, name="add_objective"),
    path("objectives/<int:pk>/", views.edit_objective, name="edit_objective"),
    path("objectives/<int:pk>/remove/", views.remove_objective, name="remove_objective"),
    path("objectives/<int:pk>/baseline/", views.record_baseline, name="record_baseline"),
    path("objectives/<int:pk>/revise/", views.revise_objective, name="revise_objective"),
    path("revisions/<int:pk>/sign/", views.sign_revision, name="sign_revision"),
    path("revisions/<int:pk>/decline/", views.decline_revision, name="decline_revision"),
    path("revisions/<int:pk>/take-back/", views.take_back_revision, name="take_back_revision"),
    path("<int:project_pk>/scope/new/", views.add_scope_item, name="add_scope_item"),
    path("scope/<int:pk>/", views.edit_scope_item, name="edit_scope_item"),
    path("scope/<int:pk>/remove/", views.remove_scope_item, name="remove_scope_item"),
    path("<int:project_pk>/tasks/new/", views.add_task, name="add_task"),
    path("tasks/<int:pk>/", views.edit_task, name="edit_task"),
    path("tasks/<int:pk>/done/", views.finish_task, name="finish_task"),
    path("tasks/<int:pk>/remove/", views.remove_task, name="remove_task"),
    path("<int:project_pk>/team/new/", views.add_member, name="add_member"),
    path("team/<int:pk>/", views.edit_member, name="edit_member"),
    path("team/<int:pk>/replace/", views.replace_member, name="replace_member"),
    path("team/<int:pk>/remove/", views.remove_member, name="remove_member"),
]
