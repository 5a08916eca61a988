"""The wheel, built and installed without the network, works far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
_BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / built.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was installed, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(installed: Path, *arguments: str) -> str:
    """Run Python with the installed Mailbot before the checkout's, in an empty folder."""
    cwd = installed.parent / "elsewhere"
    cwd.mkdir(exist_ok=True)
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def files(folder: Path, but: str = "__pycache__") -> set[Path]:
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and but not in path.parts
    }


def test_the_command_runs_from_the_wheel(installed: Path) -> None:
    assert "mailbot" in python(installed, "-m", "mailbot", "--version")
    said = python(installed, "-c", "import mailbot; print(mailbot.__file__)")
    assert Path(said.strip()).is_relative_to(installed)


@pytest.mark.parametrize("folder", ["templates", "config"])
def test_templates_and_config_are_carried(installed: Path, folder: str) -> None:
    assert files(installed / "mailbot" / "defaults" / folder) == files(CHECKOUT / folder)


def test_all_that_the_package_holds_is_carried(installed: Path) -> None:
    """Data of the reader and the sandbox, and the migrations, as well as the code."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "mailbot"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so what belongs to the package is not listed")
    kept = {name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()}
    assert kept <= {str(path) for path in files(installed)}


def test_a_home_can_be_begun_and_its_templates_found(installed: Path) -> None:
    python(installed, "-m", "mailbot", "init", "home")
    program = (
        "from pathlib import Path; from mailbot.settings import load_settings; "
        "from mailbot.letters import Letters; s = load_settings(Path('home')); "
        "print(Letters(s.templates, s.programme, s.coordinator.name).check(), s.templates)"
    )
    problems, templates = python(installed, "-c", program).split(maxsplit=1)
    assert problems == "[]"
    assert Path(templates.strip()).is_relative_to(installed)


def test_a_database_can_be_made(installed: Path) -> None:
    program = (
        "from mailbot.store.database import Database; d = Database('sqlite:///made.db'); "
        "d.upgrade(); d.require_current(); d.close()"
    )
    python(installed, "-c", program)


def test_the_wheel_has_its_licence_and_needs_no_newer_python_than_3_11(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "Requires-Python: >=3.11" in text
    assert "License-Expression: MIT" in text
