"""Where files are downloaded."""

from django.urls import path

from sopman.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:pk>/<str:name>", views.download, name="download"),
]
