"""Addresses of this part of the ground."""

app_name = "files"
urlpatterns: list = []
