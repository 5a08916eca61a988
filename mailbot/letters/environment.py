"""The seam to jinja2: templates in, text out, and errors that name file and line."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.errors import TemplateError
from mailbot.letters.html import lines, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

_BROKEN = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Whatever a template may bring about while it is read or rendered."""


class _Utf8Files(jinja2.FileSystemLoader):
    """Files of a folder; one in another encoding is an error like any other in a template."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return text, file and a test of freshness, as jinja2 asks of its loaders."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            reason = "it is not saved as UTF-8 text"
            raise jinja2.TemplateSyntaxError(reason, line, template, template) from error


class Templates:
    """The templates of one folder.

    Most are text, of which nothing is escaped: the HTML of a letter is made, and escaped, later. In
    a template whose name ends in `.html` everything is escaped that does not stand in it.
    """

    def __init__(self, folder: Path) -> None:
        """Read templates from `folder`, each afresh when its file changes."""
        self._folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=_Utf8Files(folder),
            undefined=jinja2.StrictUndefined,
            autoescape=jinja2.select_autoescape(("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["in_words"] = _in_words
        self._environment.filters["lines"] = lines
        self._environment.filters["marked"] = marked
        self._environment.filters["quoted"] = functools.partial(_each_line, ">")
        self._environment.filters["ruled"] = functools.partial(_each_line, "|")

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the text of template `name` (a path below the folder) with `context`.

        Raises:
            TemplateError: It is missing or broken, or asks for what `context` does not have.
        """
        try:
            return self._environment.get_template(name).render(context)
        except _BROKEN as error:
            raise TemplateError(*self._explain(name, error)) from error

    def _explain(self, name: str, error: Exception) -> tuple[str, str]:
        if isinstance(error, jinja2.TemplateSyntaxError):
            place = self._place(error.filename or error.name or name, error.lineno)
        else:
            place = self._deepest(name, error.__traceback__)
        what = f"The template {place} cannot be used: {_reason(error)}."
        return what, "Mend that line; `mailbot check` tells when all templates are well again."

    def _deepest(self, name: str, traceback: TracebackType | None) -> str:
        """Return the file and line of the innermost template that was being rendered."""
        place = str(self._folder / name)
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if file.startswith(str(self._folder)):
                place = self._place(file, traceback.tb_lineno)
            traceback = traceback.tb_next
        return place

    def _place(self, file: str, line: int) -> str:
        return f"{self._folder / file}, line {line}"


def _reason(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no file {error.name}"
    if isinstance(error, RecursionError):
        return "it includes itself without end"
    return (str(error).rstrip(".") or type(error).__name__).replace("\n", " ")


def _in_words(number: float) -> str:
    """Return a small whole number as a word, any other in figures."""
    whole = int(number) == number
    if whole and 0 <= number < len(_NUMBERS):
        return _NUMBERS[int(number)]
    return str(int(number) if whole else number)


def _each_line(mark: str, text: str) -> str:
    """Return `text` with a mark before each line, which keep their breaks."""
    return "\\\n".join(f"{mark} {line}".rstrip().rstrip("\\") for line in text.splitlines())
