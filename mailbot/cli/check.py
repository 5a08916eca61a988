"""`mailbot check`: prove that settings, templates, database and servers work."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from mailbot.cli.home import home_of
from mailbot.cli.output import Column, JsonFlag, emit
from mailbot.clock import SystemClock
from mailbot.errors import MailbotError
from mailbot.letters.times import day_words
from mailbot.services.days import day_of
from mailbot.services.support import lines_in
from mailbot.settings import load_settings
from mailbot.settings_slots import load_slots
from mailbot.settings_support import load_support, unchecked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailbot.settings import Settings


class Outcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what came of it.

    Attributes:
        check: What was looked at.
        outcome: How it ended.
        found: What was found, or what is wrong.
        remedy: What to do about it; may be empty.
    """

    check: str
    outcome: Outcome
    found: str
    remedy: str = ""


_COLUMNS = (
    Column("check", whole=True),
    Column("outcome", whole=True),
    Column("found"),
    Column("remedy", "what to do"),
)


_NEED_SETTINGS = (
    *("templates", "support lines", "second way", "orders by mail", "slots"),
    *("database", "mailbox", "delivery"),
)


def check(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Prove that settings, templates and servers work. Nothing is sent, nothing is changed."""
    findings = list(look(home_of(context)))
    emit((asdict(finding) for finding in findings), _COLUMNS, as_json=as_json, zone=UTC)
    if any(finding.outcome not in {Outcome.OK, Outcome.WARNING} for finding in findings):
        raise typer.Exit(1)


def look(home: Path) -> Iterator[Finding]:
    """Yield every finding; what goes wrong in one check does not end the others."""
    try:
        settings = load_settings(home)
    except MailbotError as error:
        yield Finding("settings", Outcome.WRONG, error.what, error.remedy)
        for name in _NEED_SETTINGS:
            yield Finding(name, Outcome.NOT_TRIED, "It needs the settings.")
        return
    yield Finding("settings", Outcome.OK, f"{home / 'config'} and .env are as they should be.")
    yield from _templates(settings)
    yield from _support(settings)
    yield _second_way(settings)
    yield _orders(settings)
    yield _tried("slots", lambda: _slots(settings))
    yield _tried("database", lambda: _database(settings))
    yield _tried("mailbox", lambda: _mailbox(settings))
    yield _tried("delivery", lambda: _delivery(settings))


def _tried(name: str, attempt: Callable[[], str]) -> Finding:
    try:
        return Finding(name, Outcome.OK, attempt())
    except MailbotError as error:
        return Finding(name, Outcome.WRONG, error.what, error.remedy)


def _templates(settings: Settings) -> Iterator[Finding]:
    from mailbot.letters import Letters

    letters = Letters(settings.templates, settings.programme, settings.coordinator.name)
    problems = letters.check()
    for problem in problems:
        yield Finding("templates", Outcome.WRONG, problem.what, problem.remedy)
    if not problems:
        yield Finding(
            "templates", Outcome.OK, f"Every mail can be written from {settings.templates}."
        )


def _slots(settings: Settings) -> str:
    slots = load_slots(settings.home)
    without = [each for each in slots.slots if not slots.zoom_link(each)]
    told = f"{len(slots.slots)} slots in config/slots.toml"
    return f"{told}, without a link yet: {', '.join(without)}." if without else f"{told}."


def _support(settings: Settings) -> Iterator[Finding]:
    """Look at the support lines; one that was checked a year ago still is better than none."""
    name = "support lines"
    try:
        lines = load_support(settings.home)
    except MailbotError as error:
        yield Finding(name, Outcome.WRONG, error.what, error.remedy)
        return
    missing = [each for each in settings.programme.countries if not lines_in(each, lines)]
    for country in missing:
        yield Finding(
            name,
            Outcome.WARNING,
            f"config/support.toml has no line for {country}.",
            "Add where a student in need can turn there.",
        )
    today = day_of(SystemClock().now(), settings.coordinator.zone)
    old = unchecked(lines, today)
    for each in old:
        yield Finding(
            name,
            Outcome.WARNING,
            f"{each.name} ({each.number}) was last checked on {day_words(each.checked)}"
            f"{', a day yet to come' if each.checked > today else ''}.",
            f"Look it up at {each.source}, and write the day into config/support.toml.",
        )
    if not missing and not old:
        yield Finding(name, Outcome.OK, f"{len(lines)} lines, each checked within a year.")


def _second_way(settings: Settings) -> Finding:
    from mailbot.services.second_way import what_lacks

    name, lack = "second way", what_lacks(settings)
    if lack is not None:
        return Finding(name, Outcome.WRONG, lack.what, lack.remedy)
    way = settings.alerts.second_way
    said = "Urgent alerts go by mail only." if way == "off" else f"Urgent alerts also go by {way}."
    return Finding(name, Outcome.OK, said)


def _orders(settings: Settings) -> Finding:
    """Look whether all who decide by mail can be proved; else their “ok” and “seen” never count."""
    name, coordinator = "orders by mail", settings.coordinator
    wanted = (coordinator.alert_address, coordinator.deputy.lower())
    others = [each for each in wanted if each and each not in settings.own_addresses]
    if others and not settings.mailbox.authserv:
        return Finding(
            name,
            Outcome.WARNING,
            f"Nothing that comes from {' or '.join(others)} can be proved, so neither an approval "
            "nor “seen” from there ever counts.",
            "Set `authserv` of [mailbox] in config/mailbot.toml; docs/keepers.md tells how.",
        )
    if settings.mailbox.authserv:
        return Finding(name, Outcome.OK, f"Proved by the word of {settings.mailbox.authserv}.")
    return Finding(name, Outcome.OK, "Proved by the copy in Sent of what you write to yourself.")


def _database(settings: Settings) -> str:
    from mailbot.store.database import Database

    database = Database(settings.database_url)
    try:
        if database.file and not database.file.exists():
            return f"{database.name} is not there yet; `mailbot run` makes it."
        database.require_current()
        return f"{database.name} is up to date."
    finally:
        database.close()


def _mailbox(settings: Settings) -> str:
    from mailbot.mail.imap import open_mailbox

    mailbox = open_mailbox(settings.mailbox, settings.secrets)
    try:
        folders = mailbox.folders()
    finally:
        mailbox.close()
    watched = ", ".join((folders.inbox, *folders.also))
    return (
        f"Logged in at {settings.mailbox.host} as {settings.mailbox.user}. Mail comes from "
        f"{watched}; drafts stand in {folders.drafts}; sent mail is in {folders.sent}; junk is in "
        f"{folders.junk or 'no folder of its own'}."
    )


def _delivery(settings: Settings) -> str:
    from mailbot.mail.smtp_connection import connect, hang_up

    hang_up(connect(settings.delivery, settings.secrets, settings.mailbox.user))
    restricted = ", ".join(settings.delivery.only_to)
    limit = f" Mail goes only to {restricted}." if restricted else ""
    return f"{settings.delivery.host} takes mail from us.{limit}"
