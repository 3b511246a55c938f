"""The working-day calendar."""

from django.urls import path

from sopman.workdays import views

app_name = "workdays"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("day/", views.set_day, name="set_day"),
    path("day/<int:pk>/clear/", views.clear_day, name="clear_day"),
    path("confirm/", views.confirm_year, name="confirm_year"),
    path("import/", views.import_days, name="import"),
    path("template/", views.template, name="template"),
]
