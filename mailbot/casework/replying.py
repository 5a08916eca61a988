"""What a reply is made of: its blocks, its next step, what it asks and what it reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.casework.stages import after_mail, by_mail, refused_mail
from mailbot.model.casework import (
    BLOCKS,
    DraftReply,
    MoveStage,
    NextStep,
    NoteAbsence,
    RecordFacts,
    RefuseMove,
)
from mailbot.model.reading import Stage, Topic

if TYPE_CHECKING:
    from mailbot.casework.matter import Matter
    from mailbot.model.casework import Decision
    from mailbot.model.reading import Facts


def kept_facts(matter: Matter) -> tuple[Decision, ...]:
    """Return what to keep of the facts that a mail states; nothing of a machine's."""
    return () if matter.machine else (RecordFacts(_stated(matter)),)


def _stated(matter: Matter) -> Facts:
    case = matter.case
    return facts_of.kept(matter.reading.facts, case.facts, case.stage, matter.reading.topic_set)


def _to_settle(matter: Matter) -> tuple[str, ...]:
    """Return what the coordinator must settle, since a mail may have been misunderstood in it."""
    case = matter.case
    place = facts_of.elsewhere(matter.reading.facts, case.facts, case.stage)
    if not place:
        return ()
    own = case.facts.city or case.facts.timezone
    return (f"they write of {place}; do they live there now? I tell their times for {own}",)


def reply(matter: Matter) -> tuple[Decision, ...]:
    """Return the draft that answers a mail, and the moves that come with it."""
    reading, case = matter.reading, matter.case
    stage = after_mail(case.stage, reading.topic_set)
    topics = reading.topic_set | _still_waiting(matter.pending, stage)
    stated = _stated(matter)
    known = facts_of.merge(case.facts, stated)
    step = next_step(stage, topics)
    asks = step in {NextStep.ASK_DETAILS, NextStep.INVITE, NextStep.QUEUED}
    lacking = facts_of.missing(known, case.asked) if asks else ()
    if step is NextStep.QUEUED and lacking:
        step = NextStep.ASK_DETAILS
    return (
        *kept_facts(matter),
        *_moved(case.stage, reading.topic_set),
        *_absence(stage, reading.topic_set),
        DraftReply(
            blocks=tuple(block for block in BLOCKS if Topic(block) in topics),
            next_step=step,
            missing=lacking,
            echo=facts_of.echo(
                facts_of.merge(matter.stated, stated),
                topics,
                known=known if stage is Stage.QUEUED else None,
                joins=stage is not case.stage,
            ),
            settle=_to_settle(matter),
        ),
    )


def _still_waiting(pending: frozenset[Topic], stage: Stage) -> frozenset[Topic]:
    """Return what of earlier mails is still to be answered: of a place only what holds now."""
    return pending if stage is Stage.MEMBER else pending - {Topic.ACCEPT}


def _absence(stage: Stage, topics: frozenset[Topic]) -> tuple[Decision, ...]:
    """A member who says that they will miss a session, and stays, is noted as absent.

    "I can come after all" reads like a word on when they can meet.
    """
    if stage is not Stage.MEMBER or not topics & {Topic.ABSENCE, Topic.AVAILABILITY}:
        return ()
    return (NoteAbsence(only_back=Topic.ABSENCE not in topics),)


def _moved(stage: Stage, topics: frozenset[Topic]) -> tuple[Decision, ...]:
    move, refused = by_mail(stage, topics), refused_mail(stage, topics)
    if move is not None:
        return (MoveStage(move.to, move.cause),)
    return () if refused is None else (RefuseMove(refused),)


def next_step(stage: Stage, topics: frozenset[Topic]) -> NextStep:
    """Return what a reply says at its end to a student who stands at `stage` after the mail."""
    if topics & {Topic.WITHDRAW, Topic.DECLINE, Topic.FEEDBACK}:
        return NextStep.NONE
    by_stage = {
        Stage.NEW: NextStep.INVITE,
        Stage.INFORMED: NextStep.INVITE,
        Stage.QUEUED: NextStep.QUEUED,
        Stage.OFFERED: NextStep.OFFER_OPEN,
        Stage.MEMBER: NextStep.MEMBER,
    }
    return by_stage.get(stage, NextStep.NONE)
