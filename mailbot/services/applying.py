"""Carrying out a ruling on one mail, inside the transaction that keeps the mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.letters.context import AlertContext
from mailbot.model.casework import (
    Alert,
    AlertKind,
    DraftReply,
    MarkAddress,
    MoveStage,
    NothingOwed,
    PutBefore,
    RecordFacts,
    RefuseMove,
    SayAlertsReturn,
    Where,
)
from mailbot.model.reading import Flag, Topic
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.drafting import (
    ReplyTo,
    draft_reply,
    put_before,
    supersede,
    supersede_all,
)
from mailbot.services.moving import move
from mailbot.services.sorting import label_of
from mailbot.services.standing import standing_of
from mailbot.store import chores, mails, outbox, people, record, threads
from mailbot.store.chores import ChoreKind
from mailbot.store.mails import Fate, MailText, Seen
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Cause, Ruling
    from mailbot.model.mail import Evidence, Message
    from mailbot.model.reading import Reading
    from mailbot.services.cases import Background
    from mailbot.services.office import Office

_NO_STUDENT = frozenset(
    {Topic.NOT_STUDENT, Topic.ORGANISATION, Topic.LEADER_MATTER, Topic.UNRELATED}
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail about the programme, and all that was found out about it.

    Attributes:
        message: The mail.
        reading: What it says.
        ruling: What follows.
        background: What was known of its writer.
        seen: Its row, but for thread, applicant and fate.
        folder: Where it stands.
        came: When it came to the mailbox.
    """

    message: Message
    reading: Reading
    ruling: Ruling
    background: Background
    seen: Seen
    folder: str
    came: datetime

    @property
    def from_a_person(self) -> bool:
        """A person wrote it, and it stands where mail to the programme stands."""
        return (
            not self.reading.screening.origin.machine and self.background.case.where is Where.INBOX
        )


def apply(
    office: Office, connection: Connection, arrival: Arrival, known: int | None, now: datetime
) -> tuple[int, Fate]:
    """Keep the mail and carry out the ruling.

    Returns:
        The mail's row and what became of it.

    Raises:
        TemplateError: A template is broken; the caller's transaction is to be undone.
    """
    thread_id = arrival.background.thread_id or threads.create(connection, now)
    applicant_id = _applicant(connection, arrival, now)
    fate = _fate(arrival.ruling)
    seen = replace(arrival.seen, fate=fate, thread_id=thread_id, applicant_id=applicant_id)
    if known is None:
        mail_id = mails.add(connection, seen)
    else:
        mails.settle(connection, known, seen)
        mail_id = known
    mails.add_text(connection, mail_id, _text(arrival))
    if arrival.from_a_person:
        people.clear_bounce(connection, arrival.message.sender.email)
    if seen.message_id_digest:
        threads.join(connection, thread_id, seen.message_id_digest, ours=False)
    if not arrival.reading.screening.origin.machine:
        _withdraw_older(office, connection, arrival, thread_id, applicant_id, now)
    _Carrier(office, connection, arrival, mail_id, thread_id, applicant_id, now).carry_out()
    if arrival.background.case.where is Where.INBOX:
        label = label_of(arrival.ruling)
        chores.add(connection, ChoreKind.LABEL, now, mail_id=mail_id, label=label)
    return mail_id, fate


def _applicant(connection: Connection, arrival: Arrival, now: datetime) -> int | None:
    if arrival.background.applicant:
        return arrival.background.applicant.id
    topics = arrival.reading.topic_set
    student = bool(topics or arrival.reading.flag_set) and not topics & _NO_STUDENT
    if not (arrival.from_a_person and student and arrival.message.sender.email):
        return None
    sender = arrival.message.sender
    return people.add(connection, sender.email, sender.name, now)


def _fate(ruling: Ruling) -> Fate:
    for decision in ruling.decisions:
        if isinstance(decision, PutBefore):
            return Fate.PUT_BEFORE
    return Fate.HANDLED


