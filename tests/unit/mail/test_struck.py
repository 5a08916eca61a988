"""Words that are struck through in any program's way are seen; others are not."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.mail.struck import has_struck


def mail(text: str, html: str = "") -> bytes:
    made = EmailMessage()
    made["From"] = "ruth@example.org"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html", cte="quoted-printable")
    return made.as_bytes()


@pytest.mark.parametrize(
    "html",
    [
        "ok 1 <s>3</s>",
        "ok 1 <del>3</del>",
        "ok 1 <strike>3</strike>",
        '<div>ok 1 <span style="TEXT-DECORATION: Line-Through">3</span></div>',
        '<p>ok 1 <span style="color:red; text-decoration-line: line-through">3</span></p>',
        "<b>ok <s><i>1</i> 3</s></b>",
    ],
)
def test_a_struck_word_is_seen_though_the_plain_text_shows_it(html: str) -> None:
    assert has_struck(mail("ok 1 3\n", html))


@pytest.mark.parametrize("text", ["ok 1 3\u0336", "ok 1 ~~3~~"])
def test_strokes_in_plain_text_are_seen(text: str) -> None:
    assert has_struck(mail(text))


@pytest.mark.parametrize(
    "html", ["", "<b>ok 1 3</b><s></s>", '<p style="text-decoration: none">ok 1 3</p>']
)
def test_a_mail_without_is_none(html: str) -> None:
    assert not has_struck(mail("ok 1 3\n~ Ruth ~\n", html))
