"""What looking into a mailbox costs, in a small and in a full folder, on a Dovecot of its own.

    python -m bench.imap [SMALL] [FULL] [STORAGE]

prints medians. Dovecot must be installed. STORAGE is its format of mailboxes: `mdbox` by default;
`maildir` reads a directory of all the mails whenever one arrives, and is slow to fill.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from typing import TYPE_CHECKING

from imapclient import IMAPClient  # type: ignore[import-untyped]

from mailbot.mail.imap import open_mailbox
from tests.servers.dovecot import DovecotServer
from tests.servers.program import MailProgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.folders import Mailbox
    from tests.servers.interface import Account

_ROUNDS = 50
_AT_ONCE = 1000


def main(small: str = "100", full: str = "100000", storage: str = "mdbox") -> None:
    """Fill two accounts and print what each step costs in both."""
    server = DovecotServer(storage)
    try:
        figures = [_measure(server, int(count)) for count in (small, full)]
    finally:
        server.stop()
    print(f"{'milliseconds, median':<44}{small:>12}{full:>12}")
    for step in figures[0]:
        print(f"{step:<44}{figures[0][step]:>12.2f}{figures[1][step]:>12.2f}")


def _measure(server: DovecotServer, count: int) -> dict[str, float]:
    account = server.new_account()
    _fill(account, count)
    mailbox = open_mailbox(account.mailbox, account.secrets)
    last = mailbox.state("INBOX").uidnext - 1
    figures = {
        "state of the folder, not open": _median(lambda: mailbox.state("INBOX")),
        "opening it, after another": _median(lambda: _opened(mailbox)),
        "state of the open folder": _median(lambda: mailbox.state("INBOX")),
        "uids_after, nothing new": _median(lambda: mailbox.uids_after("INBOX", last)),
        "find by Message-ID": _median(lambda: mailbox.find("INBOX", f"<{count}@uni.example>")),
        "fetch of one mail": _median(lambda: list(mailbox.fetch("INBOX", [last]))),
        "a whole look that finds one new mail": _median(lambda: _look(mailbox, account)),
        "IDLE: from arrival to wake-up": _median(lambda: _woken(mailbox, account), rounds=5),
    }
    mailbox.close()
    return figures


def _fill(account: Account, count: int) -> None:
    settings = account.mailbox
    with IMAPClient(settings.host, settings.real_port, ssl=False) as client:
        client.login(settings.user, account.secrets.mailbox_password.get_secret_value())
        for start in range(1, count + 1, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, count + 1))
            client.multiappend("INBOX", [_mail(number) for number in numbers])


def _mail(number: int) -> bytes:
    return f"Message-ID: <{number}@uni.example>\r\nSubject: {number}\r\n\r\nHello\r\n".encode()


def _opened(mailbox: Mailbox) -> float:
    mailbox.uids_after("Sent", 0)
    began = time.perf_counter()
    mailbox.wait("INBOX", 0)
    return time.perf_counter() - began


def _look(mailbox: Mailbox, account: Account) -> float:
    before = mailbox.state("INBOX").uidnext
    MailProgram(account).put(_mail(before))
    began = time.perf_counter()
    assert mailbox.state("INBOX").uidnext > before
    new = mailbox.uids_after("INBOX", before - 1)
    assert len(list(mailbox.fetch("INBOX", new))) == 1
    return time.perf_counter() - began


def _woken(mailbox: Mailbox, account: Account) -> float:
    mailbox.state("INBOX")
    arrived = 0.0

    def arrive() -> None:
        nonlocal arrived
        MailProgram(account).put(_mail(0))
        arrived = time.perf_counter()

    timer = threading.Timer(1, arrive)
    timer.start()
    assert mailbox.wait("INBOX", 30)
    woken = time.perf_counter()
    timer.join()
    return woken - arrived


def _median(step: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """Return the median in milliseconds: of the seconds that `step` returns, else that it took."""
    step()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        said = step()
        times.append(said if isinstance(said, float) else time.perf_counter() - began)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:4])
