"""The demo's own story, played as `mailbot demo` plays it without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_every_promise_of_the_story_is_kept(tmp_path: Path) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "mailbot", "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert "✗" not in played.stdout, played.stdout
    assert "Every promise was kept." in played.stdout
    assert played.returncode == 0, played.stderr
    assert list(tmp_path.iterdir()) == []
