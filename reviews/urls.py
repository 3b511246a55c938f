"""Addresses of the review stage."""

from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("projects/<int:project_pk>/", views.review, name="review"),
    path("projects/<int:project_pk>/open/", views.open_round, name="open_round"),
    path("rounds/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("rounds/<int:pk>/finish/", views.finish, name="finish"),
    path("seats/<int:pk>/", views.seat, name="seat"),
    path("seats/<int:pk>/comments/", views.add_comment, name="add_comment"),
    path("seats/<int:pk>/checklist/", views.checklist, name="checklist"),
    path("seats/<int:pk>/hand-in/", views.hand_in, name="hand_in"),
    path("seats/<int:pk>/sign/", views.sign, name="sign"),
    path("seats/<int:pk>/decline/", views.decline, name="decline"),
    path("seats/<int:pk>/extend/", views.extend, name="extend"),
    path("seats/<int:pk>/fill/", views.fill, name="fill"),
    path("comments/<int:pk>/edit/", views.edit_comment, name="edit_comment"),
    path("comments/<int:pk>/remove/", views.remove_comment, name="remove_comment"),
    path("comments/<int:pk>/answer/", views.answer, name="answer"),
]
