"""Settings of the organization."""

from django.urls import path

from sopman.organization import views

app_name = "organization"
urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("workflow/", views.workflow, name="workflow"),
]
