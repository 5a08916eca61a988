"""A leader's, and later the coordinator's, word counts only where their server stands behind it."""

from __future__ import annotations

import pytest

from mailbot.mail.authenticity import is_authentic
from mailbot.mail.parse import parse

OURS = "mx.society.example"


def mail(*fields: str, sender: str = "lena@uni.example") -> bytes:
    heads = [f"Authentication-Results: {each}" for each in fields]
    return "\r\n".join(
        [*heads, f"From: Lena <{sender}>", "Subject: x", "", "Lia was away."]
    ).encode()


@pytest.mark.parametrize(
    "field",
    [
        f"{OURS}; dmarc=pass (p=NONE) header.from=uni.example",
        f"{OURS}; dkim=pass header.d=uni.example header.s=a",
        f"{OURS};\r\n dkim=pass header.i=@uni.example;\r\n spf=pass smtp.mailfrom=uni.example",
        f"{OURS}; dkim=pass header.d=uni.example header.i=lena@post.uni.example",
        f"{OURS} 1; spf=fail smtp.mailfrom=x.example; dmarc=pass header.from=UNI.example",
    ],
)
def test_a_pass_for_the_domain_of_from_counts(field: str) -> None:
    assert is_authentic(parse(mail(field)), OURS)
    assert is_authentic(parse(mail(field)), OURS.upper())


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("other.example; dmarc=pass header.from=uni.example",),
        (f"{OURS}; dmarc=fail header.from=uni.example",),
        (f"{OURS}; dmarc=pass header.from=else.example",),
        (f"{OURS}; spf=pass smtp.mailfrom=lena@uni.example",),
        (f"{OURS}; dkim=pass header.d=bulk.example",),
        (f"{OURS}; dkim=pass header.d=example",),
        (f"{OURS}; dkim=pass header.d=example header.i=@uni.example",),
        (f"{OURS}; dkim=pass header.i=@uni.example header.d=bulk.example",),
        (f"{OURS}; dkim=pass header.D=bulk.example header.i=@uni.example",),
        (f"{OURS}; dkim=pass header.d=bulk.example header.d=uni.example",),
        (f"{OURS}; dkim=pass header.i=@bulk.example header.i=@uni.example",),
        (f"{OURS}; dmarc=pass header.from=bulk.example header.from=uni.example",),
        (f"{OURS}; none",),
        (f"{OURS}; dmarc=none", f"{OURS}; dmarc=pass header.from=uni.example"),
        ("spf=pass smtp.mailfrom=x; (", f"{OURS}; dmarc=pass header.from=uni.example"),
    ],
)
def test_nothing_else_does(fields: tuple[str, ...]) -> None:
    assert not is_authentic(parse(mail(*fields)), OURS)


def test_without_the_servers_name_in_the_settings_nothing_is_proved() -> None:
    assert not is_authentic(parse(mail("; dmarc=pass header.from=uni.example")), "")


@pytest.mark.parametrize("other", ["From: Ben <ben@bulk.example>", "FROM: lena@uni.example"])
def test_a_mail_with_two_senders_is_proved_to_be_from_neither(other: str) -> None:
    proved = mail(f"{OURS}; dmarc=pass header.from=uni.example")
    assert not is_authentic(
        parse(proved.replace(b"Subject:", f"{other}\r\nSubject:".encode())), OURS
    )
    assert not is_authentic(parse(f"{other}\r\n".encode() + proved), OURS)
