"""HTML made readable, as someone would see it who looks at it."""

from __future__ import annotations

import pytest

from mailbot.mail.html import html_to_text
from mailbot.mail.limits import Limits
from mailbot.mail.parse import parse


def _text(source: str) -> str:
    return html_to_text(source, Limits())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("  a \n <b>bold</b>&nbsp;word &amp; more ", "a bold word & more"),
        ("<ul><li>One</li><li>Two</li></ul>", "* One\n* Two"),
        ("<table><tr><td>Mon</td><td>6 pm</td></tr><tr><td>Tue</td></tr></table>", "Mon 6 pm\nTue"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<style>p{}</style><script>x()</script><title>t</title>seen", "seen"),
        ("<div style='display:none'>preheader</div>seen", "seen"),
        ("<span style='mso-hide:all'>preheader</span>seen", "seen"),
        ("<p hidden>x</p>seen<!-- not -->", "seen"),
        ('<a href="https://zoom.example/j/1">the room</a>', "the room <https://zoom.example/j/1>"),
        ('<a href="https://zoom.example/">zoom.example</a>', "zoom.example"),
        ('<a href="mailto:a@x.example?subject=y">write</a>', "write <a@x.example>"),
        ('<a href="javascript:x()">click</a>', "click"),
        ('<img src="x.png" alt="a smile">', "a smile"),
        ("Hi<blockquote type=cite>Old<blockquote>Older</blockquote></blockquote>", None),
    ],
)
def test_it_reads_as_it_looks(source: str, text: str | None) -> None:
    expected = "Hi\n\n> Old\n>\n>> Older" if text is None else text
    assert _text(source) == expected


def test_quoted_mail_and_signatures_are_told_apart() -> None:
    source = (
        b"Content-Type: text/html\n\n"
        b"<div>Hi</div><div class=gmail_quote><div class=gmail_attr>On Mon, 4 May 2026 at 10:00, A "
        b"&lt;a@x.example&gt; wrote:<br></div><blockquote class=gmail_quote>Tuesday?</blockquote>"
        b"<div>Yes.</div><blockquote class=gmail_quote>Who?</blockquote><div>Only me.</div></div>"
        b'<div class="gmail_signature">Ines<br>Monash</div>'
    )
    message = parse(source)
    assert message.html_only
    assert message.new_text.split() == ["Hi", "Yes.", "Only", "me."]
    assert "Tuesday?" in message.quoted
    assert message.signature.endswith("Ines\nMonash")


def test_indented_words_are_not_quoted() -> None:
    source = '<blockquote style="margin:0 0 0 40px;border:none;padding:0">mine</blockquote>'
    assert parse(b"Content-Type: text/html\n\n" + source.encode()).new_text == "mine"


def test_html_beyond_any_reason_is_only_stripped_of_its_tags() -> None:
    limits = Limits(html_depth=50)
    assert html_to_text("<div>" * 60 + "words &amp; all", limits).strip() == "words & all"


def test_html_is_cut_at_its_limit() -> None:
    assert len(html_to_text("word " * 1000, Limits(html_chars=100))) <= 100
