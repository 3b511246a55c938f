"""Addresses of projects and of their charter."""

from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.project_list, name="list"),
    path("<int:project_pk>/", views.detail, name="detail"),
    path("<int:project_pk>/charter/", views.charter, name="charter"),
    path("<int:project_pk>/charter/edit/", views.charter, name="edit_charter"),
    path("<int:project_pk>/facts/", views.charter, name="edit_facts"),
    path("<int:project_pk>/audience/", views.charter, name="edit_audience"),
    path("<int:project_pk>/schedule/", views.charter, name="edit_schedule"),
]
