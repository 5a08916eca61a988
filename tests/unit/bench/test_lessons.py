"""Corrections are shown to help where they should, and other mail to lose nothing."""

from __future__ import annotations

import re

from bench.enquiries import HOME, load_enquiries
from bench.lessons import compare
from mailbot.reading import load_reader


def test_the_comparison_tells_of_near_copies_and_of_other_mail() -> None:
    others = load_enquiries([HOME / "own-others.jsonl"])[:40]
    enquiries = load_enquiries([HOME / "develop-questions.jsonl"])[:30]
    found = compare(load_reader(), enquiries, others)
    corrected = re.match(r"(\d+) of 40 mails corrected", found.text)
    assert corrected is not None
    assert "other mail (30 mails)" in found.text
    assert found.harmless == (found.lost <= 0.002)
