"""What a letter costs: rendering it, and composing it by the legacy and the modern email classes.

    python -m bench.composing

The labelled enquiries that a template answers; the median of seven runs, in milliseconds a letter.
Then how many of these letters are ready to approve, with the facts of `config/programme.toml`.
"""

from __future__ import annotations

import statistics
import timeit
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

from bench.enquiries import HOME, load_enquiries
from mailbot.letters import Letters, unsettled
from mailbot.mail.compose import compose, make_message_id
from mailbot.model.casework import BLOCKS, DraftReply, NextStep
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope, Letter
from mailbot.model.reading import Facts, Route, Topic
from mailbot.resources import default_folder
from mailbot.settings import load_programme

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.enquiries import Enquiry

AT = datetime(2026, 3, 1, tzinfo=UTC)
ENVELOPE = Envelope(
    make_message_id("example.org"),
    Address("enquiries@example.org", "Dr Alex Example"),
    Address("sam@uni.example", "Zoë Example"),
    "<a@uni.example>",
    ("<a@uni.example>",),
)


def main() -> None:
    """Measure and print."""
    letters = Letters(default_folder("templates"), load_programme(Path()), "Dr Alex Example")
    enquiries = [each for each in load_enquiries(HOME.glob("*.jsonl")) if each.route is Route.REPLY]
    made = [_reply(letters, each) for each in enquiries]
    rows: list[tuple[str, Callable[[], object]]] = [
        ("rendered", lambda: [_reply(letters, each) for each in enquiries]),
        ("composed, legacy classes", lambda: [compose(each, ENVELOPE, at=AT) for each in made]),
        ("composed, EmailMessage", lambda: [_modern(each) for each in made]),
    ]
    for name, run in rows:
        spent = statistics.median(timeit.repeat(run, number=1, repeat=7))
        print(f"{name:26} {spent / len(made) * 1000:6.2f} ms")
    print(f"{'all templates checked':26} {timeit.timeit(letters.check, number=1) * 1000:6.0f} ms")
    size = statistics.mean(len(each.text.encode() + each.html.encode()) for each in made)
    print(f"{'text and HTML':26} {size / 1000:6.1f} KB")
    ready = sum(not unsettled(each.text) for each in made)
    print(f"{'ready to approve':26} {ready:6} of {len(made)}")


def _reply(letters: Letters, enquiry: Enquiry) -> Letter:
    facts = enquiry.facts
    known = Facts(name=facts.get("name"), year=facts.get("year"), timezone=facts.get("timezone"))
    blocks = tuple(block for block in BLOCKS if Topic(block) in enquiry.topics)
    message = enquiry.message
    return letters.reply(
        DraftReply(blocks, NextStep.INVITE, ("availability",)),
        name=known.name or message.sender.name,
        subject=message.subject,
        stage=enquiry.stage,
        words=message.new_text,
        known=known,
    )


def _modern(letter: Letter) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Dr Alex Example <enquiries@example.org>"
    mail["To"] = "Zoë Example <sam@uni.example>"
    mail["Subject"] = letter.subject
    mail["Date"] = AT
    mail["Message-ID"] = ENVELOPE.message_id
    mail["In-Reply-To"] = mail["References"] = "<a@uni.example>"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    return mail.as_bytes()


if __name__ == "__main__":
    main()
