"""The demo in a terminal: mail comes in, and you are the coordinator who approves."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from mailbot.cli.editor import as_file, from_file, in_editor
from mailbot.cli.papers import print_file
from mailbot.cli.telling import RichTeller
from mailbot.clock import SystemClock
from mailbot.errors import MailbotError
from mailbot.letters import unsettled
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.rounds import Listener
from mailbot.sandbox.people import COORDINATOR
from mailbot.sandbox.stage import set_stage
from mailbot.services import approval
from mailbot.services.auditing import audit
from mailbot.services.listing import file_of, for_her, papers
from mailbot.services.watching import Did
from mailbot.worker import Worker

if TYPE_CHECKING:
    from mailbot.sandbox.stage import Stage
    from mailbot.services.intake import Taken
    from mailbot.services.listing import ForHer
    from mailbot.services.looking import Look
    from mailbot.store.outbox import Outbound

_PROMPT = "[bold]> [/]"
_SECONDS_BETWEEN_MAILS = 1.5
_SECONDS_STUDENTS_TAKE = 4.0
_EDIT_HELP = "Change what you like, save, and leave the editor; it is not sent yet."
_HELP = """\
[bold]Enter[/] what waits   [bold]3[/] read draft 3   [bold]a 3[/] approve it   \
[bold]e 3[/] edit it   [bold]r 3[/] reject it
[bold]m[/] settings for your own mail program   [bold]audit[/]   [bold]q[/] quit"""


def live(imap_port: int, smtp_port: int) -> None:
    """Play until the person at the terminal quits."""
    console = Console(highlight=False)
    clock = SystemClock()
    with set_stage(clock, imap_port=imap_port, smtp_port=smtp_port, later=True) as stage:
        desk = _Desk(console, stage)
        desk.open()
        stage.students.live(clock, _SECONDS_STUDENTS_TAKE)
        leaving = threading.Event()
        threads = (
            threading.Thread(target=desk.worker.run, name="mailbot-worker", daemon=True),
            threading.Thread(target=_post, args=(stage, leaving), name="postman", daemon=True),
        )
        for thread in threads:
            thread.start()
        try:
            desk.serve()
        finally:
            leaving.set()
            stage.students.leave()
            desk.worker.stop()
            for thread in threads:
                thread.join()


def _post(stage: Stage, leaving: threading.Event) -> None:
    """Bring the opening mails one after the other, so that one can watch them come."""
    for bring in stage.opening:
        if leaving.wait(_SECONDS_BETWEEN_MAILS):
            return
        bring()


class _Desk:
    """The coordinator's terminal."""

    def __init__(self, console: Console, stage: Stage) -> None:
        self._console = console
        self._stage = stage
        self._teller = RichTeller(console, stage.office)
        listener = Listener(taken=self._came, looked=self._looked, left=self._left)
        self.worker = Worker(stage.office, stage.clock, listener)

    def open(self) -> None:
        """Say what this is."""
        self._teller.chapter("Mailbot demo: you are the coordinator")
        self._settings()
        self._console.print(_HELP)

    def serve(self) -> None:
        """Carry out what is typed, until `q` or the end of input."""
        while True:
            try:
                words = self._console.input(_PROMPT).split()
            except (EOFError, KeyboardInterrupt):
                return
            if words[:1] in (["q"], ["quit"], ["exit"]):
                return
            try:
                self._obey(words)
            except MailbotError as error:
                self._console.print(Text(str(error), style="red"))

    def _came(self, taken: Taken) -> None:
        self._teller.came(taken)
        self._prompt()

    def _left(self, mail: Outbound) -> None:
        self._teller.left(mail)
        self._prompt()

    def _looked(self, look: Look) -> None:
        for noticed in look.noticed:
            if noticed.did is Did.SENT_DRAFT:
                how = "with your changes" if noticed.changed else "as it was"
                self._console.print(
                    f"You sent draft {noticed.outbox_id} from your mail program, {how}: "
                    "that counts as your approval."
                )
                self._prompt()

    def _prompt(self) -> None:
        self._console.print(_PROMPT, end="")

    def _obey(self, words: list[str]) -> None:
        match words:
            case []:
                self._waiting()
            case ["m"]:
                self._settings()
            case ["audit"]:
                self._audit()
            case [number] if number.isdecimal():
                self._show(int(number))
            case ["a", number] if number.isdecimal():
                self._approve(int(number))
            case ["e", number] if number.isdecimal():
                self._edit(int(number))
            case ["r", number] if number.isdecimal():
                self._reject(int(number))
            case _:
                self._console.print(_HELP)

    def _waiting(self) -> None:
        office = self._stage.office
        drafts = papers(office, self._stage.clock.now(), everything=False)
        if drafts:
            self._console.print(_heading("These drafts wait for your approval:"))
        for paper in drafts:
            marks = f"  {len(paper.marks)} to settle" if paper.marks else ""
            row = f"{paper.mail.id:>5}  {paper.to.email}  {paper.letter.subject}{marks}"
            self._console.print(Text(row))
        hers = for_her(office)
        if hers:
            self._console.print(_heading("These mails wait for your own answer:"))
        for one in hers:
            self._console.print(Text(_one_for_her(one)))
        if not drafts and not hers:
            self._console.print("Nothing waits.")

    def _show(self, number: int) -> Outbound:
        office, now = self._stage.office, self._stage.clock.now()
        mail = approval.show(office, number, now)
        print_file(self._console, file_of(office, mail, now), office.settings.coordinator.zone)
        return mail

    def _approve(self, number: int) -> None:
        office, now = self._stage.office, self._stage.clock.now()
        draft = approval.show(office, number, now)
        if draft.state is State.DRAFT:
            self._show(number)
            if unsettled(read_back(draft.raw).text):
                self._console.print(f"Fill in what stands in \\[\\[ ]] first: [bold]e {number}[/].")
                return
            if not self._agreed():
                self._console.print(f"Draft {number} still waits.")
                return
        approval.approve(office, number, draft.digest, now)
        self._console.print(f"Draft {number} is approved, and leaves now.")
        self.worker.nudge()

    def _agreed(self) -> bool:
        try:
            return self._console.input("Let it go? \\[y/N] ").strip().lower() in {"y", "yes"}
        except (EOFError, KeyboardInterrupt):
            return False

    def _reject(self, number: int) -> None:
        office, now = self._stage.office, self._stage.clock.now()
        approval.reject(office, number, "turned down in the demo", now)
        self._console.print(f"Draft {number} is turned down, and leaves your Drafts folder.")
        self.worker.nudge()

    def _edit(self, number: int) -> None:
        office, now = self._stage.office, self._stage.clock.now()
        letter = read_back(approval.show(office, number, now).raw)
        edited = from_file(in_editor(as_file(letter.subject, letter.text, (_EDIT_HELP,))))
        if edited and (edited.subject, edited.text) != (letter.subject, letter.text.strip()):
            approval.edit(office, number, edited.subject, edited.text, now)
            self._show(number)
            self.worker.nudge()

    def _settings(self) -> None:
        sandbox = self._stage.sandbox
        self._console.print(
            f"Any mail program can look into her mailbox: IMAP {sandbox.host}:{sandbox.imap_port}, "
            f"SMTP {sandbox.host}:{sandbox.smtp_port}, no encryption,\n"
            f"user {COORDINATOR.email}, password {COORDINATOR.password}. "
            "A draft that you send from there counts as approved."
        )

    def _audit(self) -> None:
        with self._stage.mailbox() as mailbox:
            findings = audit(self._stage.office, mailbox).findings
        for finding in findings:
            self._console.print(Text(f"{finding.fault.value}: {finding.what}"))
        if not findings:
            self._console.print("Nothing lost, nothing twice, nothing unapproved.")


def _one_for_her(one: ForHer) -> str:
    urgent = "URGENT " if one.distress else ""
    who = f"{one.enquiry.text.sender}  {one.enquiry.text.subject}" if one.enquiry else ""
    return f"       {urgent}{who or f'mail {one.mail_id}'} ({one.reason})"


def _heading(words: str) -> str:
    return f"[bold]{words}[/]"
