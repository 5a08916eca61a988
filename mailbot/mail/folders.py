"""Finds the special folders: by SPECIAL-USE (RFC 6154), else settings, else the usual names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import FolderMissing
from mailbot.model.folders import Folders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.settings_servers import MailboxSettings

_USUAL = {
    "Drafts": (
        "Drafts|Draft|Entwürfe|Brouillons|Borradores|Bozze|Concepten|Rascunhos|Utkast|Kladder|"
        "Luonnokset|Szkice|Wersje robocze|Koncepty|Taslaklar|Черновики|草稿|草稿箱|下書き|"
        "임시보관함"
    ),
    "Sent": (
        "Sent|Sent Items|Sent Messages|Sent Mail|Gesendet|Gesendete Objekte|Gesendete Elemente|"
        "Envoyés|Éléments envoyés|Messages envoyés|Objets envoyés|Enviados|Elementos enviados|"
        "Posta inviata|Inviati|Verzonden|Verzonden items|Itens enviados|Skickat|Sendt|Lähetetyt|"
        "Wysłane|Odeslané|Gönderilmiş Öğeler|Отправленные|已发送|已发送邮件|寄件備份|"
        "送信済み|보낸편지함"
    ),
    "Junk": (
        "Junk|Spam|Junk E-mail|Junk Email|Junk-E-Mail|Junk Mail|Bulk|Bulk Mail|Unerwünscht|"
        "Indésirables|Courrier indésirable|Correo no deseado|Posta indesiderata|"
        "Ongewenste e-mail|Lixo|Lixo Eletrônico|Skräppost|Roskaposti|Спам|垃圾邮件|"
        "迷惑メール|스팸편지함"
    ),
    "Trash": (
        "Trash|Deleted Items|Deleted Messages|Deleted|Bin|Papierkorb|Gelöschte Elemente|Corbeille|"
        "Éléments supprimés|Papelera|Elementos eliminados|Cestino|Prullenbak|Lixeira|"
        "Papperskorgen|Papirkurv|Roskakori|Kosz|Корзина|已删除邮件|ゴミ箱|휴지통"
    ),
}
_INBOX = "INBOX"


@dataclass(frozen=True, slots=True)
class ListedFolder:
    """A folder as LIST names it.

    Attributes:
        name: The name, decoded from modified UTF-7.
        delimiter: What separates its levels; empty where there are none.
        attributes: Such as `\\Drafts` or `\\Noselect`.
    """

    name: str
    delimiter: str = ""
    attributes: frozenset[str] = frozenset()

    @property
    def selectable(self) -> bool:
        """True where it can hold mail."""
        return not {"\\noselect", "\\nonexistent"} & {word.lower() for word in self.attributes}

    @property
    def last_part(self) -> str:
        """The name without the levels above it."""
        return self.name.rpartition(self.delimiter)[2] if self.delimiter else self.name


def special_folders(listed: Sequence[ListedFolder], settings: MailboxSettings) -> Folders:
    """Choose the special folders from what the server has.

    Raises:
        FolderMissing: Drafts or Sent is nowhere, or a folder that the settings name is not there;
            the remedy lists what the server has.
    """
    for setting, name in (
        ("drafts", settings.drafts),
        ("sent", settings.sent),
        ("junk", settings.junk),
        *(("also", name) for name in settings.also),
    ):
        if name and name not in _names(listed):
            raise FolderMissing(
                f"The mail server has no folder {name!r}, which [mailbox] {setting} names.",
                _what_there_is(listed),
            )
    return Folders(
        inbox=_INBOX,
        drafts=_needed(listed, "Drafts", settings.drafts),
        sent=_needed(listed, "Sent", settings.sent),
        junk=find_special(listed, "Junk", settings.junk),
        also=settings.also,
    )


def find_special(listed: Sequence[ListedFolder], use: str, setting: str = "") -> str | None:
    """Return the folder for `use` (`Drafts`, `Sent`, `Junk` or `Trash`), or None."""
    folders = sorted((folder for folder in listed if folder.selectable), key=_depth)
    for folder in folders:
        if f"\\{use}".lower() in {word.lower() for word in folder.attributes}:
            return folder.name
    if setting:
        return setting
    for usual in _USUAL[use].split("|"):
        for folder in folders:
            if _same(folder.last_part, usual):
                return folder.name
    return None


def _needed(listed: Sequence[ListedFolder], use: str, setting: str) -> str:
    if found := find_special(listed, use, setting):
        return found
    raise FolderMissing(
        f"The mail server does not say which folder is {use}, and none has a usual name.",
        f"Name it as [mailbox] {use.lower()}. {_what_there_is(listed)}",
    )


def _depth(folder: ListedFolder) -> int:
    return folder.name.count(folder.delimiter) if folder.delimiter else 0


def _names(listed: Sequence[ListedFolder]) -> list[str]:
    return [folder.name for folder in listed if folder.selectable]


def _what_there_is(listed: Sequence[ListedFolder]) -> str:
    return f"The server has: {', '.join(sorted(_names(listed))) or 'no folder at all'}."


def _same(left: str, right: str) -> bool:
    return _plain(left) == _plain(right)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
