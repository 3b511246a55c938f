"""Addresses of this part of the ground."""

app_name = "notifications"
urlpatterns: list = []
