"""Which Python setup takes, played with interpreters that only say a version."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "choose-python"
Put = Callable[[str, str], Path]
SHIM = "echo 'shim: no version of Python is set' >&2; exit 127"


def says(version: str) -> str:
    return f"echo {version}"


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Put a fake interpreter at `folder/name`, below the test's own folder."""

    def put(where: str, does: str) -> Path:
        path = tmp_path / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{does}\n")
        path.chmod(0o755)
        return path

    return put


def choose(*folders: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": ":".join(map(str, folders)), "PYTHON": python}
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False
    )


def complaint(run: subprocess.CompletedProcess[str]) -> str:
    """Return what was said in refusal, which is one line and nothing else."""
    assert run.returncode == 1
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    return line


def test_the_first_name_on_the_path_that_runs_is_taken(tmp_path: Path, put: Put) -> None:
    put("a/python3.13", says("3.13.1"))
    wanted = put("b/python3.12", says("3.12.4"))
    put("b/python3", says("3.11.2"))
    assert choose(tmp_path / "a", tmp_path / "b").stdout.strip() == str(wanted)


def test_a_shim_that_fails_is_passed_over_for_the_same_name_further_on(
    tmp_path: Path, put: Put
) -> None:
    put("shims/python3.11", SHIM)
    put("shims/python3.12", SHIM)
    wanted = put("real ones/python3.12", says("3.12.4"))
    run = choose(tmp_path / "shims", tmp_path / "real ones")
    assert run.stdout.strip() == str(wanted)
    assert run.stderr == ""


def test_a_plain_name_is_taken_only_if_it_is_new_enough(tmp_path: Path, put: Put) -> None:
    put("a/python3", says("3.9.18"))
    wanted = put("a/python", says("3.14.0"))
    assert choose(tmp_path / "a").stdout.strip() == str(wanted)


@pytest.mark.parametrize("version", ["2.7.18", "3.4.10", "3.9.1", "3.10.13"])
def test_where_all_are_too_old_one_line_says_so(tmp_path: Path, put: Put, version: str) -> None:
    put("a/python3", says(version))
    line = complaint(choose(tmp_path / "a"))
    assert version in line
    assert "3.11 or newer" in line
    assert "PYTHON=" in line


def test_where_there_is_none_one_line_says_what_to_install(tmp_path: Path, put: Put) -> None:
    put("a/python3", SHIM)
    assert "needs Python 3.11 or newer" in complaint(choose(tmp_path / "a"))


def test_python_names_the_one_to_take_even_with_a_space_in_its_path(
    tmp_path: Path, put: Put
) -> None:
    put("a/python3.11", says("3.11.2"))
    wanted = put("my own/python", says("3.13.1"))
    assert choose(tmp_path / "a", python=str(wanted)).stdout.strip() == str(wanted)


def test_python_may_be_a_name_on_the_path(tmp_path: Path, put: Put) -> None:
    put("a/python3.11", says("3.11.2"))
    wanted = put("a/python3.13", says("3.13.1"))
    assert choose(tmp_path / "a", python="python3.13").stdout.strip() == str(wanted)


def test_a_python_that_is_too_old_is_refused_though_others_are_there(
    tmp_path: Path, put: Put
) -> None:
    put("a/python3.11", says("3.11.2"))
    old = put("a/python3.10", says("3.10.13"))
    line = complaint(choose(tmp_path / "a", python=str(old)))
    assert "3.10.13" in line


def test_python_2_is_too_old_though_it_does_not_know_the_option_to_be_isolated(
    tmp_path: Path, put: Put
) -> None:
    old = put(
        "a/python2.7", 'case "$1" in -I) echo "Unknown option: -I" >&2; exit 2 ;; esac; echo 2.7.18'
    )
    line = complaint(choose(tmp_path / "a", python=str(old)))
    assert "is Python 2.7.18" in line


def test_a_python_that_does_not_run_is_refused_though_others_are_there(
    tmp_path: Path, put: Put
) -> None:
    put("a/python3.11", says("3.11.2"))
    line = complaint(choose(tmp_path / "a", python="/nowhere/python3.12"))
    assert "/nowhere/python3.12 does not run" in line
