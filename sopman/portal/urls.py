"""My work and the project board."""

from django.urls import path

from sopman.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.work, name="work"),
    path("board/", views.board, name="board"),
]
