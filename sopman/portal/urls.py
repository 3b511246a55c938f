"""Addresses of this part of the ground."""

app_name = "portal"
urlpatterns: list = []
