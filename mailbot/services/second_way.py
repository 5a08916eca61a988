"""The second way of urgent alerts besides mail: ntfy or a command, without names or words.

Its failure is told by mail and never delays any: what is to be told so is noted with the alert, and
tried by a thread of its own.
"""

from __future__ import annotations

import json
import logging
import shlex
import subprocess
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from mailbot.errors import MailbotError, SettingsError, WorldProblem
from mailbot.letters.context import AlertContext
from mailbot.model.alerts import Way
from mailbot.model.casework import AlertKind
from mailbot.services.alerting import raise_alert, written
from mailbot.store import alerts, record, tellings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.settings import Settings
    from mailbot.store.tellings import Telling

_log = logging.getLogger(__name__)

_SECONDS = 10.0
_COMMAND_SECONDS = 60.0
_MOST_URGENT = 5
_FAILED = "the second way failed"


def way_of(settings: Settings) -> Way | None:
    """Return the second way that the settings name, or None."""
    way = settings.alerts.second_way
    return None if way == "off" else Way(way)


def what_lacks(settings: Settings) -> SettingsError | None:
    """Return what the second way still lacks in the settings, or None."""
    if way_of(settings) is Way.NTFY and not settings.secrets.ntfy_topic.get_secret_value():
        return SettingsError(
            '[alerts] second_way is "ntfy", but there is no topic.',
            "Put MAILBOT_NTFY_TOPIC into .env: long, so that nobody can guess it.",
        )
    return None


def tell_by_second_way(office: Office, now: Callable[[], datetime]) -> None:
    """Tell by the second way what is noted to be told so; what fails is told by mail.

    A crash in between lets it be told twice: better than not at all.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    way = way_of(office.settings)
    if way is None:
        return
    with office.database.transaction() as connection:
        waiting = [
            each
            for each in tellings.still_to_do(connection, way)
            if _wanted(connection, each, now())
        ]
    for each in waiting:
        _note(office, each, _try(office, way, each.number), now())


def _wanted(connection: Connection, telling: Telling, now: datetime) -> bool:
    raised = alerts.get(connection, telling.alert_id)
    if raised is not None and raised.seen_at is None:
        return True
    tellings.done(connection, telling.id, now, problem="seen before it was told")
    return False


def _try(office: Office, way: Way, number: int) -> MailbotError | None:
    letter = written(office, lambda letters: letters.push(number))
    title, text = letter.subject, letter.text.strip()
    try:
        if way is Way.NTFY:
            _publish(office.settings, title, text)
        else:
            _run(office.settings.alerts.command, f"{title}\n{text}\n")
    except MailbotError as error:
        _log.warning("%s", error)
        return error
    return None


def _note(office: Office, telling: Telling, problem: MailbotError | None, now: datetime) -> None:
    with office.database.transaction() as connection:
        failed = _FAILED if problem else None
        tellings.done(connection, telling.id, now, problem=failed)
        why = f"alert {telling.alert_id} by {telling.way.value}, time {telling.number}"
        record.add(connection, Event(now, "told", f"{why}: {failed}" if failed else why))
        if problem is None:
            return
        day = now.astimezone(office.settings.coordinator.zone).date().isoformat()
        for who, to in (("", ""), ("/keeper", office.settings.keeper.email)):
            if who and not to:
                continue
            raise_alert(
                office,
                connection,
                AlertKind.WORLD,
                f"second-way/{day}{who}",
                AlertContext(reason=problem.what, remedy=problem.remedy),
                now,
                to=to,
            )


class _NoRedirect(HTTPRedirectHandler):
    """A server that sends us elsewhere has not taken anything."""

    def redirect_request(self, *_: object) -> None:
        """Return None, so that the answer counts as a refusal."""


def _publish(settings: Settings, title: str, text: str) -> None:
    """Hand a message to ntfy, as https://docs.ntfy.sh/publish/#publish-as-json has it.

    Raises:
        SettingsError: There is no topic.
        WorldProblem: The server did not take it; never names the topic.
    """
    lack = what_lacks(settings)
    if lack is not None:
        raise lack
    topic = settings.secrets.ntfy_topic.get_secret_value()
    token = settings.secrets.ntfy_token.get_secret_value()
    message = {"topic": topic, "title": title, "message": text, "priority": _MOST_URGENT}
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    _post(settings.alerts.ntfy_server, json.dumps(message).encode(), headers)


def _post(url: str, body: bytes, headers: dict[str, str]) -> None:
    # The settings let https through only, and http to this machine itself.
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310
    why = "Look at [alerts] in config/mailbot.toml and at MAILBOT_NTFY_TOPIC in .env."
    try:
        with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            answer.read(1)
    except HTTPError as error:
        error.close()
        raise WorldProblem(f"ntfy refused an urgent alert (HTTP {error.code}).", why) from None
    except (OSError, HTTPException) as error:
        raise WorldProblem(
            f"ntfy could not be reached with an urgent alert ({type(error).__name__}).", why
        ) from None


def _run(command: str, text: str) -> None:
    """Run the keeper's command with `text` as its input; what it prints is dropped.

    Raises:
        WorldProblem: It cannot be run, fails, or takes too long.
    """
    why = "Look at [alerts] command in config/mailbot.toml, and try it in a terminal."
    try:
        subprocess.run(  # noqa: S603 - the keeper's own command, run without a shell
            shlex.split(command),
            input=text,
            text=True,
            encoding="utf-8",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_COMMAND_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        what = f"ended with exit code {error.returncode}"
    except subprocess.TimeoutExpired:
        what = f"did not end within {_COMMAND_SECONDS:.0f} seconds"
    except (OSError, ValueError) as error:
        what = f"cannot be run ({type(error).__name__})"
    else:
        return
    raise WorldProblem(f"The command that tells of urgent alerts {what}.", why)
