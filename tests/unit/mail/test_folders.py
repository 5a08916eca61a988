"""Which folder is which."""

from __future__ import annotations

import pytest

from mailbot.errors import FolderMissing
from mailbot.mail.folders import ListedFolder, find_special, special_folders
from mailbot.settings_servers import MailboxSettings


def settings(**more: object) -> MailboxSettings:
    return MailboxSettings.model_validate({"host": "mail.example", "user": "alex", **more})


def listed(*names: str, delimiter: str = "/") -> list[ListedFolder]:
    """Return folders; `name=\\Use` gives one its special use."""
    return [
        ListedFolder(name.partition("=")[0], delimiter, frozenset(name.split("=")[1:]))
        for name in names
    ]


def test_what_the_server_says_goes_before_names_and_settings() -> None:
    there = listed("INBOX", "Drafts", "Sent", "Anfänge=\\Drafts", "Raus=\\Sent", "Müll=\\Junk")
    found = special_folders(there, settings(drafts="Drafts"))
    assert (found.drafts, found.sent, found.junk) == ("Anfänge", "Raus", "Müll")


def test_settings_go_before_names() -> None:
    there = listed("INBOX", "Drafts", "Sent", "Mine", "Out")
    found = special_folders(there, settings(drafts="Mine", sent="Out", also=["Mine"]))
    assert (found.drafts, found.sent, found.junk) == ("Mine", "Out", None)
    assert found.also == ("Mine",)


@pytest.mark.parametrize(
    ("drafts", "sent"),
    [
        ("Drafts", "Sent Items"),
        ("INBOX.Drafts", "INBOX.Sent"),
        ("Entwürfe", "Gesendete Objekte"),
        ("Entwu\u0308rfe", "GESENDET"),
        ("Brouillons", "Éléments envoyés"),
        ("Borradores", "Elementos enviados"),
        ("Bozze", "Posta inviata"),
        ("Rascunhos", "Itens enviados"),
        ("草稿箱", "已发送"),
        ("下書き", "送信済み"),
        ("Черновики", "Отправленные"),
    ],
)
def test_the_usual_names_in_several_languages(drafts: str, sent: str) -> None:
    found = special_folders(listed("INBOX", drafts, sent, delimiter="."), settings())
    assert (found.drafts, found.sent) == (drafts, sent)


def test_a_folder_deep_down_is_not_taken_for_the_real_one() -> None:
    there = listed("Archive/2019/Sent", "Sent", "Old/Drafts", "Drafts")
    found = special_folders(there, settings())
    assert (found.drafts, found.sent) == ("Drafts", "Sent")


def test_what_holds_no_mail_is_no_folder() -> None:
    there = [ListedFolder("Sent", "/", frozenset({"\\Noselect"})), *listed("Sent Mail", "Drafts")]
    assert special_folders(there, settings()).sent == "Sent Mail"


def test_a_missing_one_is_told_with_all_there_is() -> None:
    with pytest.raises(FolderMissing) as error:
        special_folders(listed("INBOX", "Drafts", "Ausgang"), settings())
    assert "Sent" in error.value.what
    assert "[mailbox] sent" in error.value.remedy
    assert "Ausgang, Drafts, INBOX" in error.value.remedy


@pytest.mark.parametrize("setting", ["drafts", "sent", "junk", "also"])
def test_a_setting_that_names_nothing_is_told(setting: str) -> None:
    there = listed("INBOX", "Drafts=\\Drafts", "Sent=\\Sent")
    wrong: object = ["Nowhere"] if setting == "also" else "Nowhere"
    with pytest.raises(FolderMissing) as error:
        special_folders(there, settings(**{setting: wrong}))
    assert "'Nowhere'" in error.value.what
    assert f"[mailbox] {setting} " in error.value.what


def test_junk_may_be_missing() -> None:
    assert special_folders(listed("Drafts", "Sent"), settings()).junk is None


def test_the_trash_is_found() -> None:
    assert find_special(listed("INBOX", "Papierkorb"), "Trash") == "Papierkorb"
    assert find_special(listed("INBOX"), "Trash") is None
