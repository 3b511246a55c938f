"""Addresses of this stage."""

app_name = "pilots"
urlpatterns: list = []
