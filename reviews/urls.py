"""Addresses of this stage."""

app_name = "reviews"
urlpatterns: list = []
