"""Addresses of this part of the ground."""

app_name = "workdays"
urlpatterns: list = []
