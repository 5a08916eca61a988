"""What is known of the writer when a mail arrives, and what follows from the mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.model.reading import Facts, Saying, Stage


class Role(StrEnum):
    """Who the sender is, by configuration and by what is on record."""

    STRANGER = "stranger"
    APPLICANT = "applicant"
    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    KEEPER = "keeper"
    LEADER = "leader"
    MAILBOT = "mailbot"


class Where(StrEnum):
    """In which kind of folder a mail stands."""

    INBOX = "inbox"
    JUNK = "junk"


class GroupMail(StrEnum):
    """What a calendar's answer, or a leader's mail, says of a group of ours."""

    NONE = "none"
    CLEAR = "clear"
    UNCLEAR = "unclear"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Case:
    """All that `decide` may know besides the mail itself.

    Attributes:
        role: Who the sender is.
        stage: Where the applicant stands; `new` for a stranger.
        facts: What is already on record about the applicant.
        where: Inbox or junk.
        in_our_thread: The mail answers one that Mailbot or the coordinator sent.
        distress_in_thread: Distress was read earlier in this thread, or of this person.
        bounced: Outbox id of the mail of ours that this bounce returns; None where none.
        mails_last_hour: Mails from this sender within the last hour, this one included.
        flooding: The sender passed the ceiling earlier today already.
        replies_last_day: Replies to this person that left, or wait, within a day.
        asked: Which facts have been asked for before; each is asked for once.
        reachable: The mail bears an address that an answer can be sent to.
        returned_alert: What bounced is a mail to the coordinator, the deputy or the keeper.
        person_behind: A machine's mark, but a person's words to the programme.
        may_answer: Their offer ended a short while ago, or is accepted and the group not yet sure,
            so that a mail of theirs may still answer it.
        wordless: Not a word could be read in it: empty, a picture, or an attachment alone.
        calendar: It is a calendar's answer to an invitation of ours: clear, or for a person.
        answers_review: The coordinator, or her deputy, answers a review mail.
        leader: A leader says who was missing, or that they cannot come: all clear, or with more
            that a person must read.
        saying: How it puts its answer to an offer.
        answers_offer: It answers the very letter that makes the offer open to its writer.
        anothers_letter: It answers a letter of ours that went to somebody else, or to an address
            that is not known to be its writer's.
    """

    role: Role = Role.STRANGER
    stage: Stage = Stage.NEW
    facts: Facts = field(default_factory=Facts)
    where: Where = Where.INBOX
    in_our_thread: bool = False
    distress_in_thread: bool = False
    bounced: int | None = None
    mails_last_hour: int = 1
    flooding: bool = False
    replies_last_day: int = 0
    asked: frozenset[str] = frozenset()
    reachable: bool = True
    returned_alert: bool = False
    person_behind: bool = False
    wordless: bool = False
    may_answer: bool = False
    calendar: GroupMail = GroupMail.NONE
    leader: GroupMail = GroupMail.NONE
    answers_review: bool = False
    saying: Saying = Saying.UNSAID
    answers_offer: bool = False
    anothers_letter: bool = False


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The ceilings of `[limits]` that concern one person."""

    replies_a_day: int = 4
    mails_an_hour: int = 5


class NextStep(StrEnum):
    """What a reply asks of the student, or tells them, at its end."""

    INVITE = "invite"
    ASK_DETAILS = "ask_details"
    QUEUED = "queued"
    OFFER_OPEN = "offer_open"
    MEMBER = "member"
    NONE = "none"


BLOCKS: tuple[str, ...] = (
    "feedback",
    "accept",
    "decline",
    "withdraw",
    "change_group",
    "absence",
    "status",
    "about",
    "eligibility",
    "session_format",
    "leaders",
    "dates",
    "commitment",
    "cost",
    "confidentiality",
    "zoom",
    "certificate",
    "continuing",
    "join",
    "availability",
)
"""The blocks a reply is composed of, in the order they are read: what the writer told us first,
then what they asked, last what they want. Each is the topic of that name."""


@dataclass(frozen=True, slots=True)
class DraftReply:
    """Draft one reply from blocks.

    Attributes:
        blocks: Names of blocks under `templates/reply/blocks/`, in the order they are read.
        next_step: The paragraph before the sign-off.
        missing: Facts to ask for, of `university`, `year`, `city`, `availability`.
        echo: Facts to repeat back for correction.
        settle: What the coordinator must settle in the draft before it may go (`[[...]]`).
    """

    blocks: tuple[str, ...]
    next_step: NextStep
    missing: tuple[str, ...] = ()
    echo: Facts = field(default_factory=Facts)
    settle: tuple[str, ...] = ()


