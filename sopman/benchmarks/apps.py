from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    name = "sopman.benchmarks"
    label = "benchmarks"
