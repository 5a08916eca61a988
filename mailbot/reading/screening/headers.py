"""What a mail's header says of its writer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.model.mail import Origin
from mailbot.reading.screening import absence_words, failure_words, notice_words
from mailbot.reading.screening.mail import Rule, first

if TYPE_CHECKING:
    from mailbot.reading.screening.mail import Mail

_AUTO_HEADER = re.compile(
    r"^(?:x-)?(?:mail-)?auto[-_]?(?:reply|replied|respond|responder|response|generated)(?!-suppress)|"
    r"^x-(?:vacation|out-of-office|(?:fc-)?machinegenerated)"
)
_AUTO_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "autoreply"})
_BULK_PRECEDENCE = frozenset({"bulk", "list", "junk", "mass"})
_LIST_HEADERS = (
    "list-id",
    "list-post",
    "list-unsubscribe",
    "list-subscribe",
    "list-owner",
    "list-archive",
    "list-help",
    "mailing-list",
    "x-mailing-list",
    "x-mailman-version",
    "x-beenthere",
    "x-listname",
    "x-list-id",
    "x-mlserver",
    "x-ml-info",
    "x-ml-name",
    "x-google-group-id",
    "x-campaign",
    "x-campaign-id",
    "x-campaignid",
    "x-mailchimp-campaign-id",
    "x-mc-user",
    "x-newsletter",
    "x-csa-complaints",
)
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]+)")
_LIST_LOCAL = re.compile(r"^owner-|-(?:request|owner|bounces)$|^(?:listserv|majordomo|mailman)$")
_LIST_PATH = re.compile(r"\bowner-[\w.+=-]+@|[\w.-]+-(?:bounces|owner)(?:\+[\w.+=-]*)?@")


def _report_type(mail: Mail) -> str:
    return first(_REPORT_TYPE, mail.header("content-type")).partition("=")[2].strip("\"' ")


def _delivery_report(mail: Mail) -> str:
    """RFC 3464: a report that something failed or waits; one of success is a notice."""
    report = mail.message.report
    if report is None:
        return ""
    if report.recipients:
        return f"report: {report.recipients[0].email or 'no address'}"
    return _failure(mail) and "report without recipients"


def _failure(mail: Mail) -> str:
    return (
        first(failure_words.SUBJECT, mail.subject)
        or first(failure_words.TEXT, mail.whole)
        or first(failure_words.REFUSAL, mail.whole)
    )


def _mail_server(mail: Mail) -> str:
    name = first(failure_words.SERVER, mail.local) or first(failure_words.SERVER, mail.sender_name)
    sure = name and ("daemon" in name or _null_path(mail) or _failure(mail))
    return name if sure else ""


def _null_path(mail: Mail) -> str:
    """The null path marks what must never be answered (RFC 5321, section 4.5.5)."""
    path = mail.message.header("return-path")
    return "Return-Path: <>" if path is not None and path.strip() in {"", "<>"} else ""


def _null_path_failure(mail: Mail) -> str:
    return _null_path(mail) and _failure(mail)


def _failed_recipients(mail: Mail) -> str:
    return mail.header("x-failed-recipients")


def _other_report(mail: Mail) -> str:
    """Read receipts (RFC 8098), complaints (RFC 5965), deliveries that succeeded."""
    return f"report-type={kind}" if (kind := _report_type(mail)) else ""


def _calendar(mail: Mail) -> str:
    if mail.header("content-type").startswith("text/calendar"):
        return "Content-Type: text/calendar"
    if "calendarmessage" in mail.header("content-class"):
        return mail.header("content-class")
    invites = [found for found in mail.message.attachments if found.content_type == "text/calendar"]
    if any(not found.filename for found in invites):
        return "text/calendar beside the text"
    return first(notice_words.CALENDAR_SUBJECT, mail.subject) if invites else ""


def _auto_replied(mail: Mail) -> str:
    """RFC 3834, section 5, and what programs wrote before it."""
    value = mail.header("auto-submitted")
    if value.startswith("auto-replied"):
        return f"Auto-Submitted: {value}"
    for name in ("precedence", "x-precedence", "preference"):
        if mail.header(name) in _AUTO_PRECEDENCE:
            return f"{name}: {mail.header(name)}"
    if mail.header("delivered-to") == "autoresponder":
        return "Delivered-To: autoresponder"
    return next(
        (
            f"{name}: {value}"
            for name, value in mail.message.headers
            if _AUTO_HEADER.match(name) and value.strip().lower() != "no"
        ),
        "",
    )


def _auto_subject(mail: Mail) -> str:
    asks = mail.subject.endswith("?") and ":" not in mail.subject
    return "" if asks else first(absence_words.SUBJECT, mail.subject)


def _through_list(mail: Mail) -> str:
    """RFC 2369, RFC 2919 and the marks of common list and campaign programs."""
    found = next((name for name in _LIST_HEADERS if mail.header(name)), "")
    if found:
        return f"{found}: {mail.header(found)}"
    paths = f"{mail.header('sender')} {mail.header('return-path')}"
    return first(_LIST_LOCAL, mail.local) or first(_LIST_PATH, paths)


def _bulk(mail: Mail) -> str:
    value = mail.header("precedence")
    return f"Precedence: {value}" if value in _BULK_PRECEDENCE else ""


def _auto_generated(mail: Mail) -> str:
    value = mail.header("auto-submitted")
    by_itself = value not in {"", "no"} and not value.startswith("auto-replied")
    return f"Auto-Submitted: {value}" if by_itself else ""


def _no_reply(mail: Mail) -> str:
    return mail.message.sender.email if notice_words.NO_REPLY.search(mail.local) else ""


MACHINE_RULES = (
    Rule("delivery_report", Origin.BOUNCE, _delivery_report),
    Rule("failed_recipients", Origin.BOUNCE, _failed_recipients),
    Rule("other_report", Origin.NOTICE, _other_report),
    Rule("mail_server", Origin.BOUNCE, _mail_server),
    Rule("null_return_path_failure", Origin.BOUNCE, _null_path_failure),
    Rule("calendar", Origin.CALENDAR, _calendar),
    Rule("auto_replied", Origin.AUTO_REPLY, _auto_replied),
    Rule("auto_reply_subject", Origin.AUTO_REPLY, _auto_subject),
)
"""What answers by itself; it may carry a list's marks as well."""

THROUGH_LIST = Rule("through_list", Origin.LIST, _through_list)

BULK_RULES = (
    Rule("precedence_bulk", Origin.LIST, _bulk),
    Rule("auto_generated", Origin.NOTICE, _auto_generated),
    Rule("null_return_path", Origin.AUTO_REPLY, _null_path),
)
"""What went to many, or wants no answer."""

NO_REPLY = Rule("no_reply_sender", Origin.NOTICE, _no_reply)