class Cause(StrEnum):
    """The mail, command or moment that moves an applicant from one stage to another."""

    MAIL_DECLINE_AND_JOIN = "mail: decline, join"
    MAIL_WITHDRAW_AND_JOIN = "mail: withdraw, join"
    MAIL_WITHDRAW = "mail: withdraw"
    MAIL_DECLINE = "mail: decline"
    MAIL_JOIN = "mail: join"
    MAIL_ACCEPT = "mail: accept"
    QUEUE_ADD = "command: queue add"
    QUEUE_IMPORT = "command: queue import"
    QUEUE_WITHDRAW = "command: queue withdraw"
    GROUPS_OFFER = "command: groups offer"
    GROUPS_ACCEPT = "command: groups accept"
    GROUPS_DECLINE = "command: groups decline"
    GROUPS_DECLINE_STAYS = "command: groups decline --stays"
    GROUPS_CANCEL = "command: groups cancel"
    GROUPS_IMPORT = "command: groups import"
    REPLY_LEFT = "moment: a reply left"
    PLACE_FREE = "moment: a place came free"
    DEADLINE_PAST = "moment: the offer's deadline passed"
    SERIES_OVER = "moment: the last session is over"


class Waiting(StrEnum):
    """What a change of stage does to the time that somebody has waited, and to their place."""

    KEPT = "kept"
    ANEW = "anew"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Move the applicant to another stage, for a cause that the table of moves allows."""

    to: Stage
    cause: Cause


@dataclass(frozen=True, slots=True)
class RefuseMove:
    """Leave the applicant where they stand: the table of moves has no such move from there."""

    cause: Cause


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Keep what the mail states about the applicant."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """Keep what the mail says about missing sessions of the writer's group.

    Attributes:
        only_back: The mail is about when they can meet: an absence that it takes back is known
            from it, but it announces none.
    """

    only_back: bool = False


@dataclass(frozen=True, slots=True)
class NoteGroupMail:
    """Keep what a calendar answered, or what a leader wrote, about a group."""


@dataclass(frozen=True, slots=True)
class AskAboutPlace:
    """Ask the coordinator what becomes of a place, where a mail answers its offer unclearly."""


@dataclass(frozen=True, slots=True)
class AskWhoAnswers:
    """Ask the coordinator who answers a letter of ours that went to another address."""


class AlertKind(StrEnum):
    """What the coordinator is told of."""

    DISTRESS = "distress"
    UNREADABLE = "unreadable"
    BOUNCE = "bounce"
    FLOOD = "flood"
    BREAKER = "breaker"
    JUNK = "junk"
    TEMPLATE = "template"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    STALE_DRAFT = "stale_draft"
    WORLD = "world"
    GROUP = "group"
    SUGGESTION = "suggestion"
    LEAVE_ENDED = "leave_ended"


@dataclass(frozen=True, slots=True)
class Alert:
    """Tell the coordinator at once, by plain mail."""

    kind: AlertKind


@dataclass(frozen=True, slots=True)
class PutBefore:
    """Put the mail before the coordinator: she answers it herself."""

    reason: str


@dataclass(frozen=True, slots=True)
class TakeOrders:
    """Carry out what the coordinator, or her deputy, orders in answer to a review mail."""


@dataclass(frozen=True, slots=True)
class LeaveAlone:
    """Keep nothing of the mail but its digests; neither label nor answer it."""

    reason: str


@dataclass(frozen=True, slots=True)
class MarkAddress:
    """Mark the address that this mail of ours could not be delivered to."""

    outbox_id: int


@dataclass(frozen=True, slots=True)
class SayAlertsReturn:
    """Tell, by another way and once a day, that alerts come back."""

    outbox_id: int


@dataclass(frozen=True, slots=True)
class NothingOwed:
    """Keep the mail on record; no answer is owed."""

    reason: str


Decision = (
    DraftReply
    | MoveStage
    | RefuseMove
    | RecordFacts
    | NoteAbsence
    | NoteGroupMail
    | AskAboutPlace
    | AskWhoAnswers
    | Alert
    | PutBefore
    | TakeOrders
    | LeaveAlone
    | MarkAddress
    | SayAlertsReturn
    | NothingOwed
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What follows from a mail, and which rule said so.

    Attributes:
        rule: The name of the rule that fired.
        why: In words, for the record.
        decisions: What to do, in order.
    """

    rule: str
    why: str
    decisions: tuple[Decision, ...]
