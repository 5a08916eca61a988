"""A TOML file read into a model, with errors that name file, line, key, value and what is right."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mailbot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

_Model = TypeVar("_Model", bound=BaseModel)

_SHAPES = {
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-01, without quotes",
    "date_from_datetime_inexact": "a date such as 2026-11-01, without a time",
    "finite_number": "a number",
    "float_type": "a number, without quotes",
    "int_from_float": "a whole number",
    "int_type": "a whole number, without quotes",
    "model_type": "a section such as [mailbox], with its keys below it",
    "string_too_short": "filled in",
    "too_short": "filled in",
    "string_type": 'words in quotes, such as "example"',
    "tuple_type": 'a list in brackets, such as ["one", "two"]',
}
_BOUNDS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
}
_SECRET_WORDS = ("password", "token", "secret")


def read_toml(path: Path, model: type[_Model]) -> _Model:
    """Read `path` and check it against `model`.

    Raises:
        SettingsError: The file is missing or not TOML, or its values are wrong; one line each.
    """
    text = _text_of(path)
    try:
        return model.model_validate(_values_of(path, text))
    except ValidationError as error:
        found = [_explain(path, text, model, problem) for problem in error.errors()]
        raise SettingsError("\n".join(line for _, line in sorted(found))) from None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean …?` with the entry of `known` most like `word`, or nothing."""
    entries = {entry.lower(): entry for entry in known}
    found = difflib.get_close_matches(word.lower(), entries, n=1)
    return f" Did you mean {entries[found[0]]}?" if found else ""


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"{path} is not there.", "`mailbot init` writes a commented example to edit."
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not in UTF-8.", "Save it as UTF-8 text.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None


def _values_of(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = int(found[1]) if found else len(text.splitlines())
        raise SettingsError(f"{path}, line {line}: this is not TOML: {what}.") from None


def _explain(
    path: Path, text: str, model: type[BaseModel], problem: ErrorDetails
) -> tuple[int, str]:
    """Return the line, 0 where there is none, and what is wrong there."""
    keys = tuple(str(part) for part in problem["loc"])
    line = _line_of(text, keys)
    place = f"{path}, line {line}" if line else str(path)
    return line, f"{place}: {_named(keys, model)} {_complaint(keys, model, problem)}"


def _named(keys: Sequence[str], model: type[BaseModel]) -> str:
    """Return the key as the file shows it: `[section] key`, or `key` where there is no section."""
    if not keys:
        return "the whole"
    table, _, rest = _place(keys, model)
    return f"[{'.'.join(table)}] {_item(rest)}".strip() if table else _item(keys)


def _item(keys: Sequence[str]) -> str:
    name, *indexes = keys or ("",)
    numbers = [str(int(index) + 1) for index in indexes if index.isdigit()]
    return f"{name}, item {numbers[0]}," if numbers else name


def _place(
    keys: Sequence[str], model: type[BaseModel]
) -> tuple[Sequence[str], type[BaseModel], Sequence[str]]:
    """Return the keys of the innermost table, what it is checked against, and the keys in it."""
    depth, owner = 0, model
    while depth < len(keys) and (found := _table(owner, keys[depth])):
        inner, length = found
        if depth + length > len(keys):
            break
        depth, owner = depth + length, inner
    return keys[:depth], owner, keys[depth:]


def _table(model: type[BaseModel], name: str) -> tuple[type[BaseModel], int] | None:
    """Return the model of a section, or of each in a section of named ones, and its keys."""
    field = model.model_fields.get(name)
    kind = field.annotation if field else None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, 1
    inner = get_args(kind)[-1] if get_origin(kind) is dict else None
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return inner, 2
    return None


def _complaint(keys: Sequence[str], model: type[BaseModel], problem: ErrorDetails) -> str:
    kind = problem["type"]
    if kind == "missing":
        return "is missing."
    if kind == "extra_forbidden":
        return _unknown(keys, model)
    if kind in {"value_error", "assertion_error"} and isinstance(problem["input"], dict):
        return _ended(f"is wrong: {_reason(problem)}")
    return _ended(f"is {_shown(problem['input'])}; it should be {_right(problem)}")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence}."


def _unknown(keys: Sequence[str], model: type[BaseModel]) -> str:
    name = keys[-1]
    if any(word in name.lower() for word in _SECRET_WORDS):
        return "is a secret, which stands in .env and never here; `mailbot init` shows how."
    known = list(_place(keys, model)[1].model_fields)
    return f"is not a setting.{nearest(name, known) or ' There are: ' + ', '.join(known) + '.'}"


def _right(problem: ErrorDetails) -> str:
    kind, limits = problem["type"], problem.get("ctx", {})
    if kind in {"enum", "literal_error"}:
        return str(limits["expected"]).replace("'", '"')
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**limits)
    return _SHAPES.get(kind) or _reason(problem)


def _reason(problem: ErrorDetails) -> str:
    return problem["msg"].removeprefix("Value error, ").rstrip(".")


def _shown(value: Any) -> str:
    """Return a value as TOML writes it, without any password in a URL."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(re.sub(r"://[^@/]*@", "://…@", value), ensure_ascii=False)
    return str(value)


def _line_of(text: str, keys: Sequence[str]) -> int:
    """Return the line of the key, else that of its section, counted from 1; 0 for neither."""
    section: tuple[str, ...] = ()
    best, depth = 0, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
            section = _parts(header[1])
            path = section
        elif key := re.match(r"\s*([\w.\"' -]+?)\s*=", line):
            path = (*section, *_parts(key[1]))
        else:
            continue
        if len(path) > depth and tuple(keys[: len(path)]) == path:
            best, depth = number, len(path)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip(" \"'") for part in dotted.split("."))
