"""Addresses of this part of the ground."""

app_name = "audit"
urlpatterns: list = []
