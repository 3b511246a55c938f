from django.urls import path

from sopman.core import views

app_name = "core"
urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("_gallery/", views.gallery, name="gallery"),
    path("_gallery/<slug:page>/", views.gallery, name="gallery_page"),
]
