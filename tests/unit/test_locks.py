"""What is locked: versions with digests, from no registry in particular, as pyproject asks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
LOCKS = ("runtime.txt", "development.txt")


def text_of(lock: str) -> str:
    return (CHECKOUT / "requirements" / lock).read_text()


def pins(lock: str) -> dict[str, str]:
    """Return the locked versions by name."""
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==([^\s;]+)", text_of(lock), re.MULTILINE))


def asked(group: str) -> list[Requirement]:
    """Return what pyproject asks for to run, and for `development.txt` also to develop."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    wanted = list(project["project"]["dependencies"])
    if group == "development.txt":
        wanted += project["dependency-groups"]["dev"]
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_of_a_registry_is_named(lock: str) -> None:
    assert "://" not in text_of(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_has_a_digest(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", text_of(lock), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_all_that_pyproject_asks_for_is_locked_at_a_version_it_allows(lock: str) -> None:
    locked = pins(lock)
    for requirement in asked(lock):
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier


def test_tests_run_with_the_versions_that_the_program_runs_with() -> None:
    assert pins("runtime.txt").items() <= pins("development.txt").items()
