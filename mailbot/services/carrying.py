"""Carrying out what was decided on a mail, inside the transaction that keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.errors import MailProblem
from mailbot.letters.context import AlertContext
from mailbot.model.casework import (
    Alert,
    AlertKind,
    AskAboutPlace,
    AskWhoAnswers,
    DraftReply,
    MarkAddress,
    MoveStage,
    NoteAbsence,
    NoteGroupMail,
    NothingOwed,
    PutBefore,
    RecordFacts,
    RefuseMove,
    SayAlertsReturn,
)
from mailbot.services import alarming, another_address, answering_offers, permitting, returning
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.drafting import ReplyTo, draft_reply, put_before, supersede_all
from mailbot.services.moving import move
from mailbot.services.noting import Noted, absences_told, note_absence, note_group_mail
from mailbot.services.permitting import Drafted
from mailbot.services.standing import standing_of
from mailbot.store import outbox, people, record, threads
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Decision
    from mailbot.model.outbox import Letter
    from mailbot.services.arrival import Arrival
    from mailbot.services.office import Office
    from mailbot.store.people import Applicant


@dataclass(frozen=True, slots=True)
class Carrier:
    """Carries out the decisions on one mail, in the transaction that keeps it.

    Attributes:
        office: The rooms.
        connection: The transaction.
        arrival: The mail and the ruling.
        mail_id: Its row.
        thread_id: Its thread.
        applicant_id: Its writer, where that is a student.
        now: The instant.
    """

    office: Office
    connection: Connection
    arrival: Arrival
    mail_id: int
    thread_id: int
    applicant_id: int | None
    now: datetime

    def carry_out(self) -> None:
        """Carry out every decision of the ruling, in order.

        Raises:
            TemplateError: A template is broken.
        """
        for decision in self.arrival.ruling.decisions:
            self._carry_out(decision)

    def _carry_out(self, decision: Decision) -> None:
        match decision:
            case RecordFacts():
                self._record_facts(decision)
            case MoveStage() | RefuseMove():
                self._move_stage(decision)
            case NoteAbsence() | NoteGroupMail():
                self._note(decision)
            case AskAboutPlace() | AskWhoAnswers():
                self._ask_her(decision)
            case DraftReply():
                self._draft(decision)
            case Alert():
                self._alert(decision)
            case MarkAddress():
                self._mark_address(decision)
            case SayAlertsReturn():
                returning.say_alerts_return(
                    self.office, self.connection, decision.outbox_id, self.mail_id, self.now
                )
            case PutBefore() | NothingOwed():
                self._event("outcome", decision.reason)
            case _:
                raise TypeError(f"No service carries out {decision}")

    def _record_facts(self, decision: RecordFacts) -> None:
        if self.applicant_id is None:
            return
        known = people.get(self.connection, self.applicant_id)
        merged = facts_of.merge(known.facts, decision.facts)
        name = facts_of.fuller(merged.name, known.name) or self.arrival.message.sender.name
        people.set_facts(self.connection, self.applicant_id, name, merged)

    def _ask_her(self, decision: AskAboutPlace | AskWhoAnswers) -> None:
        if isinstance(decision, AskWhoAnswers):
            another_address.ask(self.office, self.connection, self.arrival, self.mail_id, self.now)
            return
        answering_offers.ask(
            self.office,
            self.connection,
            self.arrival,
            self.mail_id,
            self.applicant_id,
            self.now,
        )

    def _move_stage(self, decision: MoveStage | RefuseMove) -> None:
        if self.applicant_id is None:
            return
        moved = move(
            self.connection,
            self.applicant_id,
            decision.cause,
            self.now,
            mail_id=self.mail_id,
            rule=self.arrival.ruling.rule,
        )
        if moved is None and isinstance(decision, MoveStage):
            # The reply that was decided on would tell of a move that there was not.
            raise MailProblem(
                f"What this mail asks for ({decision.cause.value}) could not be done.",
                "Answer it yourself; `mailbot history PERSON` shows where they stand.",
            )

    def _draft(self, decision: DraftReply) -> None:
        if self.applicant_id is None:
            raise ValueError("A reply goes to an applicant only")
        earlier = self.arrival.background.pending
        letter = self._reply(decision, people.get(self.connection, self.applicant_id))
        leave = permitting.leave_for(
            self.office,
            self.connection,
            self.arrival,
            Drafted(
                decision,
                letter,
                self.mail_id,
                self.thread_id,
                self.applicant_id,
                len(earlier) + 1,
            ),
            self.now,
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
            automatic=leave is not None,
        )
        self._event("draft", f"reply with {', '.join(decision.blocks)}", outbox_id)
        if leave is not None:
            permitting.let_go(self.office, self.connection, outbox_id, leave, self.now)

    def _reply(self, decision: DraftReply, applicant: Applicant) -> Letter:
        message, earlier = self.arrival.message, self.arrival.background.pending
        return self.office.letters.reply(
            decision,
            name=applicant.facts.name or applicant.name,
            subject=message.subject,
            stage=self.arrival.background.case.stage,
            known=applicant.facts,
            standing=standing_of(self.office, self.connection, applicant, self.now),
            absences=absences_told(self.office, self.connection, self._noted(), earlier),
            words="\n\n".join((*(mail.text.new_text for mail in earlier), message.new_text)),
        )

    def _noted(self) -> Noted:
        return Noted(self.arrival, self.mail_id, self.thread_id, self.applicant_id, self.now)

    def _alert(self, decision: Alert) -> None:
        if decision.kind is AlertKind.DISTRESS:
            self._alarm()
            return
        self._raise(decision)

    def _alarm(self) -> None:
        threads.mark_distress(self.connection, self.thread_id, self.now)
        if self.applicant_id is not None:
            people.mark_distress(self.connection, self.applicant_id, self.now)
        self._withdraw_all()
        alarming.alarm(
            self.office,
            self.connection,
            self.arrival.seen.identity[:24],
            self.mail_id,
            self.applicant_id,
            self.arrival.folder,
            self.now,
        )

    def _raise(self, decision: Alert) -> None:
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

    def _about_whom(self, kind: AlertKind) -> str:
        bounced = self.arrival.background.case.bounced
        if kind is AlertKind.BOUNCE and bounced is not None:
            returned = outbox.get(self.connection, bounced)
            if returned is not None:
                return returned.recipient
        return person_of(self.arrival.message)

    def _words(self, kind: AlertKind) -> tuple[str, ...]:
        report = self.arrival.message.report
        if kind is AlertKind.BOUNCE and report:
            return tuple(one.diagnostic for one in report.recipients if one.diagnostic)
        return ()

    def _mark_address(self, decision: MarkAddress) -> None:
        bounced = outbox.get(self.connection, decision.outbox_id)
        if bounced is None:
            return
        returning.mark_address(self.connection, bounced, self.arrival.message.report, self.now)
        self._event("bounced", "the server returned it", bounced.id, bounced.applicant_id)

    def _note(self, decision: NoteAbsence | NoteGroupMail) -> None:
        note = note_absence if isinstance(decision, NoteAbsence) else note_group_mail
        note(self.office, self.connection, self._noted())

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
