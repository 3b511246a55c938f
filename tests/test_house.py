"""The rules of the house. Each test says which line breaks which rule."""

import ast
import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django_fsm import FSMFieldMixin

ROOT = Path(__file__).resolve().parent.parent
APPS = ["sopman", "projects", "processes", "sops", "reviews", "pilots", "training"]
FLOORS = [
    {"core"},
    {"audit"},
    {"organization"},
    {"people"},
    {"workdays"},
    {"jobs"},
    {"notifications"},
    {"signatures", "files"},
    {"documents", "search"},
    *({name} for name in APPS[1:]),
    {"portal"},
]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# Markup that was made from text by escaping or cleaning first; each place says how.
MAY_MARK_SAFE = {
    "sopman/documents": "HTML that a template of ours has just rendered",
    "sopman/core/templatetags": "format_html could not build it; every piece is escaped",
    "sopman/core/widgets.py": "widgets of forms; every piece is escaped",
    "sopman/core/kept.py": "rows that a template has just rendered",
    "sopman/core/shells.py": "a mark of letters, digits and hyphens; parts come in its place",
    "sopman/search/matching.py": "what was found, with marks set between escaped parts",
    "templates/components/_field.html": "help texts are written by us; Django escapes its own",
    "processes/queries/mapping.py": "a map drawn by us; lxml has escaped every word in it",
    "templates/training/package_index.txt": "a text file in the package, not HTML",
    "training/codes.py": "a QR code drawn by segno: paths and numbers only",
}


def code():
    """Python files of the product, migrations aside."""
    found = itertools.chain.from_iterable((ROOT / app).rglob("*.py") for app in APPS)
    return sorted(path for path in found if "migrations" not in path.parts)


def templates():
    return sorted(
        p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt", ".svg"}
    )


