"""Addresses of this stage."""

app_name = "projects"
urlpatterns: list = []
