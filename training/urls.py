"""Addresses of this stage."""

app_name = "training"
urlpatterns: list = []