def where(path, line=None):
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def lines_with(pattern, paths):
    """Every line of these files in which the pattern is found, as “file:line: text”."""
    wanted = re.compile(pattern)
    return [
        f"{where(path, number)}: {line.strip()[:140]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def passes(*command):
    """Run a tool; its own words are the message."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert not done.returncode, f"{' '.join(command[2:])}\n{(done.stdout + done.stderr)[-12_000:]}"


def none_of(broken, rule):
    assert not broken, "\n".join([rule, *map(str, broken)])


# --- Tools -----------------------------------------------------------------------------------


def test_style():
    passes(sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--no-cache", ".")


def test_format():
    passes(sys.executable, "-m", "ruff", "format", "--check", "--no-cache", ".")


def test_types_of_the_public_functions():
    """actions, queries and core; elsewhere hints are welcome but not asked for."""
    rooms = {
        str(path.relative_to(ROOT))
        for path in code()
        if {"actions.py", "queries.py"} & {path.name} or {"actions", "queries"} & set(path.parts)
    }
    passes(sys.executable, "-m", "mypy", "sopman/core", *sorted(rooms))


def test_templates_are_well_formed():
    passes(sys.executable, "-m", "djlint", "--lint", "--quiet", "templates")


def test_imports_point_down():
    """Floors and rooms; the contracts stand in pyproject.toml."""
    passes(
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    )


def test_catalogues_are_complete():
    """Every string has its Chinese, none is fuzzy, and the same English is the same Chinese."""
    call_command("messages", check=True)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


# --- Floors, states and rights ---------------------------------------------------------------


def floor_of(label):
    return next((number for number, labels in enumerate(FLOORS) if label in labels), None)


def test_foreign_keys_point_down():
    """Strings like "reviews.Round" are imports that the import linter cannot see."""
    broken = []
    for model in apps.get_models():
        here = floor_of(model._meta.app_label)
        for field in (f for f in model._meta.get_fields() if f.is_relation and f.concrete):
            if field.related_model in (None, get_user_model()):
                continue  # everyone may point at the person
            there = floor_of(field.related_model._meta.app_label)
            if None not in (here, there) and there > here:
                broken.append(f"{model.__name__}.{field.name} → {field.related_model.__name__}")
    none_of(broken, "A foreign key points at the same or a lower floor:")


def state_fields():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FSMFieldMixin) and not model.__name__.startswith("Historical"):
                yield model, field


def test_every_state_is_protected_and_has_history():
    assert list(state_fields())
    broken = [
        f"{model.__name__}.{field.name}"
        for model, field in state_fields()
        if not field.protected or not hasattr(model, "history")
    ]
    none_of(broken, "A state is protected=True on a model with history = AuditedHistory():")


def test_transitions_are_fired_never_called():
    moves = {name for model, field in state_fields() for name in field.transitions[model]}
    assert moves
    none_of(
        [
            f"{where(path, node.lineno)}: {node.func.attr}()"
            for path in code()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in moves
        ],
        "Transitions are moved by lifecycle.fire() only:",
    )


def test_nobody_is_a_superuser():
    none_of(
        lines_with(r"\bis_superuser\b", [*code(), *templates()]),
        "Rights come from roles, membership and position, never from is_superuser:",
    )


def test_only_fire_and_history_may_skip_the_history():
    """`update()` and `bulk_*` on models with history leave no trace of what a row looked like."""
    with_history = {m.__name__ for m in apps.get_models() if hasattr(m, "history")}
    pattern = rf"\b({'|'.join(sorted(with_history))})\.objects\b.*\.(bulk_update|bulk_create)\("
    measured = [
        path for path in code() if "benchmarks" not in path.parts
    ]  # a company to measure on
    none_of(lines_with(pattern, measured), "Use bulk_create_with_history and its like:")


# --- Templates and front end -----------------------------------------------------------------


def test_markup_is_escaped():
    """`|safe` and mark_safe stand only where the text was made safe in the same place."""
    marks = lines_with(r"\|\s*safe\b|\bmark_safe\(|autoescape off", [*code(), *templates()])
    none_of(
        [line for line in marks if not line.startswith(tuple(MAY_MARK_SAFE))],
        "Text is escaped; use format_html, or give the reason in MAY_MARK_SAFE:",
    )


def test_templates_have_no_inline_style_or_script():
    """The Content-Security-Policy refuses them; print templates are no pages."""
    pages = [p for p in templates() if "print" not in p.relative_to(ROOT / "templates").parts]
    found = lines_with(r"""\sstyle\s*=\s*["']|<style\b|\son[a-z]+\s*=\s*["']|javascript:""", pages)
    found += lines_with(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(json|xml)\")", pages)
    none_of(found, "No inline style, script or event attribute in a template:")


def known_icons():
    listed = (ROOT / "static" / "icons.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in listed if line.strip() and not line.startswith("#")}


def test_templates_name_only_known_icons():
    known, broken = known_icons(), []
    for path in templates():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            named = re.findall(r"""{%\s*(?:icon|empty)\s+["']([^"']+)["']""", line)
            named += re.findall(r"""\bicon(?:_name)?=["']([^"']+)["']""", line)
            broken += [f"{where(path, number)}: {name}" for name in named if name not in known]
    none_of(broken, "Icons are named in static/icons.txt:")


def test_fragments_extend_nothing():
    none_of(
        lines_with(r"{%\s*extends\b", [p for p in templates() if p.name.startswith("_")]),
        "A fragment (leading underscore) stands alone:",
    )


def test_no_function_is_long():
    broken = [
        f"{where(path, node.lineno)}: {node.name}, {lines} lines"
        for path in code()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (lines := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    ]
    none_of(broken, f"A function over {LONGEST_FUNCTION} lines does more than one thing:")


# --- Files -----------------------------------------------------------------------------------


def test_no_file_is_long():
    kinds = {".py", ".js", ".mjs", ".css", ".html"}
    folders = [*APPS, "templates", "static", "tests"]
    found = itertools.chain.from_iterable((ROOT / folder).rglob("*") for folder in folders)
    broken = [
        f"{where(path)}: {count} lines"
        for path in found
        if path.suffix in kinds and not {"migrations", "build"} & set(path.parts)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    none_of(sorted(broken), f"A file over {LONGEST_FILE} lines becomes a package of the same name:")


def test_locks_name_no_registry():
    """Whoever installs chooses the source; hashes say that it is the right thing."""
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert len(locks) == 3
    none_of(lines_with(r"://|--index-url|--find-links", locks), "No address in a lock:")
    npm = [ROOT / "package-lock.json"]
    none_of(lines_with(r'"resolved"\s*:', npm), "npm's lock has no “resolved”:")


def pins(name):
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_the_test_lock_stands_on_the_running_lock():
    """Tests run against what runs: set-up takes the one for the other."""
    running, testing = pins("requirements.lock"), pins("requirements-test.lock")
    differing = {name for name, version in running.items() if testing.get(name) != version}
    none_of(sorted(differing), "Make requirements-test.lock again (CONTRIBUTING.md):")


def test_npm_versions_are_exact():
    package = (ROOT / "package.json").read_text()
    none_of(re.findall(r'": "[\^~][^"]+"', package), "package.json names exact versions:")


def test_pyproject_ignores_with_a_reason():
    """Whatever ruff is told to overlook says why."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tomllib.loads(text)
    ignored = text.partition("\nignore = [")[2].partition("]")[0].strip().splitlines()
    groups = [line for line in ignored if "#" not in line]
    none_of(groups, "Say why each rule is off:")


def test_no_path_of_a_machine_is_committed():
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return  # unpacked from an archive: nothing is committed here
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    texts = [
        p for p in paths if p.suffix in {".py", ".md", ".toml", ".html", ".yml", ".mjs", ".js", ""}
    ]
    there = [p for p in texts if p.is_file() and p.stat().st_size < 500_000 and p != Path(__file__)]
    none_of(
        lines_with(re.escape(f"{ROOT}/"), [p for p in there if _is_text(p)]),
        "A path of this machine:",
    )


def _is_text(path):
    return b"\0" not in path.read_bytes()[:1024]


# --- Documents -------------------------------------------------------------------------------


def documents():
    return sorted([*ROOT.glob("*.md"), *(ROOT / "sopman" / "docs").rglob("*.md")])


def anchors(path):
    headings = re.findall(r"^#+\s+(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def test_links_in_documents_lead_somewhere():
    broken = []
    for path in documents():
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"`[^`\n]*`", "", text)
        for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            goal = (path.parent / name).resolve() if name else path
            if not goal.exists():
                broken.append(f"{where(path)}: {target}")
            elif anchor and goal.suffix == ".md" and anchor.lower() not in anchors(goal):
                broken.append(f"{where(path)}: {target} (no such heading)")
    none_of(broken, "A link leads nowhere:")
