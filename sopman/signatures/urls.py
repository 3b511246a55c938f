"""Addresses of this part of the ground."""

app_name = "signatures"
urlpatterns: list = []
