"""Setup itself, on a small project that needs nothing from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
BASE = str(getattr(sys, "_base_executable", sys.executable))

_PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "mailbot"
version = "1"
"""
# A build backend of its own, so that nothing has to be fetched (PEP 517, PEP 660).
_BACKEND = """\
import pathlib, zipfile

INFO = "mailbot-1.dist-info/"
FILES = {
    "METADATA": "Metadata-Version: 2.1\\nName: mailbot\\nVersion: 1\\n",
    "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "entry_points.txt": "[console_scripts]\\nmailbot = platform:python_version\\n",
    "RECORD": "",
}

def build_editable(folder, settings=None, metadata=None):
    name = "mailbot-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        for file, text in FILES.items():
            wheel.writestr(INFO + file, text)
    return name
"""


def wrapped(path: Path, first: str) -> Path:
    """Return the real interpreter behind a few words of shell."""
    path.write_text(f"#!/bin/sh\n{first}\nexec '{BASE}' \"$@\"\n")
    path.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without ensurepip, for which the pip beside serves: a quicker setup."""
    if subprocess.run(
        [BASE, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        pytest.skip("this Python has no pip of its own")
    path = tmp_path_factory.mktemp("quick") / "python"
    return wrapped(path, 'case "$*" in *"import ensurepip"*) exit 1 ;; esac')


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a space in its path."""
    folder = tmp_path_factory.mktemp("with space") / "a checkout"
    shutil.copytree(SCRIPTS, folder / "scripts")
    (folder / "requirements").mkdir()
    (folder / "requirements" / "development.txt").write_text("# nothing\n")
    (folder / "pyproject.toml").write_text(_PROJECT)
    (folder / "backend.py").write_text(_BACKEND)
    return folder


@pytest.fixture
def checkout(made: Path, quick: Path) -> Path:
    """The checkout, set up and complete."""
    run = setup(made, quick)
    assert run.returncode == 0, run.stderr
    return made


def setup(
    checkout: Path, python: Path | str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run scripts/setup, its pip cut off from any index."""
    return subprocess.run(
        [str(checkout / "scripts" / "setup")],
        env={**os.environ, "PIP_NO_INDEX": "1", "PYTHON": str(python), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def command(checkout: Path) -> Path:
    return checkout / ".venv" / "bin" / "mailbot"


def mark(checkout: Path) -> Path:
    """Leave a file in .venv, to see whether that is made anew."""
    path = checkout / ".venv" / "mark"
    path.touch()
    return path


def test_setup_leaves_the_command_though_the_path_has_a_space(checkout: Path) -> None:
    said = subprocess.run([command(checkout)], capture_output=True, text=True, check=False)
    assert "3." in said.stderr + said.stdout


def test_a_second_setup_touches_nothing(checkout: Path, quick: Path) -> None:
    stamp = checkout / ".venv" / "setup-stamp"
    before = stamp.stat().st_mtime_ns
    for python in (quick, ""):
        run = setup(checkout, python)
        assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert stamp.stat().st_mtime_ns == before


def test_an_interrupted_setup_is_done_anew(checkout: Path, quick: Path) -> None:
    left_over = mark(checkout)
    (checkout / ".venv" / "setup-stamp").unlink()
    assert setup(checkout, quick).returncode == 0
    assert not left_over.exists()
    assert command(checkout).exists()


def test_a_changed_lock_makes_a_new_environment(checkout: Path, quick: Path) -> None:
    left_over = mark(checkout)
    with (checkout / "requirements" / "development.txt").open("a") as file:
        file.write("# still nothing\n")
    assert setup(checkout, quick).returncode == 0
    assert not left_over.exists()


def test_another_python_makes_a_new_environment(checkout: Path, tmp_path: Path) -> None:
    left_over = mark(checkout)
    other = wrapped(
        tmp_path / "python",
        'case "$*" in *"import ensurepip"*) exit 1 ;; *realpath*) echo 3.99.0 /other; exit ;; esac',
    )
    assert setup(checkout, other).returncode == 0
    assert not left_over.exists()


def test_a_changed_pyproject_only_installs_the_project_again(checkout: Path, quick: Path) -> None:
    kept = mark(checkout)
    command(checkout).unlink()
    with (checkout / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert setup(checkout, quick).returncode == 0
    assert kept.exists()
    assert command(checkout).exists()


def test_what_leads_pip_elsewhere_is_left_out(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv" / "setup-stamp").unlink()
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nuser = true\nrequire-virtualenv = true\nrequire-hashes = true\n")
    elsewhere = {
        "PIP_CONFIG_FILE": str(config),
        "PIP_TARGET": str(tmp_path / "elsewhere"),
        "PIP_USER": "1",
        "PYTHONPATH": str(tmp_path),
        "PYTHONHOME": str(tmp_path),
    }
    run = setup(checkout, BASE, **elsewhere)
    assert run.returncode == 0, run.stderr
    assert command(checkout).exists()
    assert not (tmp_path / "elsewhere").exists()


def test_without_any_installer_one_line_says_what_to_install(
    checkout: Path, tmp_path: Path
) -> None:
    bare = wrapped(
        tmp_path / "python", 'case "$*" in *"import ensurepip"* | *"-m pip"*) exit 1 ;; esac'
    )
    (checkout / ".venv" / "setup-stamp").unlink()
    run = setup(checkout, bare, PATH="/usr/bin:/bin")
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert "install python3-venv" in line


def test_a_python_that_is_too_old_is_one_line(made: Path, tmp_path: Path) -> None:
    python = tmp_path / "python3.10"
    python.write_text("#!/bin/sh\necho 3.10.13\n")
    python.chmod(0o755)
    run = setup(made, python)
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert "3.10.13" in line
