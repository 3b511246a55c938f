"""Whatever is missing is told in one sentence with what to type. No network, nothing installed."""

import errno
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sopman import bootstrap
from sopman.bootstrap import environment, folder, frontend, machine, options, ports, progress
from sopman.bootstrap.trouble import Trouble, from_os_error
from tests.before import ROOT
from tests.live.processes import environment as plain_environment


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project folder in the place of ours."""
    for name in ("requirements.lock", "package.json", "package-lock.json"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(environment, "HALF_MADE", tmp_path / ".venv" / "half-made")
    return tmp_path


def answering(monkeypatch, code, output):
    """Every command that set-up runs ends like this."""
    monkeypatch.setattr(progress, "run", lambda command, **options: (code, output))


def test_an_old_python_is_told_which_it_needs():
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2)\n"
        "runpy.run_path('manage.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "sopman needs Python 3.11 or newer; this is 3.9.\n    sudo apt-get"
    )


def test_a_port_in_use_is_told_with_the_next_free_one(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "up", "--port", str(port), "--no-demo"],
            cwd=ROOT, env=plain_environment(tmp_path), capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 1
    assert (
        f"Port {port} is taken by another program.\n    python3 manage.py up --no-demo --port "
        in done.stderr
    )


def test_an_address_of_another_machine_and_an_impossible_port():
    with pytest.raises(Trouble, match=r"192\.0\.2\.7 is no address of this machine"):
        ports.ensure_free("192.0.2.7", 8000)
    with pytest.raises(Trouble, match="70000 is no port"):
        ports.ensure_free("127.0.0.1", 70000)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EROFS, "The folder /srv/sopman cannot be written to by this user."),
        (errno.EACCES, "The folder /srv/sopman cannot be written to by this user."),
        (errno.ENOSPC, "The disk is full: nothing more can be written to /srv/sopman."),
        (
            errno.ENOTDIR,
            "The folder /srv/sopman cannot be made: something on the way to it is no folder.",
        ),
    ],
)
def test_what_the_system_refuses(number, sentence):
    trouble = from_os_error(OSError(number, "no", "/srv/sopman"), "/srv")
    assert trouble.sentence == sentence
    assert trouble.advice


def test_an_error_nobody_foresaw_keeps_its_traceback():
    assert from_os_error(OSError(errno.EIO, "broken disk", "/srv"), "/srv") is None


def test_a_data_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "manage.py", "up", "--data", str(tmp_path / "file" / "var")],
        cwd=ROOT, env=plain_environment(tmp_path), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_project_folder(project, monkeypatch, capsys):
    def refuse(*_args, **_kwargs):
        raise OSError(errno.EROFS, "Read-only file system", str(project / ".venv.probe"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(folder, "ensure", lambda: None)
    monkeypatch.setattr(
        bootstrap, "set_up", lambda command: environment.ensure("requirements.lock")
    )
    monkeypatch.delenv("SOPMAN_NO_BOOTSTRAP", raising=False)
    with pytest.raises(SystemExit):
        bootstrap.enter(["manage.py", "migrate"])
    assert "cannot be written to by this user" in capsys.readouterr().err


def test_no_room_for_the_environment(project, monkeypatch):
    monkeypatch.setattr(environment, "SPACE_NEEDED", 10**18)
    with pytest.raises(Trouble, match="The disk is full"):
        environment.ensure("requirements.lock")


def test_no_venv_module(monkeypatch):
    monkeypatch.setattr(machine, "can_make_environments", lambda: False)
    monkeypatch.setattr(machine, "_installer", lambda: None)
    with pytest.raises(Trouble) as raised:
        machine.ensure(for_tests=False, need_venv=True)
    assert "This Python has no venv module" in raised.value.sentence
    assert f"python3.{sys.version_info.minor}-venv" in raised.value.advice[0]


def test_without_pango_or_font_up_goes_on_with_a_warning(monkeypatch, capsys):
    monkeypatch.setattr(machine, "_loads", lambda names: False)
    monkeypatch.setattr(machine, "has_chinese_font", lambda: False)
    monkeypatch.setattr(machine, "_installer", lambda: None)
    monkeypatch.setattr(machine, "MAC", False)
    machine.ensure(for_tests=False, need_venv=False)
    told = capsys.readouterr().out
    assert told.count("Pango is missing") == 1
    assert "No Chinese font is installed" in told
    assert (
        "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
        in told
    )


def test_what_root_may_install_is_installed(monkeypatch):
    there, ran = set(), []

    def apt(command, **options):
        ran.append(command)
        there.update(command)
        return 0, ""

    monkeypatch.setattr(machine, "has_chinese_font", lambda: "fonts-noto-cjk" in there)
    monkeypatch.setattr(machine, "_installer", lambda: ["apt-get"])
    monkeypatch.setattr(progress, "run", apt)
    machine.ensure(for_tests=False, need_venv=False)
    assert [command[:3] for command in ran] == [["apt-get", "install", "-y"]]


def test_homebrew_has_its_own_names(monkeypatch):
    monkeypatch.setattr(machine, "MAC", True)
    assert machine.by_hand(["libpango-1.0-0", "gettext", "poppler-utils"]) == (
        "brew install gettext pango poppler"
    )


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "WARNING: Retrying … NewConnectionError('… Connection refused')",
            "cannot be reached from here",
        ),
        ("ERROR: No matching distribution found for django==5.2.19", "cannot be reached from here"),
        ("ERROR: HTTP error 403 … 403 Client Error: Forbidden", "cannot be reached from here"),
        (
            "ERROR: Could not install packages: [Errno 28] No space left on device",
            "The disk is full",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "its hash differs",
        ),
        ("error: command 'gcc' failed", "pip's last words stand above"),
    ],
)
def test_python_packages_that_do_not_come(project, monkeypatch, output, sentence):
    answering(monkeypatch, 1, output)
    with pytest.raises(Trouble, match=sentence) as raised:
        environment._install("requirements.lock", 1)
    assert raised.value.advice


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("npm error code ECONNREFUSED", "The front-end packages could not be fetched"),
        ("npm error network request failed, reason: getaddrinfo ENOTFOUND", "could not be fetched"),
        ("npm error code ENOSPC", "The disk is full"),
        (
            "npm error `npm ci` can only install with an existing package-lock.json",
            "npm's last words",
        ),
    ],
)
def test_front_end_packages_that_do_not_come(project, monkeypatch, output, sentence):
    answering(monkeypatch, 1, output)
    monkeypatch.setattr(frontend, "MODULES_STAMP", project / "stamp")
    with pytest.raises(Trouble, match=sentence):
        frontend._npm_ci({"node": "/usr/bin/node", "npm": "/usr/bin/npm"})


@pytest.mark.parametrize(("told", "wanted"), [("v22.3.0", True), ("v18.19.1", False), ("", False)])
def test_node_of_the_system_must_be_new_enough(tmp_path, monkeypatch, told, wanted):
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {told}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bool(frontend.system_node()) is wanted


def test_a_machine_without_node_takes_the_wheel(project, monkeypatch):
    asked = []
    monkeypatch.setenv("PATH", str(project))
    monkeypatch.setattr(environment, "ensure", asked.append)
    assert frontend.system_node() is None
    assert frontend._node_from_wheel()["npm"].endswith(".venv/bin/npm")
    assert asked == ["requirements-node.lock"]


def test_ubuntus_stub_is_no_browser(tmp_path, monkeypatch):
    stub = tmp_path / "chromium-browser"
    stub.write_text('#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    stub.chmod(0o755)
    monkeypatch.delenv("SOPMAN_CHROMIUM", raising=False)
    monkeypatch.setattr(machine, "CHROMES", ["chromium-browser"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.chromium() is None
    monkeypatch.setenv("SOPMAN_CHROMIUM", "/opt/chrome")
    assert machine.chromium() == "/opt/chrome"


def test_the_secret_key_is_made_once_and_is_nobody_elses(tmp_path, monkeypatch):
    monkeypatch.setenv("SOPMAN_DATA", str(tmp_path / "var"))
    for name in ("SOPMAN_SECRET_KEY", "SOPMAN_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    folder.ensure()
    key = tmp_path / "var" / "secret_key"
    first = key.read_text()
    folder.ensure()
    assert key.read_text() == first
    assert len(first) >= 60
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_one_click_sign_in_is_offered_on_loopback_only(monkeypatch):
    names = ("SOPMAN_DEMO_SIGN_IN", "SOPMAN_BASE_URL", "SOPMAN_ALLOWED_HOSTS", "SOPMAN_DATA")
    for name in names:
        monkeypatch.setenv(name, "x")  # so that monkeypatch puts back what `up` sets
        monkeypatch.delenv(name)
    options.into_environment(options.of_up(["--host", "0.0.0.0", "--port", "8123"]))
    assert "SOPMAN_DEMO_SIGN_IN" not in options.os.environ
    assert "127.0.0.1" in options.os.environ["SOPMAN_ALLOWED_HOSTS"].split(",")
    monkeypatch.delenv("SOPMAN_BASE_URL")
    options.into_environment(options.of_up(["--port", "8123"]))
    assert options.os.environ["SOPMAN_DEMO_SIGN_IN"] == "1"
    assert options.os.environ["SOPMAN_BASE_URL"] == "http://127.0.0.1:8123"
