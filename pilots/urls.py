"""Addresses of the pilot stage."""

from django.urls import path

from pilots import views

app_name = "pilots"
urlpatterns = [
    path("projects/<int:project_pk>/", views.pilot, name="pilot"),
    path("projects/<int:project_pk>/plan/", views.plan, name="plan"),
    path("projects/<int:project_pk>/waive/", views.waive, name="waive"),
    path("projects/<int:project_pk>/complete/", views.complete, name="complete"),
    path("<int:pk>/dates/", views.dates, name="dates"),
    path("<int:pk>/scenarios/add/", views.add_scenario, name="add_scenario"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/extend/", views.extend, name="extend"),
    path("<int:pk>/conclude/", views.conclude, name="conclude"),
    path("<int:pk>/briefing/", views.brief, name="brief"),
    path("<int:pk>/problems/report/", views.report_problem, name="report_problem"),
    path("<int:pk>/questionnaire/", views.questionnaire, name="questionnaire"),
    path("<int:pk>/figures/", views.figures, name="figures"),
    path("scenarios/<int:pk>/edit/", views.edit_scenario, name="edit_scenario"),
    path("scenarios/<int:pk>/remove/", views.remove_scenario, name="remove_scenario"),
    path("scenarios/<int:pk>/participants/", views.participants, name="participants"),
    path("participants/<int:pk>/remove/", views.remove_participant, name="remove_participant"),
    path("problems/<int:pk>/answer/", views.answer_problem, name="answer_problem"),
]
