"""Addresses of this part of the ground."""

app_name = "search"
urlpatterns: list = []