def _text(arrival: Arrival) -> MailText:
    message = arrival.message
    return MailText(
        message_id=message.message_id,
        references=(*message.references, *message.in_reply_to),
        sender=message.sender.email,
        sender_name=message.sender.name,
        subject=message.subject,
        new_text=message.new_text,
        received_at=arrival.came,
        reading=arrival.reading,
    )


def _withdraw_older(
    office: Office,
    connection: Connection,
    arrival: Arrival,
    thread_id: int,
    applicant_id: int | None,
    now: datetime,
) -> None:
    message = arrival.message
    why = "a newer mail came in this thread"
    withdrawn, stale = supersede(
        connection, thread_id, {message.sender.email}, applicant_id, why, now
    )
    answered_anew = (
        {mail.id for mail in arrival.background.pending}
        if any(isinstance(decision, DraftReply) for decision in arrival.ruling.decisions)
        else set()
    )
    for mail_id in sorted({one for old in withdrawn for one in old.mail_ids} - answered_anew):
        put_before(connection, mail_id, "its draft was withdrawn, since a newer mail came", now)
    for draft in stale:
        raise_alert(
            office,
            connection,
            AlertKind.STALE_DRAFT,
            f"{draft.id}/{arrival.seen.identity[:24]}",
            AlertContext(
                person=person_of(message),
                subject=message.subject,
                folder=arrival.folder,
                reason="A newer mail came while you were editing the draft.",
                reference=str(draft.id),
            ),
            now,
            applicant_id=draft.applicant_id,
        )


