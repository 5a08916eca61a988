"""Time and memory that reading takes; on Linux, which says what a process holds.

    python -m bench.reading_costs     start-up alone, as JSON

Start-up is measured in a fresh process, before which nothing of reading was loaded.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.mail.parse import from_text
from mailbot.model.mail import Address
from mailbot.model.reading import Stage

if TYPE_CHECKING:
    from bench.enquiries import Enquiry
    from mailbot.reading import Reader

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Start:
    """What it takes until the first mail is read: seconds, and megabytes added."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What reading takes.

    Attributes:
        median: Milliseconds for one mail alone.
        last: Milliseconds that 99 % of mails stay below.
        batch: Milliseconds a mail, many together.
        start: Until the first mail is read.
    """

    median: float
    last: float
    batch: float
    start: Start


def measure_costs(reader: Reader, enquiries: list[Enquiry]) -> Costs:
    """Return what reading some mails takes, screening included."""
    from mailbot.reading.screening import screen

    alone = []
    for each in enquiries:
        began = time.perf_counter()
        reader.read(each.message, stage=each.stage, screening=screen(each.message))
        alone.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    reader.read_many([(each.message, each.stage, screen(each.message)) for each in enquiries])
    batch = (time.perf_counter() - began) * 1000 / len(enquiries)
    last = statistics.quantiles(alone, n=100)[98] if len(alone) > 1 else alone[0]
    return Costs(statistics.median(alone), last, batch, _start_elsewhere())


def _start_elsewhere() -> Start:
    command = [sys.executable, "-m", "bench.reading_costs"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    return Start(**json.loads(done.stdout))


def _start() -> Start:
    message = from_text(
        sender=Address("mira@example.org", "Mira"),
        subject="Balint groups",
        body="Hello, is there a fee? I am free on Tuesdays after 6.\n\nMira",
    )
    before, began = _megabytes(), time.perf_counter()
    from mailbot.reading import load_reader
    from mailbot.reading.screening import screen

    load_reader().read(message, stage=Stage.NEW, screening=screen(message))
    return Start(time.perf_counter() - began, _megabytes() - before)


def _megabytes() -> float:
    """Return what this process holds in memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    held = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(held) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(_start())))
