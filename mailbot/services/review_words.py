"""What a review mail says of each draft: who, where they stand, what they wrote, what was read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError
from mailbot.letters.facts import told
from mailbot.letters.review import DraftLetter, ReviewDraft, TheirMail
from mailbot.model.outbox import Audience
from mailbot.model.review import ReviewItem
from mailbot.services import bundles, listing, promising
from mailbot.services.bundle_pages import calendars, marks, pages
from mailbot.services.calendar_words import calendar_lines
from mailbot.services.standing import standing_of
from mailbot.store import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mailbot.letters.standing import Standing
    from mailbot.model.mail import Address
    from mailbot.model.reading import Reading
    from mailbot.services.bundle_pages import Page
    from mailbot.services.office import Office
    from mailbot.store.mails import Enquiry
    from mailbot.store.outbox import Outbound


def of_draft(
    office: Office, number: int, outbox_id: int, now: datetime, *, urgent: bool
) -> tuple[ReviewItem, ReviewDraft]:
    """Return a draft as it is now: what is on record of it in a review, and what the mail says.

    Raises:
        NotFoundError: There is no such draft.
    """
    with office.database.transaction() as connection:
        mail = outbox.get(connection, outbox_id)
    if mail is None:
        raise NotFoundError(f"There is no draft {outbox_id}.")
    file = listing.file_of(office, mail, now)
    said = ReviewDraft(
        number=number,
        name=file.paper.to.name or mail.recipient,
        person=_shown(file.paper.to),
        standing=_standing(office, mail, now),
        leader=mail.audience is Audience.LEADER,
        mails=tuple(_their_mail(each) for each in file.enquiries),
        letters=letters_of([mail]),
        calendar=_calendar(pages([mail])),
        marks=file.paper.marks,
        follows=tuple(promising.follows_mail(office, mail, now)),
        stale=(mail.reason or "something changed since") if mail.stale else "",
        urgent=urgent,
        command=f"mailbot drafts show {outbox_id}",
    )
    return ReviewItem(number, outbox_id, None, mail.digest), said


def of_bundle(
    office: Office, number: int, bundle_id: int, now: datetime, *, urgent: bool
) -> tuple[ReviewItem, ReviewDraft] | None:
    """Return a bundle as it is now, as `of_draft` does; None where nothing of it waits any more.

    Raises:
        NotFoundError: There is no such bundle.
    """
    with office.database.transaction() as connection:
        shown = bundles.shown_in(connection, bundle_id)
    if not shown.open:
        return None
    letters = pages(shown.open)
    said = ReviewDraft(
        number=number,
        name=bundles.name_of(shown),
        person="",
        standing=None,
        leader=False,
        mails=(),
        letters=tuple(_letters(letters)),
        calendar=_calendar(letters),
        marks=tuple(marks(shown.open)),
        follows=tuple(promising.follows(office, shown, now)),
        stale=next((mail.reason or "" for mail in shown.open if mail.stale), ""),
        urgent=urgent,
        command=f"mailbot drafts show --bundle {bundle_id}",
    )
    return ReviewItem(number, shown.open[0].id, bundle_id, shown.digest), said


def letters_of(mails: Sequence[Outbound]) -> tuple[DraftLetter, ...]:
    """Return the letters that are decided together, as a review mail tells them."""
    return tuple(_letters(pages(mails)))


def _standing(office: Office, mail: Outbound, now: datetime) -> Standing | None:
    with office.database.transaction() as connection:
        applicant = listing.applicant_of(connection, mail)
        return standing_of(office, connection, applicant, now) if applicant else None


def _their_mail(enquiry: Enquiry) -> TheirMail:
    text = enquiry.text
    return TheirMail(
        at=text.received_at,
        subject=text.subject,
        words=text.new_text,
        read=(*_findings(text.reading), *_facts(text.reading)),
        sure=text.reading.confidence,
        taught=tuple(
            f"learnt from a mail like it, on {_day(one.day)}" for one in text.reading.taught
        ),
    )


def _day(day: str) -> str:
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B %Y}"


def _findings(reading: Reading) -> Iterable[tuple[str, tuple[str, ...]]]:
    for topic in reading.topics:
        yield topic.topic.value.replace("_", " "), tuple(one.words for one in topic.evidence)
    for flag in reading.flags:
        yield flag.flag.value.replace("_", " "), tuple(one.words for one in flag.evidence)
    if reading.worrying:
        yield "possible distress", tuple(one.words for one in reading.worrying)


def _facts(reading: Reading) -> Iterable[tuple[str, tuple[str, ...]]]:
    facts = told(reading.facts)
    stated = (facts.study, facts.place, facts.times, facts.not_times and f"not {facts.not_times}")
    return ((words, ()) for words in stated if words)


def _letters(shown: Sequence[Page]) -> Iterable[DraftLetter]:
    numbers = {page.mail.id: number for number, page in enumerate(shown, start=1)}
    for page in shown:
        if page.like is None:
            yield DraftLetter(_shown(page.to), page.letter.subject, page.letter.text)
        else:
            yield DraftLetter(_shown(page.to), "", "\n".join(page.differs), numbers[page.like])


def _calendar(shown: Sequence[Page]) -> tuple[str, ...]:
    return tuple(
        f"{line} (times of {calendar.timezone})"
        for calendar, _ in calendars(shown)
        for line in calendar_lines(calendar)
    )


def _shown(address: Address) -> str:
    return f"{address.name} <{address.email}>".strip()