@dataclass(frozen=True, slots=True)
class _Carrier:
    office: Office
    connection: Connection
    arrival: Arrival
    mail_id: int
    thread_id: int
    applicant_id: int | None
    now: datetime

    def carry_out(self) -> None:
        for decision in self.arrival.ruling.decisions:
            match decision:
                case RecordFacts():
                    self._record_facts(decision)
                case MoveStage() | RefuseMove():
                    self._move_stage(decision.cause)
                case DraftReply():
                    self._draft(decision)
                case Alert():
                    self._alert(decision)
                case MarkAddress():
                    self._mark_address(decision)
                case SayAlertsReturn():
                    self._say_alerts_return(decision)
                case PutBefore() | NothingOwed():
                    self._note(decision.reason)
                case _:
                    raise TypeError(f"No service carries out {decision}")

    def _record_facts(self, decision: RecordFacts) -> None:
        if self.applicant_id is None:
            return
        known = people.get(self.connection, self.applicant_id)
        merged = facts_of.merge(known.facts, decision.facts)
        name = facts_of.fuller(merged.name, known.name) or self.arrival.message.sender.name
        people.set_facts(self.connection, self.applicant_id, name, merged)

    def _move_stage(self, cause: Cause) -> None:
        if self.applicant_id is not None:
            move(
                self.connection,
                self.applicant_id,
                cause,
                self.now,
                mail_id=self.mail_id,
                rule=self.arrival.ruling.rule,
            )

    def _draft(self, decision: DraftReply) -> None:
        if self.applicant_id is None:
            raise ValueError("A reply goes to an applicant only")
        applicant = people.get(self.connection, self.applicant_id)
        earlier = self.arrival.background.pending
        letter = self.office.letters.reply(
            decision,
            name=applicant.facts.name or applicant.name,
            subject=self.arrival.message.subject,
            stage=self.arrival.background.case.stage,
            known=applicant.facts,
            standing=standing_of(self.office, self.connection, applicant),
            words="\n\n".join(
                (*(mail.text.new_text for mail in earlier), self.arrival.message.new_text)
            ),
        )
        outbox_id = draft_reply(
            self.office,
            self.connection,
            letter,
            ReplyTo(
                self.arrival.message,
                self.arrival.seen.identity,
                self.thread_id,
                self.applicant_id,
                (*(mail.id for mail in earlier), self.mail_id),
            ),
            topics=decision.blocks,
            asks=decision.missing,
            now=self.now,
        )
        self._event("draft", f"reply with {', '.join(decision.blocks)}", outbox_id)

    def _alert(self, decision: Alert) -> None:
        if decision.kind is AlertKind.DISTRESS:
            threads.mark_distress(self.connection, self.thread_id, self.now)
            if self.applicant_id is not None:
                people.mark_distress(self.connection, self.applicant_id, self.now)
            self._withdraw_all()
        flood = decision.kind is AlertKind.FLOOD
        identity = self.arrival.seen.identity[:24]
        raise_alert(
            self.office,
            self.connection,
            decision.kind,
            self.arrival.background.flood_key if flood else identity,
            AlertContext(
                person=self._about_whom(decision.kind),
                subject=self.arrival.message.subject,
                folder=self.arrival.folder,
                words=self._words(decision.kind),
                reason=self.arrival.ruling.why,
                count=self.arrival.background.case.mails_last_hour,
            ),
            self.now,
            mail_id=self.mail_id,
            applicant_id=self.applicant_id,
        )

    def _withdraw_all(self) -> None:
        """Nothing that was written before the cry for help may leave after it."""
        why = "distress was read; nothing automatic goes out here"
        withdrawn = supersede_all(self.connection, self.thread_id, self.applicant_id, why, self.now)
        for mail_id in sorted({one for old in withdrawn for one in old.mail_ids}):
            put_before(self.connection, mail_id, why, self.now)

    def _say_alerts_return(self, decision: SayAlertsReturn) -> None:
        returned = outbox.get(self.connection, decision.outbox_id)
        settings = self.office.settings
        if returned is None:
            return
        day = self.now.astimezone(settings.coordinator.zone).date().isoformat()
        for to in {settings.coordinator.email.lower(), settings.keeper.email.lower()}:
            if to and to != returned.recipient:
                raise_alert(
                    self.office,
                    self.connection,
                    AlertKind.WORLD,
                    f"alerts-return/{day}/{returned.recipient}/{to}",
                    AlertContext(
                        reason=f"Alerts to {returned.recipient} come back undelivered.",
                        remedy="Read them with `mailbot alerts`, and mend `alerts_to` in "
                        "config/mailbot.toml.",
                    ),
                    self.now,
                    mail_id=self.mail_id,
                    to=to,
                )

    def _about_whom(self, kind: AlertKind) -> str:
        bounced = self.arrival.background.case.bounced
        if kind is AlertKind.BOUNCE and bounced is not None:
            returned = outbox.get(self.connection, bounced)
            if returned is not None:
                return returned.recipient
        return person_of(self.arrival.message)

    def _words(self, kind: AlertKind) -> tuple[str, ...]:
        if kind is AlertKind.DISTRESS:
            spoke: tuple[Evidence, ...] = tuple(
                evidence
                for flag in self.arrival.reading.flags
                if flag.flag is Flag.DISTRESS
                for evidence in flag.evidence
            )
            return tuple(evidence.words for evidence in spoke)
        report = self.arrival.message.report
        if kind is AlertKind.BOUNCE and report:
            return tuple(one.diagnostic for one in report.recipients if one.diagnostic)
        return ()

    def _mark_address(self, decision: MarkAddress) -> None:
        bounced = outbox.get(self.connection, decision.outbox_id)
        report = self.arrival.message.report
        if bounced is None:
            return
        failed = report.recipients if report else ()
        # Only the address that we wrote to is marked: a report could name anybody's.
        permanent = [one.permanent for one in failed if one.email == bounced.recipient]
        people.mark_bounced(
            self.connection,
            bounced.recipient,
            # A report that does not name the address as failed for good proves nothing.
            permanent=bool(permanent) and all(permanent),
            now=self.now,
        )
        self._event("bounced", "the server returned it", bounced.id, bounced.applicant_id)

    def _note(self, reason: str) -> None:
        self._event("outcome", reason)

    def _event(
        self, kind: str, why: str, outbox_id: int | None = None, applicant_id: int | None = None
    ) -> None:
        record.add(
            self.connection,
            Event(
                self.now,
                kind,
                why,
                self.mail_id,
                applicant_id or self.applicant_id,
                outbox_id,
                self.arrival.ruling.rule,
            ),
        )
