"""Addresses of this part of the ground."""

app_name = "documents"
urlpatterns: list = []
