"""The product's addresses and two hidden ones; in force only while the benchmark runs."""

from django.urls import include, path

from sopman.benchmarks import views

urlpatterns = [
    path("benchmark/floor/", views.floor, name="benchmark_floor"),
    path("benchmark/naive/", views.naive_list, name="benchmark_naive"),
    path("", include("sopman.urls")),
]
