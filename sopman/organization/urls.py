"""Addresses of this part of the ground."""

app_name = "organization"
urlpatterns: list = []
