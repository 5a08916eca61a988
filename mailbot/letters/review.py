"""What review mails, and the answers to her orders, may speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.letters.clean import kept_line, one_line
from mailbot.letters.review_links import order_link, tag
from mailbot.letters.review_shorten import Shortened, cut_letters, fits, their_words
from mailbot.letters.standing import told_standing
from mailbot.letters.subjects import bare_subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mailbot.letters.standing import Standing
    from mailbot.model.orders import Action

_LONGEST = 1000
_SHORT = 40
_EVIDENCE = 120
_MOST_EVIDENCE = 3
_MOST_MAILS = 5
_MOST_UNCLEAR = 5


@dataclass(frozen=True, slots=True)
class TheirMail:
    """A mail that a draft answers.

    Attributes:
        at: When it came, aware.
        subject: As received.
        words: Their new words.
        read: What was read in it, each with the words that showed it.
        sure: How sure the route is, from 0 to 1.
        taught: What she did with mails like it, in a few words each, where that spoke.
    """

    at: datetime
    subject: str
    words: str
    read: tuple[tuple[str, tuple[str, ...]], ...]
    sure: float
    taught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """A letter that waits, or what in it is not like another one.

    Attributes:
        to: Name and address.
        subject: Its subject; empty where only differences are told.
        text: Its words, or the lines that differ.
        like: The number of the letter that it is told against, in this item; 0 for a whole one.
    """

    to: str
    subject: str
    text: str
    like: int = 0


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """One numbered thing of a review mail.

    Attributes:
        number: From 1.
        name: Whom or what it is about, in a few words.
        person: Name and address; empty for a bundle.
        standing: Where the student stands; None where nothing is on record.
        leader: It goes to a leader.
        mails: What it answers.
        letters: The letters in it, the first in full.
        calendar: What they ask of calendars, a line each.
        marks: What she must settle first.
        follows: What follows from letting it go, a sentence each.
        stale: Why it may be out of date; empty where it is not.
        urgent: It is mailed out of turn.
        command: Shows all of it on the computer.
    """

    number: int
    name: str
    person: str
    standing: Standing | None
    leader: bool
    mails: tuple[TheirMail, ...]
    letters: tuple[DraftLetter, ...]
    calendar: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    stale: str = ""
    urgent: bool = False
    command: str = ""

    @property
    def whole(self) -> bool:
        """Its letters are shown in full; what is not may not be approved by the mail."""
        return shows_whole(self.letters)


@dataclass(frozen=True, slots=True)
class ReviewNews:
    """A review mail before it is written.

    Attributes:
        drafts: What it shows.
        left: How many more wait that it does not show.
        apart: How many wait that she must look at by themselves.
        expires: Until when answers count, aware.
        address: Where her answers go.
        token: What they must bear.
        zone: In which times are told.
    """

    drafts: tuple[ReviewDraft, ...]
    left: int
    apart: int
    expires: datetime
    address: str
    token: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class OrderDone:
    """What became of one order.

    Attributes:
        number: As the review mail numbers it.
        name: Whom or what it is about.
        action: What was ordered.
        already: When it was done before, aware; None where it was done now.
        several: It is about drafts that are decided in one go.
        until: Until when it is put off, aware; None where it is not.
        hold: What holds it where it was approved: `paused`, `only_to`, `bounced`, `ceiling` or
            `breaker`; empty for nothing.
    """

    number: int
    name: str
    action: Action
    already: datetime | None = None
    several: bool = False
    until: datetime | None = None
    hold: str = ""


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """What Mailbot answers to her orders.

    Attributes:
        subject: Of the mail that is answered.
        done: What was done; empty where nothing was.
        unclear: What could not be understood, a sentence each.
        refused: What could not be done, and why, a sentence each.
        changed: What differs now from what she saw, line by line.
        again: What waits still of it comes in a new mail.
        expired: The review mail is too old.
        unproved: Why she is not taken for the sender: `no_header`, `no_copy`, `token`, `other`;
            empty where she is.
        token: Of the review, so that an answer to the answer counts; empty where it must not.
        zone: In which times are told.
    """

    subject: str
    zone: ZoneInfo
    done: tuple[OrderDone, ...] = ()
    unclear: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    changed: str = ""
    again: bool = False
    expired: bool = False
    unproved: str = ""
    token: str = ""


def shows_whole(letters: Iterable[DraftLetter]) -> bool:
    """Tell whether a review mail shows these letters of one numbered thing in full."""
    return fits(harmless(each.text) for each in letters)


def review_context(news: ReviewNews) -> dict[str, Any]:
    """Return what the templates of a review mail may speak of."""
    drafts = [_draft(news, each) for each in news.drafts]
    free = [each.number for each in news.drafts if each.whole and not each.marks]
    order = "ok all" if len(free) == len(drafts) else f"ok {' '.join(map(str, free))}"
    return {
        "drafts": drafts,
        "names": [one_line(each.name, _SHORT) for each in news.drafts],
        "left": news.left,
        "apart": news.apart,
        "urgent": any(each.urgent for each in news.drafts),
        "expires": moment(news.expires, news.zone),
        "tag": tag(news.token),
        "free": free,
        "all_link": order_link(news.address, order, news.token) if len(free) > 1 else "",
    }


def answer_context(answer: OrderAnswer) -> dict[str, Any]:
    """Return what the template of an answer may speak of."""
    return {
        "subject": bare_subject(answer.subject),
        "done": [_done(each, answer.zone) for each in answer.done],
        "unclear": [one_line(each, _LONGEST) for each in answer.unclear[:_MOST_UNCLEAR]],
        "more_unclear": len(answer.unclear[_MOST_UNCLEAR:]),
        "refused": [one_line(each, _LONGEST) for each in answer.refused],
        "changed": harmless(answer.changed),
        "again": answer.again,
        "expired": answer.expired,
        "unproved": answer.unproved,
        "tag": tag(answer.token) if answer.token else "",
    }


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant on her wall: `Mon 23 Nov, 20:05`."""
    wall = at.astimezone(zone)
    return f"{wall:%a} {wall.day} {wall:%b}, {wall:%H:%M}"


