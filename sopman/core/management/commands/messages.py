"""Extracts, checks and compiles the Chinese catalogues of all apps."""

from django.core.management.base import BaseCommand, CommandError

from sopman.core import catalogues


class Command(BaseCommand):
    help = (
        "Extract the strings of all apps (or of those named) and merge them into their catalogues."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "apps", nargs="*", help="names of apps; “sopman” is what belongs to no app"
        )
        parser.add_argument("--compile", action="store_true", help="make the .mo files instead")
        parser.add_argument(
            "--check", action="store_true", help="fail on missing, fuzzy or outdated entries"
        )

    def handle(self, *, apps, compile, check, **options):
        if compile:
            self.stdout.write(f"{catalogues.compile_all(force=True)} catalogues compiled.")
        elif check:
            if told := catalogues.complaints():
                raise CommandError("\n".join([*told, f"{len(told)} faults in the catalogues."]))
            self.stdout.write("The catalogues are complete.")
        else:
            self.extract(apps)

    def extract(self, names):
        found = {source.name: source for source in catalogues.sources()}
        if unknown := set(names) - set(found):
            raise CommandError(
                f"No such app: {', '.join(sorted(unknown))}. There are: {', '.join(found)}."
            )
        for name in names or found:
            changed = catalogues.update(found[name])
            self.stdout.write(f"{name}: {'changed' if changed else 'as it was'}")
        catalogues.compile_all()
