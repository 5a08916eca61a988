"""Gmail's dialect of IMAP over a `GmailAccount`, as far as Mailbot speaks it.

The numbers in brackets are the sources in `tests.servers.gmail`. What is plain RFC 3501 has none.
"""

from __future__ import annotations

import re
import select
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from imapclient.imap_utf7 import decode, encode  # type: ignore[import-untyped]

from tests.servers.gmail import Folder, GmailAccount, Mail, message_id

if TYPE_CHECKING:
    from collections.abc import Iterable

APP_PASSWORD = "abcd efgh ijkl mnop"
_SECONDS = 10.0
# From [7].
_BEFORE = (
    "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR"
    " AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER"
)
_AFTER = (
    "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS"
    " ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL-"
    " SPECIAL-USE APPENDLIMIT=35651584"
)
_FLAGS = "\\Answered \\Flagged \\Draft \\Deleted \\Seen $NotPhishing $Phishing"


class GmailServer:
    """Listens on loopback for one account; every connection has a thread.

    Attributes:
        account: The account.
        port: Where it listens.
        commands: Every command that was heard, without its tag.
    """

    def __init__(self, account: GmailAccount) -> None:
        """Start it."""
        self.account = account
        self.commands: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def stop(self) -> None:
        """End it."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(_SECONDS)

    def _accept(self) -> None:
        while True:
            try:
                wire, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=_Conversation(self, wire).run, daemon=True)
            self._threads.append(thread)
            thread.start()


class _Conversation:
    """One connection."""

    def __init__(self, server: GmailServer, wire: socket.socket) -> None:
        wire.settimeout(_SECONDS)
        self._server = server
        self._account = server.account
        self._wire = wire
        self._lines = wire.makefile("rb")
        self._folder: Folder | None = None

    def run(self) -> None:
        """Answer commands until the client goes."""
        with self._wire, self._lines:
            self._say("* OK Gimap ready for requests from 127.0.0.1 k2if6111336rvb.0")  # [1]
            while line := self._hear():
                tag, _, command = line.partition(" ")
                self._server.commands.append(command)
                name, _, rest = command.partition(" ")
                if name.upper() == "UID":
                    word, _, rest = rest.partition(" ")
                    name = f"uid_{word}"
                act = getattr(self, f"_{name.lower()}", None)
                if act is None:
                    self._say(f"{tag} BAD Could not parse command")
                else:
                    act(tag, rest)
                if name.upper() == "LOGOUT":
                    return

    def _hear(self) -> str:
        return self._lines.readline().decode().rstrip("\r\n")

    def _say(self, *lines: str | bytes) -> None:
        whole = b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines)
        self._wire.sendall(whole + b"\r\n")

    # The log-in

    def _capability(self, tag: str, _rest: str) -> None:
        # From [7].
        self._say(f"* CAPABILITY {_BEFORE}", f"{tag} OK Thats all she wrote! k2if6111336rvb")

    def _login(self, tag: str, rest: str) -> None:
        if APP_PASSWORD not in rest:
            # [7]; with the account's own password it is [ALERT] Application-specific password
            self._say(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")
            return
        user = rest.split(maxsplit=1)[0].strip('"')
        self._say(f"* CAPABILITY {_AFTER}", f"{tag} OK {user} authenticated (Success)")  # [7]

    def _authenticate(self, tag: str, _mechanism: str) -> None:
        # developers.google.com/workspace/gmail/imap/xoauth2-protocol: a refusal is a challenge
        # with the reason in base64, which the client answers by an empty line.
        self._say("+ ")
        self._hear()
        self._say("+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=")
        assert self._hear() == ""
        self._say(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")

    def _id(self, tag: str, _rest: str) -> None:
        self._say('* ID ("name" "GImap" "vendor" "Google, Inc.")', f"{tag} OK Success")  # [1]

    def _logout(self, tag: str, _rest: str) -> None:
        self._say("* BYE LOGOUT Requested", f"{tag} OK 73 good day (Success)")  # [7]

    # Folders

    def _namespace(self, tag: str, _rest: str) -> None:
        self._say('* NAMESPACE (("" "/")) NIL NIL', f"{tag} OK Success")  # [7]

    def _list(self, tag: str, _rest: str) -> None:
        # [1]: every LIST response has the special-use attributes; [2]: their order and spelling
        lines = [
            f'* LIST ({folder.attributes}) "/" "{encode(folder.name).decode()}"'
            for folder in self._account.folders.values()
        ]
        lines.insert(1, '* LIST (\\HasChildren \\Noselect) "/" "[Gmail]"')
        self._say(*lines, f"{tag} OK Success")

    def _create(self, tag: str, rest: str) -> None:
        self._account.create(_name(rest))
        self._say(f"{tag} OK Success")

    def _subscribe(self, tag: str, _rest: str) -> None:
        self._say(f"{tag} OK Success")

    def _status(self, tag: str, rest: str) -> None:
        name = rest.partition("(")[0].strip()
        folder = self._account.folders[_name(name)]
        facts = f"UIDVALIDITY {folder.uidvalidity} UIDNEXT {folder.uidnext}"
        self._say(f"* STATUS {name} ({facts})", f"{tag} OK Success")

    def _select(self, tag: str, rest: str) -> None:
        self._enter(tag, rest, f"{_FLAGS} \\*", "READ-WRITE")

    def _examine(self, tag: str, rest: str) -> None:
        self._enter(tag, rest, "", "READ-ONLY")

    def _enter(self, tag: str, rest: str, permanent: str, mode: str) -> None:
        folder = self._account.folders.get(_name(rest))
        self._folder = folder
        if folder is None:
            self._say(f"{tag} NO [NONEXISTENT] Unknown Mailbox: {rest} (Failure)")  # [7]
            return
        # [7], line by line
        self._say(
            f"* FLAGS ({_FLAGS})",
            f"* OK [PERMANENTFLAGS ({permanent})] Flags permitted.",
            f"* OK [UIDVALIDITY {folder.uidvalidity}] UIDs valid.",
            f"* {len(folder.mails)} EXISTS",
            "* 0 RECENT",
            f"* OK [UIDNEXT {folder.uidnext}] Predicted next UID.",
            "* OK [HIGHESTMODSEQ 22748]",
            f"{tag} OK [{mode}] {folder.name} selected. (Success)",
        )

    def _append(self, tag: str, rest: str) -> None:
        found = re.fullmatch(r'("[^"]*") \(([^)]*)\) (?:"([^"]*)" )?\{(\d+)\}', rest)
        assert found, rest
        self._say("+ go ahead")  # [7]
        raw = self._lines.read(int(found[4]))
        self._lines.readline()
        folder = self._account.folders[_name(found[1])]
        arrived = datetime.strptime(found[3].strip(), "%d-%b-%Y %H:%M:%S %z") if found[3] else None
        mail = self._account.store(
            raw,
            {folder.label},
            set(found[2].split()),
            *([arrived.astimezone(UTC)] if arrived else []),
        )
        uid = next(uid for uid, each in folder.mails.items() if each is mail)
        self._say(f"{tag} OK [APPENDUID {folder.uidvalidity} {uid}] (Success)")  # [7]

    # Mail

    def _noop(self, tag: str, _rest: str) -> None:
        self._say(f"{tag} OK Success")

    def _idle(self, tag: str, _rest: str) -> None:
        folder = self._here()
        before = len(folder.mails)
        self._say("+ idling")  # [7]
        while not select.select([self._wire], [], [], 0.01)[0]:
            if len(folder.mails) != before:
                before = len(folder.mails)
                self._say(f"* {before} EXISTS")
        assert self._hear().upper() == "DONE"
        self._say(f"{tag} OK IDLE terminated (Success)")  # [7]

    def _uid_search(self, tag: str, rest: str) -> None:
        found = [
            str(uid)
            for uid, mail in sorted(self._here().mails.items())
            if self._fits(uid, mail, rest)
        ]
        self._say(" ".join(["* SEARCH", *found]), f"{tag} OK SEARCH completed (Success)")  # [7]

    def _fits(self, uid: int, mail: Mail, criteria: str) -> bool:
        if found := re.fullmatch(r"UID (\d+):\*", criteria):
            return uid >= int(found[1]) or uid == max(self._here().mails)
        if found := re.fullmatch(r'HEADER Message-ID "(.*)"', criteria):
            return found[1] in message_id(mail.raw)
        if found := re.fullmatch(r'X-GM-LABELS "(.*)"', criteria):
            return found[1] in mail.labels
        if found := re.fullmatch(r"SINCE (\S+)", criteria):
            since = datetime.strptime(found[1], "%d-%b-%Y").replace(tzinfo=UTC)
            return mail.arrived >= since
        raise AssertionError(criteria)

    def _uid_fetch(self, tag: str, rest: str) -> None:
        uids, _, items = rest.partition(" ")
        folder = self._here()
        for number, (uid, mail) in enumerate(sorted(folder.mails.items()), start=1):
            if uid in _numbers(uids, folder.mails):
                facts = b" ".join(_facts(folder, mail, items.upper()))
                self._say(b"* %d FETCH (UID %d " % (number, uid) + facts + b")")
        self._say(f"{tag} OK Success")

    def _uid_store(self, tag: str, rest: str) -> None:
        found = re.fullmatch(r"(\S+) \+(X-GM-LABELS|FLAGS)\.SILENT \((.*)\)", rest)
        assert found, rest
        folder = self._here()
        for uid in _numbers(found[1], folder.mails):
            if found[2] == "FLAGS":
                folder.mails[uid].flags.update(found[3].split())
            else:
                # [1]: labels are ASTRINGs in modified UTF-7
                for quoted in re.findall(r'"[^"]*"', found[3]):
                    self._account.label(folder.mails[uid], _name(quoted))
        self._say(f"{tag} OK Success")

    def _uid_copy(self, tag: str, rest: str) -> None:
        self._transfer(tag, rest, away=False)

    def _uid_move(self, tag: str, rest: str) -> None:
        self._transfer(tag, rest, away=True)

    def _transfer(self, tag: str, rest: str, *, away: bool) -> None:
        uids, _, name = rest.partition(" ")
        folder, target = self._here(), self._account.folders[_name(name)]
        for mail in [folder.mails[uid] for uid in _numbers(uids, folder.mails)]:
            if away:
                self._account.move(mail, folder, target)
            else:
                self._account.label(mail, target.label)
        self._say(f"{tag} OK Success")

    def _uid_expunge(self, tag: str, rest: str) -> None:
        folder = self._here()
        for uid in _numbers(rest, folder.mails):
            if "\\Deleted" in folder.mails[uid].flags:
                self._account.leave(folder, folder.mails[uid])  # [4] [5]
        self._say(f"{tag} OK Success")

    def _here(self) -> Folder:
        assert self._folder is not None, "no folder is selected"
        return self._folder


def _facts(folder: Folder, mail: Mail, items: str) -> Iterable[bytes]:
    if "X-GM-MSGID" in items:
        yield b"X-GM-MSGID %d" % mail.number  # [1]
    if "X-GM-LABELS" in items:
        # The folder's own label is not among them; system labels are atoms, others quoted. [1] [7]
        labels = sorted(mail.labels - {folder.label})
        shown = [
            f'"\\{label}"' if label.startswith("\\") else f'"{encode(label).decode()}"'
            for label in labels
        ]
        yield f"X-GM-LABELS ({' '.join(shown)})".encode()
    if "RFC822.SIZE" in items:
        yield b"RFC822.SIZE %d" % len(mail.raw)
    if "INTERNALDATE" in items:
        yield mail.arrived.strftime('INTERNALDATE "%d-%b-%Y %H:%M:%S %z"').encode()
    if "FLAGS" in items:
        yield f"FLAGS ({' '.join(sorted(mail.flags))})".encode()
    if "BODY.PEEK[]" in items:
        yield b"BODY[] {%d}\r\n" % len(mail.raw) + mail.raw
    if "HEADER.FIELDS (MESSAGE-ID)" in items:
        field = f"Message-ID: {message_id(mail.raw)}\r\n\r\n".encode()
        yield b"BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n" % len(field) + field


def _name(quoted: str) -> str:
    name: str = decode(quoted.strip('"').encode())
    return name


def _numbers(uids: str, there: Iterable[int]) -> list[int]:
    """Return the UIDs of a comma-separated list that are there; the others are passed over."""
    return sorted(set(there) & {int(uid) for uid in uids.split(",")})
