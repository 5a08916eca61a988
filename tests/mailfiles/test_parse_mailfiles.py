"""Real mail of many programs, read and screened: what the scorer beside the files measures.

The files lie beside the checkout and are no part of it; without them these tests are skipped.
"""

from __future__ import annotations

import json
import sys
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bench.mailfiles import score
from mailbot.mail.parse import from_text, parse
from mailbot.model.mail import Address
from mailbot.reading.screening import screen

if TYPE_CHECKING:
    from types import ModuleType

_SHARED = Path(__file__).resolve().parents[3] / "shared"
_FILES = _SHARED / "mailfiles"
_ENQUIRIES = _SHARED / "enquiries"
_MACHINES = {"auto_reply", "bounce", "list"}

pytestmark = pytest.mark.skipif(
    not (_FILES / "index.jsonl").exists(), reason="no ../shared/mailfiles beside the checkout"
)


class Scored(NamedTuple):
    """One file: what is expected of it, what came out, and the judgement."""

    expected: dict[str, Any]
    out: dict[str, Any]
    judged: dict[str, Any]


def _scorer() -> ModuleType:
    spec = util.spec_from_file_location("mailfiles_score", _FILES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scored() -> list[Scored]:
    """Every file, read once; a crash on any of them fails all of these tests."""
    scorer = _scorer()
    rows = []
    for line in (_FILES / "index.jsonl").read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        raw = (_FILES / expected["file"]).read_bytes()
        if expected["form"] != "rfc822":
            raw = scorer.wrap(raw, expected["form"])
        out: dict[str, Any] = dict(score(raw))
        rows.append(Scored(expected, out, scorer.judge(expected, out)))
    return rows


def _share(rows: list[Scored], key: str) -> tuple[int, int]:
    judged = [row.judged[key] for row in rows if key in row.judged]
    return sum(judged), len(judged)


def test_every_file_is_read_into_words_that_can_be_kept(scored: list[Scored]) -> None:
    assert len(scored) > 1000
    for row in scored:
        for text in row.out.values():
            text.encode("utf-8")
            assert "\0" not in text, row.expected["file"]


def test_machines_are_recognised(scored: list[Scored]) -> None:
    right, of = _share(scored, "cls")
    missed, _ = _share(scored, "miss")
    assert of == 544
    assert right >= 530
    assert missed <= 4


def test_people_are_not_taken_for_machines(scored: list[Scored]) -> None:
    files = [row.out["kind"] in _MACHINES for row in scored if "expect_text" in row.expected]
    enquiries = [_machine(record) for record in _records() if "machine" not in record["flags"]]
    assert len(files) + len(enquiries) > 1000
    assert sum(files) + sum(enquiries) <= (len(files) + len(enquiries)) // 300


def test_machines_among_the_enquiries_are_recognised_by_their_words() -> None:
    found = [_machine(record) for record in _records() if "machine" in record["flags"]]
    assert sum(found) >= 0.9 * len(found)


def _machine(record: dict[str, Any]) -> bool:
    message = from_text(
        sender=Address(record["from_addr"], record["from_name"]),
        subject=record["subject"],
        body=record["body"],
    )
    return screen(message).origin.machine


def _records() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(_ENQUIRIES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_new_text_is_told_from_quoted_mail(scored: list[Scored]) -> None:
    total, of = _share(scored, "ratio")
    exact, _ = _share(scored, "text")
    assert of == 168
    assert total / of >= 0.94
    assert exact >= 145


@pytest.mark.parametrize(("key", "least"), [("subj", 0.9), ("from", 0.95), ("body", 0.8)])
def test_headers_and_bodies_read_as_their_sources_state(
    scored: list[Scored], key: str, least: float
) -> None:
    right, of = _share(scored, key)
    assert right / of >= least


def test_returned_mail_names_whom_it_was_for(scored: list[Scored]) -> None:
    bounces = [
        parse((_FILES / row.expected["file"]).read_bytes()).report
        for row in scored
        if row.expected.get("expect_class") == "bounce"
    ]
    named = [report for report in bounces if report is not None and report.recipients]
    tied = [report for report in named if report.message_ids]
    assert len(named) >= 0.9 * len(bounces)
    assert len(tied) >= 0.6 * len(bounces)
