"""Signatures have no pages of their own: they stand on the page of what was signed."""

app_name = "signatures"
urlpatterns: list = []
