"""Search."""

from django.urls import path

from sopman.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
