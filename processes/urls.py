"""Addresses of this stage."""

app_name = "processes"
urlpatterns: list = []
