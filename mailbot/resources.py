"""Where the files that come with Mailbot are: in the wheel, or at the top of the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def default_folder(name: str) -> Path:
    """Return the folder `templates` or `config` that came with this installation."""
    carried = _PACKAGE / "defaults" / name
    return carried if carried.is_dir() else _PACKAGE.parent / name
