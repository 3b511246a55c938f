"""Addresses of this part of the ground."""

app_name = "people"
urlpatterns: list = []