def harmless(text: str) -> str:
    """Return what somebody wrote with its line breaks, and without what no mail may hold."""
    return "\n".join(kept_line(line) for line in text.splitlines()).strip("\n")


def _draft(news: ReviewNews, draft: ReviewDraft) -> dict[str, Any]:
    links = {
        verb: order_link(news.address, f"{verb} {draft.number}", news.token)
        for verb in ("ok", "no", "mine", "later")
    }
    return {
        "number": draft.number,
        "name": one_line(draft.name),
        "person": one_line(draft.person),
        "standing": told_standing(draft.standing) if draft.standing else None,
        "leader": draft.leader,
        "earlier": len(draft.mails[:-_MOST_MAILS]),
        "mails": _mails(draft.mails[-_MOST_MAILS:], news.zone),
        "letters": _letters(draft),
        "calendar": [one_line(each) for each in draft.calendar],
        "marks": [one_line(each, _LONGEST).strip("[] ") for each in draft.marks],
        "follows": [one_line(each, _LONGEST) for each in draft.follows],
        "stale": one_line(draft.stale),
        "urgent": draft.urgent,
        "links": links,
        "whole": draft.whole,
        "command": one_line(draft.command),
    }


def _mails(mails: Sequence[TheirMail], zone: ZoneInfo) -> list[dict[str, Any]]:
    words = their_words([harmless(each.words) for each in mails])
    return [_mail(mail, said, zone) for mail, said in zip(mails, words, strict=True)]


def _mail(mail: TheirMail, said: Shortened, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "at": moment(mail.at, zone),
        "subject": one_line(mail.subject),
        "words": said,
        "read": [{"what": one_line(what), "words": _evidence(words)} for what, words in mail.read],
        "sure": round(100 * mail.sure),
        "taught": [one_line(each) for each in mail.taught[:_MOST_EVIDENCE]],
    }


def _evidence(words: Iterable[str]) -> list[str]:
    each = dict.fromkeys(one_line(one, _EVIDENCE) for one in words)
    return list(each)[:_MOST_EVIDENCE]


def _letters(draft: ReviewDraft) -> list[dict[str, Any]]:
    texts = [harmless(each.text) for each in draft.letters]
    shown = [Shortened(text) for text in texts] if draft.whole else cut_letters(texts)
    return [
        {
            "to": one_line(letter.to),
            "subject": one_line(letter.subject),
            "text": text,
            "like": letter.like,
        }
        for letter, text in zip(draft.letters, shown, strict=True)
    ]


def _done(done: OrderDone, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "number": done.number,
        "name": one_line(done.name),
        "action": done.action.value,
        "already": moment(done.already, zone) if done.already else "",
        "several": done.several,
        "until": moment(done.until, zone) if done.until else "",
        "hold": done.hold,
    }
