"""A letter in the coordinator's own editor, as a text file that begins with its subject."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from mailbot.errors import RefusedError
from mailbot.model.outbox import Letter

_SUBJECT = "Subject:"


def in_editor(text: str) -> str:
    """Open `text` in $VISUAL or $EDITOR and return what was saved.

    Raises:
        RefusedError: The editor is not there, or ended with an error.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="mailbot-") as folder:
        file = Path(folder) / "draft.txt"
        file.write_text(text, encoding="utf-8")
        try:
            # The command is what the user themselves has set, options and all.
            subprocess.run([*shlex.split(command), str(file)], check=True)  # noqa: S603
            return file.read_text(encoding="utf-8")
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            raise RefusedError(
                f"The editor `{command}` {_failure(error)}. The draft is as it was.",
                "Say in EDITOR which one to use, or bring the text with --file.",
            ) from error


def _failure(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "is not on this machine"
        case subprocess.CalledProcessError():
            return f"ended with an error (exit code {error.returncode})"
        case UnicodeDecodeError():
            return "saved the text in another encoding than UTF-8"
        case OSError():
            return f"cannot be started: {error.strerror}"
        case _:
            return "is not a command that can be read: see its quotes"


def as_file(subject: str, text: str, help_lines: tuple[str, ...]) -> str:
    """Return what stands in the file: help, the subject, an empty line, the text."""
    comments = "".join(f"# {line}\n" for line in help_lines)
    return f"{comments}{_SUBJECT} {subject}\n\n{text}"


def from_file(content: str) -> Letter | None:
    """Return subject and text of an edited file, without HTML; None where nothing is left.

    Raises:
        RefusedError: The first line below the help is not the subject.
    """
    lines = content.splitlines()
    while lines and (not lines[0].strip() or lines[0].startswith("#")):
        lines.pop(0)
    if not lines:
        return None
    if not lines[0].startswith(_SUBJECT):
        raise RefusedError(
            f"The first line must be the subject, such as `{_SUBJECT} Re: Balint groups`; the "
            "draft is as it was."
        )
    text = "\n".join(lines[1:]).strip()
    return Letter(lines[0].removeprefix(_SUBJECT).strip(), text, "") if text else None
