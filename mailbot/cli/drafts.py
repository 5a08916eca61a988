"""`mailbot drafts`: see, approve, edit or turn down what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from mailbot.cli.drafts_bundles import (
    BundleNumber,
    approve_bundle,
    at_a_terminal,
    reject_bundle,
    show_bundle,
)
from mailbot.cli.drafts_list import list_drafts, list_left_alone
from mailbot.cli.editor import as_file, from_file, in_editor
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import console
from mailbot.cli.papers import (
    file_values,
    leaving,
    print_file,
)
from mailbot.clock import SystemClock
from mailbot.errors import NotFoundError, RefusedError
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.services import approval, listing, promising
from mailbot.services.listing import File
from mailbot.services.office import Office

_HELP = (
    "Lines up here that begin with # are not sent. Empty the file, or leave it as it is, and",
    "nothing changes. What stands in [[...]] is for you to settle before it may go.",
)

app = typer.Typer(add_completion=False)

Everything = Annotated[
    bool, typer.Option("--all", help="What was sent, turned down or superseded as well.")
]
Alone = Annotated[
    bool, typer.Option("--left-alone", help="Mail left alone, fetched afresh from the mailbox.")
]
Number = Annotated[int, typer.Argument(metavar="N", help="The draft's number.")]
Numbers = Annotated[list[int], typer.Argument(metavar="N...", help="The drafts' numbers.")]
NumberOrNone = Annotated[int | None, typer.Argument(metavar="N", help="The draft's number.")]
NumbersOrNone = Annotated[
    list[int] | None, typer.Argument(metavar="N...", help="The drafts' numbers.")
]
Digest = Annotated[
    str, typer.Option(metavar="D", help="Of what you saw: its first eight digits at least.")
]

AsShown = Annotated[
    bool, typer.Option("--shown", help="Unasked, as `mailbot drafts show` showed it last.")
]


@app.callback(invoke_without_command=True)
def drafts(
    context: typer.Context,
    everything: Everything = False,
    alone: Alone = False,
    as_json: JsonFlag = False,
) -> None:
    """See, approve, edit or turn down what waits; the list where no more is said."""
    if context.invoked_subcommand is None:
        show_list(context, everything, alone, as_json)


@app.command("list")
def show_list(
    context: typer.Context,
    everything: Everything = False,
    alone: Alone = False,
    as_json: JsonFlag = False,
) -> None:
    """List the drafts, and the mails that wait for your own answer."""
    with opened_office(context) as office:
        if alone:
            list_left_alone(office, as_json=as_json)
        else:
            list_drafts(office, everything=everything, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    number: NumberOrNone = None,
    bundle: BundleNumber = None,
    as_json: JsonFlag = False,
) -> None:
    """Show a draft in full, what it answers, and why; or all of a bundle."""
    numbers = _one_or_the_other([] if number is None else [number], bundle)
    with opened_office(context) as office:
        if bundle is not None:
            show_bundle(office, bundle, as_json=as_json)
        for each in numbers:
            if as_json:
                emit_json(file_values(_file(office, each)))
            else:
                _show(office, each)


@app.command()
def approve(
    context: typer.Context,
    numbers: NumbersOrNone = None,
    bundle: BundleNumber = None,
    digest: Digest = "",
    as_shown: AsShown = False,
) -> None:
    """Let drafts go, exactly as you saw them. You are shown each, or a bundle, and asked."""
    named = _one_or_the_other(numbers, bundle)
    _one_for_a_digest(named, digest)
    with opened_office(context) as office:
        if bundle is not None:
            approve_bundle(office, bundle, digest, as_shown)
        _each(named, lambda number: _approve(office, number, digest, as_shown))


@app.command()
def edit(
    context: typer.Context,
    number: Number,
    file: Annotated[
        typer.FileText | None,
        typer.Option("--file", help="The new text, subject first; - for standard input."),
    ] = None,
) -> None:
    """Write a draft anew, in your editor. It waits for approval again."""
    with opened_office(context) as office:
        letter = read_back(approval.show(office, number, SystemClock().now()).raw)
        before = as_file(letter.subject, letter.text, (f"Draft {number}.", *_HELP))
        after = from_file(file.read() if file else in_editor(before))
        if after is None or (after.subject, after.text) == (letter.subject, letter.text.strip()):
            typer.echo(f"Nothing changed in draft {number}.")
            return
        mail = approval.edit(office, number, after.subject, after.text, SystemClock().now())
    typer.echo(f"Draft {number} has your words now, digest {mail.digest[:8]}. It is not sent yet:")
    typer.echo(f"  mailbot drafts approve {number}")


@app.command()
def reject(
    context: typer.Context,
    numbers: NumbersOrNone = None,
    bundle: BundleNumber = None,
    why: Annotated[str, typer.Option("--why", help="For your own memory.")] = "turned down",
) -> None:
    """Turn drafts down. They are not sent, and taken out of your Drafts folder."""
    named = _one_or_the_other(numbers, bundle)
    with opened_office(context) as office:
        if bundle is not None:
            reject_bundle(office, bundle, why)
        _each(named, lambda number: _reject(office, number, why))


@app.command()
def mine(context: typer.Context, numbers: Numbers) -> None:
    """Answer yourself: the draft goes, and the mail stays on your list until you have."""
    with opened_office(context) as office:
        _each(numbers, lambda number: _take_over(office, number))


@app.command()
def resend(
    context: typer.Context, numbers: Numbers, digest: Digest = "", as_shown: AsShown = False
) -> None:
    """Send again what failed, or what nobody knows to have left. Look into Sent first."""
    _one_for_a_digest(numbers, digest)
    with opened_office(context) as office:
        _each(numbers, lambda number: _resend(office, number, digest, as_shown))


@app.command()
def arrived(context: typer.Context, numbers: Numbers) -> None:
    """Say of an uncertain mail that it did leave, so that it is not sent again."""
    with opened_office(context) as office:
        _each(numbers, lambda number: _arrived(office, number))


def _approve(office: Office, number: int, digest: str, as_shown: bool) -> None:
    seen = digest or _seen(office, number, "Let it go?", as_shown)
    if seen:
        mail = approval.approve(office, number, seen, SystemClock().now())
        file = listing.file_of(office, mail, SystemClock().now())
        typer.echo(f"Approved draft {number}. {leaving(file)}")


def _resend(office: Office, number: int, digest: str, as_shown: bool) -> None:
    seen = digest or _seen(office, number, "Send it again?", as_shown)
    if seen:
        approval.resend(office, number, seen, SystemClock().now())
        typer.echo(f"Mail {number} goes out again.")


def _reject(office: Office, number: int, why: str) -> None:
    before = approval.reject(office, number, why, SystemClock().now())
    called_back = before.state is State.APPROVED
    typer.echo(f"{'Called back' if called_back else 'Turned down'} draft {number}.")


def _take_over(office: Office, number: int) -> None:
    mail = approval.take_over(office, number, SystemClock().now())
    typer.echo(f"Draft {number} is withdrawn. {mail.recipient} waits for your own answer.")


def _arrived(office: Office, number: int) -> None:
    approval.settle_sent(office, number, SystemClock().now())
    typer.echo(f"Mail {number} counts as sent.")


def _seen(office: Office, number: int, question: str, as_shown: bool) -> str:
    """Return the digest of what she saw and agreed to; an empty one where she said no."""
    if as_shown:
        return _shown_before(office, number)
    if at_a_terminal():
        digest = _show(office, number)
        return digest if typer.confirm(question) else ""
    raise RefusedError(
        f"Nobody is at the terminal to be asked about draft {number}, so it stays.",
        f"Name what was seen: --digest and the digest that `mailbot drafts show {number}` tells, "
        "or --shown for the version that it showed last.",
    )


def _shown_before(office: Office, number: int) -> str:
    seen = approval.last_seen(office, number)
    if seen is None:
        raise RefusedError(
            f"Draft {number} was never shown to you.",
            f"Read it with `mailbot drafts show {number}` first.",
        )
    return seen


def _show(office: Office, number: int) -> str:
    file = _file(office, number)
    follows = promising.follows_mail(office, file.paper.mail, SystemClock().now())
    print_file(console(), file, office.settings.coordinator.zone, follows)
    return file.paper.mail.digest


def _file(office: Office, number: int) -> File:
    now = SystemClock().now()
    return listing.file_of(office, approval.show(office, number, now), now)


def _one_or_the_other(numbers: Sequence[int] | None, bundle: int | None) -> list[int]:
    """Return the numbers that were named; a bundle is named instead of them."""
    if bool(numbers) is (bundle is not None):
        raise typer.BadParameter("Name drafts by their numbers, or one bundle.", param_hint="N")
    return list(numbers or ())


def _one_for_a_digest(numbers: Sequence[int], digest: str) -> None:
    if digest and len(numbers) > 1:
        raise typer.BadParameter("A digest is of one draft: name one.", param_hint="--digest")


def _each(numbers: Sequence[int], do: Callable[[int], None]) -> None:
    """Do it with each draft; what is wrong with one does not hold up the others."""
    failed = False
    for number in numbers:
        try:
            do(number)
        except (NotFoundError, RefusedError) as error:
            failed = True
            typer.secho(error.what, err=True, fg="red")
            if error.remedy:
                typer.echo(error.remedy, err=True)
    if failed:
        raise typer.Exit(1)
