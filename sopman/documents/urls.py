"""Where documents are handed out."""

from django.urls import path

from sopman.documents import views

app_name = "documents"
urlpatterns = [
    path("progress/<uuid:pk>/", views.progress, name="progress"),
    path("<str:code>/<str:pk>/", views.deliver, name="deliver"),
]
