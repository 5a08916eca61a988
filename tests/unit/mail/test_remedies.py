"""The usual remedy, provider by provider."""

from __future__ import annotations

import pytest

from mailbot.mail.remedies import login_remedy


@pytest.mark.parametrize(
    ("host", "word"),
    [
        ("imap.gmail.com", "apppasswords"),
        ("SMTP.GMAIL.COM", "apppasswords"),
        ("outlook.office365.com", "token_command"),
        ("imap.mail.me.com", "app-specific"),
        ("imap.fastmail.com", "App passwords"),
        ("imap.mail.yahoo.com", "app password"),
        ("imappro.zoho.com.au", "app password"),
        ("imap.gmx.net", "Allow IMAP"),
        ("127.0.0.1", "Bridge"),
        ("mail.uni.example", "app password"),
        ("notgmail.com", "Check the user"),
        ("imap.gmail.com", "Check the user"),
        ("127.0.0.1", "Check the user"),
    ],
)
def test_it_fits_the_provider(host: str, word: str) -> None:
    assert word in login_remedy(host)
