"""Addresses of this stage."""

app_name = "sops"
urlpatterns: list = []
