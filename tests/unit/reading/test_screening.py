"""What the screening promises, rule by rule."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Address, Attachment, DeliveryReport, FailedRecipient, Message, Origin
from mailbot.reading.screening import screen

_WORDS = "I would like a place on a Thursday, please."


def _mail(
    *headers: tuple[str, str],
    sender: str = "ines@student.example",
    subject: str = "A place",
    text: str = _WORDS,
) -> Message:
    return Message(
        sender=Address(sender), subject=subject, body=text, new_text=text, headers=headers
    )


def test_a_student_is_a_person_and_may_be_answered() -> None:
    screening = screen(_mail(("received", "from somewhere")))
    assert screening.origin is Origin.HUMAN
    assert screening.answerable
    assert screening.evidence == ()


@pytest.mark.parametrize(
    ("header", "origin", "rule"),
    [
        (("auto-submitted", "auto-replied"), Origin.AUTO_REPLY, "auto_replied"),
        (("auto-submitted", "auto-generated"), Origin.NOTICE, "auto_generated"),
        (("x-autoreply", "yes"), Origin.AUTO_REPLY, "auto_replied"),
        (("x-autorespond", "on"), Origin.AUTO_REPLY, "auto_replied"),
        (("precedence", "auto_reply"), Origin.AUTO_REPLY, "auto_replied"),
        (("precedence", "Bulk"), Origin.LIST, "precedence_bulk"),
        (("list-id", "<l.example>"), Origin.LIST, "through_list"),
        (("list-unsubscribe", "<https://l.example>"), Origin.LIST, "through_list"),
        (("return-path", "<>"), Origin.AUTO_REPLY, "null_return_path"),
        (("x-failed-recipients", "a@b.example"), Origin.BOUNCE, "failed_recipients"),
        (("content-type", "text/calendar; method=REPLY"), Origin.CALENDAR, "calendar"),
        (
            ("content-type", "multipart/report; report-type=disposition-notification"),
            Origin.NOTICE,
            "other_report",
        ),
    ],
)
def test_headers_tell_machines(header: tuple[str, str], origin: Origin, rule: str) -> None:
    screening = screen(_mail(header))
    assert screening.origin is origin
    assert not screening.answerable
    assert rule in {evidence.why for evidence in screening.evidence}


@pytest.mark.parametrize(
    "header",
    [
        ("x-auto-response-suppress", "All"),
        ("auto-submitted", "no"),
        ("precedence", "normal"),
        ("return-path", "<ines@student.example>"),
        ("feedback-id", "1:2:gmail"),
        ("x-autoreply", "no"),
    ],
)
def test_headers_that_people_carry_too_tell_nothing(header: tuple[str, str]) -> None:
    assert screen(_mail(header)).answerable


def test_our_own_mail_is_never_answered() -> None:
    mail = _mail(sender="groups@balint.example")
    screening = screen(mail, own=frozenset({"groups@balint.example"}))
    assert screening.origin is Origin.HUMAN
    assert not screening.answerable
    assert "own_address" in {evidence.why for evidence in screening.evidence}


@pytest.mark.parametrize(
    "sender",
    [
        "noreply@x.example",
        "do-not-reply@x.example",
        "no_reply@x.example",
        "keine-antwort@x.example",
    ],
)
def test_no_reply_senders_are_never_answered(sender: str) -> None:
    assert not screen(_mail(sender=sender)).answerable


def test_a_delivery_report_is_a_bounce() -> None:
    failed = FailedRecipient("gone@students.example", "5.1.1")
    mail = Message(sender=Address("mailer-daemon@mx.example"), report=DeliveryReport((failed,)))
    screening = screen(mail)
    assert screening.origin is Origin.BOUNCE
    assert "gone@students.example" in screening.evidence[0].words


def test_a_report_that_all_went_well_is_only_a_notice() -> None:
    mail = Message(
        sender=Address("reports@mx.example"),
        body="Your mail has arrived.",
        report=DeliveryReport(),
        headers=(("content-type", "multipart/report; report-type=delivery-status"),),
    )
    assert screen(mail).origin is Origin.NOTICE


def test_an_invitation_beside_the_text_is_a_calendar_notice_but_an_attached_roster_is_not() -> None:
    invitation = Message(new_text=_WORDS, attachments=(Attachment("", "text/calendar", 90),))
    roster = Message(new_text=_WORDS, attachments=(Attachment("r.ics", "text/calendar", 90),))
    assert screen(invitation).origin is Origin.CALENDAR
    assert screen(roster).origin is Origin.HUMAN


def test_words_in_quoted_mail_tell_nothing() -> None:
    quoted = "This is an automated message. Unsubscribe here. Do not reply."
    mail = Message(
        sender=Address("ines@student.example"),
        body=f"Yes please!\n> {quoted}",
        new_text="Yes please!",
        quoted=f"> {quoted}",
    )
    assert screen(mail).answerable


def test_an_absence_takes_more_than_being_away() -> None:
    away = "I am on leave until 3 June."
    assert screen(_mail(text=away)).answerable
    notice = f"{away} I have no access to e-mail. For anything urgent contact the ward."
    assert screen(_mail(text=notice)).origin is Origin.AUTO_REPLY


def test_someone_away_who_writes_of_the_group_is_a_person() -> None:
    text = (
        "I am away until 3 June with limited internet and will miss session 4. "
        "I'll reply to the poll when I'm back. Please contact Ana if it's urgent."
    )
    assert screen(_mail(text=text)).answerable


@pytest.mark.parametrize(
    "text",
    [
        "Unsubscribe me from the waiting list please",
        "Please unsubscribe me, thanks, Priya",
        "Hi there, please un-subscribe me. Priya",
        "How does one stop receiving these? Please take me off.",
        "Remove me, unsubscribe, whatever it takes. Thanks!",
        "Unsubscribe",
        "Hello,\nplease unsubscribe.\nPriya",
        "Proszę mnie wypisać. Wypisz, dziękuję",
        "Disiscrivetemi, grazie",
        "Отпишите меня, нужно отписаться",
        "Graag mij afmelden",
    ],
)
def test_someone_who_wants_to_be_off_a_list_is_a_person(text: str) -> None:
    assert screen(_mail(text=text)).origin is Origin.HUMAN


@pytest.mark.parametrize(
    "text",
    [
        "Ten new positions this week. Click here to unsubscribe.",
        "Ten new positions this week. Click here to unsubscribe me.",
        "Ten new positions this week.\nUnsubscribe me | Preferences",
        "Ten new positions this week.\nRemove me: https://jobs.example/u - Unsubscribe",
        "You are receiving this because you are subscribed to Ward News. Unsubscribe here.",
        "Unsubscribe | View in your browser\nTen new positions this week.",
        "Ten new positions this week, and a book review. " * 10 + "Unsubscribe me",
    ],
)
def test_a_lists_footer_stays_a_machines(text: str) -> None:
    assert screen(_mail(text=text)).origin is Origin.LIST


def test_every_rule_that_fires_is_on_record_and_the_first_names_the_origin() -> None:
    mail = _mail(("auto-submitted", "auto-replied"), ("list-id", "<l.example>"))
    screening = screen(mail)
    assert screening.origin is Origin.AUTO_REPLY
    assert [evidence.why for evidence in screening.evidence] == ["auto_replied", "through_list"]
