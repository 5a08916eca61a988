"""Whether words about times say when someone can meet, when they cannot, or neither."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from mailbot.reading.cues import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Polarity(Enum):
    """What a run of words about times is for."""

    CAN = "can"
    CANNOT = "cannot"
    NEITHER = "neither"


_NOT = any_of("times", "not")
_HARD = (
    r"(?<!\w)(?:struggl\w+|hard(?!\s+to\s+say)|tough|worst|(?<!at\s)least|hectic|manic|frantic|"
    r"full[\s-]on|a\s+nightmare|no\s+use)(?!\w)"
)
_BUSY = rf"(?:{any_of('times', 'busy')}|{_HARD})"
_FREE = rf"(?:{any_of('times', 'free')}|(?<!\w)all\s+(?:alike|equal)(?!\w))"
_FILLER = any_of("times", "filler")
_BREAK = re.compile(
    r"(?<!\w)(?:but|though|although|however|yet|whereas|otherwise|while|so|because|since|as\s+i|[,;():–—])(?!\w)"
)
_NEXT_PART = re.compile(
    rf"{_BREAK.pattern}|(?<!\w)(?:and|or|plus|&|once|when|if|as|after|until|unless|before)(?!\w)"
)
FRESH_START = re.compile(r"(?<!\w)(?:but|though|however|otherwise|so|and\s+i|i'?d|i\s+could)(?!\w)")
_REACH = 3
"""A `not` turns a cue round where it stands at most so many words before it."""

_MOST_BESIDE = 9
"""A day amid more other words than these, without a cue, belongs to some other story."""

_HARMLESS = re.compile(
    rf"{any_of('times', 'no_bar')}|(?<!\w)nothing\s+on(?=\s*(?:[.,;!]|until|till|at\s+all|$))"
    r"|(?<=i\shave\s)nothing(?=\s*[.,;!])"
)
_NOT_BUSY = re.compile(
    r"(?<!\w)(?:not|never|isn't|aren't)\s+(?:un(?:available|able|suitable|workable|do-?able)|im(?:possible|practical)|"
    r"busy|occupied|taken|booked|working|rostered|out\s+of\s+the\s+question)(?!\w)"
    r"|(?<!\w)no\s+longer\s+(?:an?\s+(?:issue|problem)|busy|taken|booked|full)(?!\w)"
    r"|(?<!\w)(?:doesn't|don't|does\s+not|do\s+not|won't|never)\s+clash\w*"
)
_AT_LEISURE = re.compile(
    r"(?<!\w)(?:(?:my|our|a|the|an)\s+)?(?:(?:rostered|weekly|only|usual|regular|two|three)\s+)*days?[\s-]off(?!\w)"
    r"|(?<!\w)un(?:occupied|committed|rostered|taken)(?!\w)"
    r"|(?<!\w)(?:i'm|im|i\s+am)\s+(?:always\s+|usually\s+)?off(?=\s+(?:is|are)\b)"
)
_ASIDE = re.compile(
    r"(?<!\w)(?:(?:but|and)\s+)?(?:not|never|no)\s+(?:any\s+)?(?:later|earlier|sooner)(?=\W|$)"
    r"|(?<!\w)was\s+(?:a\s+)?(?:yes|no|ok|okay|fine|out|free|off|good|busy)\s*,?\s*(?:but\s+)?(?=(?:is\s+)?now\b)"
    r"|(?<!\w)was\s*$"
)
"""What a limit adds, and what was so before."""

_AM_INSIDE = re.compile(r"(?<!\w)(?:i'm|im)\s+in(?=\s+(?!for\b|too\b|on\b|if\b|as\b|any)\w)")
"""'I'm in clinic', where 'I'm in!' is a yes."""

_SUITS = re.compile(
    r"^\W*(?:(?:that|always|is|are|both|all|would|will|might|may|could|can|should|ought\s+to|also|still|now|"
    r"really|usually|probably|generally)\s+)*works?\b"
    r"(?!\s+(?:at|in|from|til|as|is|nights|days)\b)"
    r"|^\W*(?:is|are)\s+(?:my|the)\s+(?:\w+\s+)?(?:slots?|windows?|gaps?|choices?|picks?|votes?|preferences?)\b"
    r"|^\W*(?:is|are)\s+in\b(?=\s*(?:[.,;(!]|$))"
)
_SUITING = re.compile(
    r"(?:what|that|which|all|also)\s+(?:will\s+|would\s+)?works?(?:\s+(?:best|well))?\W*$"
    r"|(?:that|which|what|always|all)\s+(?:\w+\s+)?works?\s+(?:best\s+|well\s+)?(?:is|are)\W*$"
    r"|works?(?:\s+(?:best|well|for\s+me))*\s*[:=]\W*$"
)
_GROUPS = re.compile(rf"^\W*{any_of('times', 'group')}")
_CUE = rf"(?:{_FILLER}\s*)*(?:{_NOT}|{_BUSY}|{_FREE})"
_POSTFIX = re.compile(rf"^(?:\s*[()])?[\s:=|–—-]*{_CUE}")
_POSTFIX_APART = re.compile(rf"^,\s*{_CUE}(?:\s*,|(?:\s+\w+){{0,3}}[\s.!)]+)$")
_NEUTRAL_VERB = any_of("times", "neutral_verbs")
_OFTEN = r"(?:(?:always|usually|also|then|normally|often|now|currently|already)\s+)*"
_DOING = (
    rf"(?:i(?:'m|\s+am)|im|we're)\s+{_OFTEN}(?:(?!{_NEUTRAL_VERB})\w+ing\b|rostered|asleep|on\b(?!\s+\w+\s+time)|"
    rf"at\s+(?!home|leisure|liberty|my\s+desk|a\s+desk)|in\s+(?:theatre|clinic|class|surgery|lectures))"
    rf"|(?:must|have\s+to|need\s+to|got\s+to)\s+be\s+(?:in|at|on)\b"
    rf"|(?:i(?:'ve|\s+have)(?:\s+got)?|i\s+got)\s+{_OFTEN}(?:a\s+|an\s+|my\s+|the\s+)?(?!{_NEUTRAL_VERB})(?!unlimited|plenty|lots|whole|added|opened|freed|kept)[a-z]"
    rf"|(?:i|we)\s+{_OFTEN}(?!{_NEUTRAL_VERB})(?!\w+ed\b)[a-z]{{2}}"
)
_TAKE_OFF = re.compile(
    r"^\W*(?:suits?|works?)\s+(?:me\s+)?(?:the\s+)?(?:least|worst)(?!\w)"
    r"|^\W*(?:(?:which|that)\s+i\s+\w+\s*,?\s*)?(?:please\s+)?(?:(?:take|cross|strike|leave)\s+(?:it\s+|them\s+|that\s+)?"
    r"(?:off|out)|(?:strike|scratch|drop|delete|remove|forget|ignore)\s+(?:it|them|that))(?!\w)"
)
_NEITHER_OF = re.compile(
    r"(?<!\w)(?:neither|nor|none\s+of|not\s+one\s+of)(?:\s+(?:of|on|my|the|any|can\s+i\s+do))*\s*$"
)
_DUTY = re.compile(rf"^\s*{_BUSY}")
_GIVES_UP = re.compile(
    r"(?<!\w)(?:(?:swap|move|drop|change|give\s+up|quit|lose|switch|trade|dropped|quit|lost|finished|swapped)"
    r"(?:\s+(?:my|the|a|our))?|no\s+more|no\s+longer\s+have)\s*$"
)
_OF_DUTY = re.compile(rf"{_BUSY}\s+on\s*$")
_ENDS = (
    r"(?:(?:has|have|is|was|been|just|now|got)\s+)*(?:moved|shifted|changed|switched|swapped|"
    r"let\s+me\s+go|ended|over|finished|stopped|cancelled|canceled|fell\s+through)(?!\w)"
)
_MOVES = re.compile(rf"^\s*(?:\w+\s+){{1,2}}{_ENDS}")
_ENDED = re.compile(rf"^\s*{_ENDS}")
_NOW_FREE = re.compile(
    r"(?<!\w)now\s+(?:i\s+(?:can|could)|i'm\s+free|i\s+am\s+free|they\s+are|it\s+is|they\s+do|it\s+does)\W*$"
)
ONLY_NOT_BEHIND = re.compile(
    r"^\W*(?:is|are)\s+the\s+only\s+(?:\w+\s+)?(?:that\s+)?(?:i\s+)?(?:can't|cant|cannot|can\s+not|don't)"
    r"(?!\w)"
)
_OF_MEETING = re.compile(
    r"(?<!\w)(?:times?|timings?|hours?|slots?|days?|ones?|it|that|this|these|those|mine|answers?|choices?|there|which|"
    r"what|nights?|evenings?|mornings?|afternoons?|arvos?|weeks?|weekends?|groups?|sessions?|dates?|schedules?|"
    r"vote|requests?|here|rest|others?|everything|anything|something|nothing|all|zones?|else|who|i|you|we|they|"
    r"possibilit\w+|offers?|hope|wish|plans?|idea|start|favou?rites?|prefer\w+|window|name|both|either|two|three|"
    r"latest|earliest|lunch|break|let)(?!\w)"
)
_IS_THEN = re.compile(
    r"(?:(?<!\w)(?<!in\s)(?<!at\s)(?<!of\s)(?<!for\s)(?<!from\s)[a-z][a-z-]{2,}(?:\s+(?:is|are)(?:\s+(?:taught|held|run|on))?|"
    r"'s\s+at))(?:\s+(?:on|at|from|every|each|between))*\s*$"
    r"|(?<!\w)(?:wants?|needs?|expects?)\s+(?:me|us)(?:\s+(?:on|there|in|every))*\s*$"
)
"""What takes place then is no time to meet: 'orchestra is [Tuesdays]', 'my boss wants me [Fri]'."""

NIGHT_SHIFT = re.compile(r"(?<!\w)night\s+(?:shifts?|duty|fill)(?!\w)")
_ON_DUTY = re.compile(
    r"^\W*,\s*(?:i'm|im|i\s+am)\s+(?:always\s+|usually\s+)?(?:(?:on|in|at)\s+(?:the\s+|a\s+|my\s+)?"
    r"(?:wards?|shift|call|duty|theatre|clinic|work|class|classes|lectures|labs?|rounds|hospital|surgery|uni)|rostered|"
    r"working|teaching|tutoring|coaching)(?!\w)"
)
_IS_WHEN = re.compile(
    rf"^(?:\s*\))?\s*(?:(?:is|are)\s+(?:when|where)\s+i\b|{_DOING}"
    r"|i(?:'m|\s+am)\s+(?:\w+\s+)?(?:in|at|with|away|out|off|down)\s+(?!home|free|from|my\s+desk|a\s+desk|leisure|liberty)\w"
    r"|,\s*i(?:'ve|\s+have)(?:\s+got)?\s+(?:a|an|my)\s+(?!free)|,\s*i\s+(?:work|teach|coach|train|tutor)\b"
    r"|(?:is|are)\s+(?:for|my|our)\s+(?!me\b|own\b|you\b|the\s+group|best|free|favourite|preferred|first|only|pref|slot|time|window|gap|choice|pick|hour|vote)\w)"
)
_IS_SOMETHING = re.compile(
    r"^(?:\s*\))?\s*(?:(?:is|are|means|'s|(?:has|have)\s+(?:just\s+)?been|(?:has\s+)?become)\b|[=:–—-])[\s=:–—-]*(?!i\b)[a-z]{2}"
)
_BUSY_DOING = re.compile(rf"(?<!\w)(?:{_DOING})")
_HARD_NOT = re.compile(_NOT)
_BUSY_WORD = re.compile(rf"(?<!after\s)(?<!before\s)(?<!get\s)(?<!be\s){_BUSY}|{_HARD}")
_FREE_WORD = re.compile(_FREE)
_WEAK_WORD = re.compile(any_of("times", "weak"))
_OTHERS = re.compile(any_of("times", "others"))
_BESIDES = re.compile(rf"{any_of('times', 'besides')}\W*(?:the\s*)?$")
_REPLACED = re.compile(rf"{any_of('times', 'replaced')}\W*(?:(?:in|on|the|a|my|our)\s*)*$")
_SAYS_NOTHING = re.compile(r"^\s*(?:(?:any|on|the|a|and|or|every|in|at|also|plus)\b\s*)*$")
KEPT = re.compile(
    r"^\W*(?:that\s+)?(?:i\s+(?:gave|sent|told|wrote|put|said|offered)|(?:the\s+)?same\s+as(?!\s+(?:ever|always|usual))|as\s+(?:before|it\s+was|they\s+were)|i'm\s+talking|"
    r"(?:still\s+)?stand\b|(?:is\s+|are\s+)?no\s+changes?\b|(?:do|does)\s+not\s+change|(?:don't|doesn't|haven't|hasn't)\s+chang)"
)
_ENROLS = re.compile(
    r"(?<!\w)(?:put|chuck|count|sign|pop|stick|pencil)\s+(?:me|us)\b(?:(?!\bbut\b)[^.,;])*$"
)
_HAPPENED = re.compile(
    r"(?<!\w)(?:\w+ed|left|came|went|gave|told|saw|met|was|were|did|said|rang)\s+(?:\w+\s+){0,2}on\s*$"
)
_SUPPOSED = re.compile(r"(?<!\w)if(?:\s+(?:a|the|our))?\s*$")
_OFF_WORK = re.compile(r"(?<!\w)(?:i'm|am|im|and)\s+off(?:\s+(?:on|every|each|all))?\s*$")
_HAVE_OFF = re.compile(
    r"(?<!\w)(?:have|has|get|got|take|with|i've|had)(?:\s+(?:on|every|all|my|the))?\s*$"
)
_OFF = re.compile(r"^\s*off\b(?!\s+(?:my|the|your)\b)")
_WISH = re.compile(any_of("times", "wish"))
_NO_WISH = re.compile(any_of("times", "no_wish"))
SOME_WEEKS = re.compile(
    rf"{any_of('times', 'some_weeks')}|(?<!\w)(?:one\s+week|week\s+on|unknown|undecided|tbd|"
    r"(?:don't|dont|do\s+not|not)\s+know(?=\s+(?:yet|until|till)\b|\W*$)|"
    r"the\s+(?:next|other|following)(?:\s+week)?(?=\W*$))"
)
_SOME_DATE = (
    r"(?:(?:mid|early|late|the|about|around|end|start|beginning|middle|of|next|this)[\s-]+)*"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|"
    r"september|october|november|december|easter|christmas|xmas|new\s+year|term|semester|exams?|holidays|"
    r"week\s+(?:\d+|one|two|three|four|five|six)|(?:week|month|term|year)(?=\s|\W*$)|\d+(?:st|nd|rd|th))"
)
DATED = re.compile(
    rf"(?<!\w)(?:until|till?|'til|up\s+to|from|after|since|before|as\s+of)\s+{_SOME_DATE}(?!\w)"
)
"""Words that bind a time to part of the year."""

VAGUE = re.compile(
    r"(?<!\w)(?:(?:half|part|end|start|beginning|middle|ends)\s+of\s+the\s+week|mid-?week|"
    r"(?:early|earlier|late|later)\s+in\s+the\s+week|i'm\s+(?:\w+\s+)?flexible|am\s+(?:\w+\s+)?flexible|"
    r"(?:roster|rota|timetable|schedule|shifts?|hours)\s+(?:\w+\s+){0,2}(?:chang|var(?:y|ies)|rotat|differ|move)\w*|"
    r"any\s*time\s+(?:really|suits?|works?|is|will|would|that))(?!\w)"
)
"""Words that tell when someone is free, but not on which days."""

DEPENDS = re.compile(any_of("times", "depends"))
CORRECTS = re.compile(any_of("times", "corrects"))
LIKEWISE = re.compile(rf"^[\s\W]*(?:is\s+|are\s+|at\s+)*{any_of('times', 'likewise')}(?!\s+as\b)")
SAME_HOURS = re.compile(r"^[\s\W]*(?:at\s+)?(?:the\s+)?same\s+(?:times?|hours?)\b")
LIKEWISE_AHEAD = re.compile(r"(?<!\w)the\s+same(?:\s+(?:time|hours|thing))?(?:\s+(?:on|for))?\s*$")


def judge(
    before: Sequence[str],
    after: Sequence[str],
    *,
    asked: bool,
    last: Polarity | None,
    exact: bool = True,
) -> Polarity:
    """Return what a run is for, by the words before and after it; `last` is the run before.

    `exact` says that it names a time of day: then it tells of meeting even amid many other words.
    """
    lead, follow = _plain(before).replace("if not", ""), _plain(after)
    if asked:
        return _judge_asked(lead, follow, exact=exact)
    told = _about_others(lead, follow, exact=exact) or _by_cues(lead, follow)
    if told is not None:
        return told
    if last is not None and not FRESH_START.search(lead):
        return last
    later = _first_behind(follow)
    return later or _by_default(follow, aside=not exact and _far_off(lead, follow))


def _about_others(lead: str, follow: str, *, exact: bool) -> Polarity | None:
    """Return NEITHER for groups, other people and times that are past; else nothing."""
    if _BESIDES.search(lead):
        return Polarity.CAN
    if _ENROLS.search(lead) and _GROUPS.match(follow):
        return Polarity.CAN
    if not exact and _HAPPENED.search(lead):
        return Polarity.NEITHER
    if _REPLACED.search(lead) or _OTHERS.search(_BREAK.split(lead)[-1]) or _GROUPS.match(follow):
        return Polarity.NEITHER
    if _given_up(lead, follow) or _over(lead, follow):
        return Polarity.NEITHER
    supposed = _SUPPOSED.search(lead) and not exact and not _FREE_WORD.search(follow)
    return Polarity.NEITHER if supposed else None


def _given_up(lead: str, follow: str) -> bool:
    """Return True for a duty that ends or moves: 'I could swap my Wednesday shift'."""
    if not _DUTY.match(follow):
        return False
    return bool(_GIVES_UP.search(lead) or _MOVES.match(follow))


def _over(lead: str, follow: str) -> bool:
    """Return True for a duty that is over: 'my shift on Mondays got cancelled'."""
    return bool(_OF_DUTY.search(lead) and _ENDED.match(follow))


def _by_cues(lead: str, follow: str) -> Polarity | None:
    """Return what words beside a run say of it, those behind it first."""
    if _NEITHER_OF.search(lead):
        return Polarity.CANNOT
    if _TAKE_OFF.match(follow) or ONLY_NOT_BEHIND.match(follow):
        return Polarity.CANNOT
    if _NOW_FREE.search(follow):
        return Polarity.CAN
    days_off = _OFF_WORK.search(lead) or (_HAVE_OFF.search(lead) and _OFF.match(follow))
    if days_off or _SUITS.match(follow) or _SUITING.search(lead):
        return Polarity.CAN
    told = _postfix(follow) or _strongly(_segment(lead))
    if told is None and not lead.strip() and _ON_DUTY.match(follow):
        return Polarity.CANNOT
    if told is None and _WEAK_WORD.search(_segment(lead)):
        return _first_behind(follow) or Polarity.CAN
    if told is None and _IS_THEN.search(lead) and not _OF_MEETING.search(_segment(lead)):
        return _first_behind(follow) or Polarity.CANNOT
    return told


def _first_behind(follow: str) -> Polarity | None:
    return _first(_NEXT_PART.split(follow.lstrip(" :)=–—-"), maxsplit=1)[0])


def _judge_asked(lead: str, follow: str, *, exact: bool) -> Polarity:
    """Return what a question says: 'is there a Monday one?' wishes, 'do you meet Mondays?' asks."""
    if _SUITS.match(follow):
        return Polarity.CAN
    if _REPLACED.search(lead) or _NO_WISH.search(f"{lead} _ {follow}"):
        return Polarity.NEITHER
    if exact or _WISH.search(lead) or _WISH.match(follow.lstrip(" .?,")) or not lead.strip():
        return _postfix(follow) or Polarity.CAN
    return _postfix(follow) or Polarity.NEITHER


def _far_off(lead: str, follow: str) -> bool:
    """Return True amid many other words of the same clause."""
    beside = f"{_segment(lead)} {_BREAK.split(follow, maxsplit=1)[0]}"
    return len(beside.split()) > _MOST_BESIDE


def _by_default(follow: str, *, aside: bool) -> Polarity:
    if _IS_SOMETHING.match(follow):
        return Polarity.CANNOT
    return Polarity.NEITHER if aside else Polarity.CAN


def _plain(words: Sequence[str]) -> str:
    """Return words as text, in which 'no problem' is fine and 'my day off' is free."""
    text = _HARMLESS.sub("fine", _ASIDE.sub("", " ".join(words)))
    text = _AT_LEISURE.sub("free", _NOT_BUSY.sub("fine", text))
    return _AM_INSIDE.sub("i am in", text)


def judge_lead(before: Sequence[str], *, weakly: bool = True) -> Polarity | None:
    """Return what the words in front of a run say of it, if anything; `weakly` counts hints too."""
    segment = _segment(_plain(before))
    hint = weakly and _WEAK_WORD.search(segment)
    return _strongly(segment) or (Polarity.CAN if hint else None)


def _strongly(segment: str) -> Polarity | None:
    """Return what a piece of text in front of a run surely says of it, if anything."""
    told = _nearest(segment)
    if told is Polarity.CANNOT:
        return told
    free = max((match.end() for match in _FREE_WORD.finditer(segment)), default=0)
    doing = _BUSY_DOING.search(segment, free)
    asking = doing and segment[: doing.start()].rstrip().endswith(("can", "could", "may", "might"))
    return Polarity.CANNOT if doing and not asking else told


def judge_postfix(after: Sequence[str]) -> Polarity | None:
    """Return what the words right behind a run say of it (`are out`, `no good`), if anything."""
    follow = _plain(after)
    return Polarity.CAN if _SUITS.match(follow) else _postfix(follow)


def _postfix(follow: str) -> Polarity | None:
    match = _POSTFIX.match(follow) or _POSTFIX_APART.match(follow)
    if match and not (_IS_WHEN.match(follow) and not _FREE_WORD.search(match.group())):
        return _of_words(match.group())
    return Polarity.CANNOT if _IS_WHEN.match(follow) else None


def _segment(lead: str) -> str:
    """Return the last part of `lead` that says something, cut at commas and turns."""
    start = 0
    for turn in _BREAK.finditer(lead):
        rest = lead[turn.end() :]
        if (turn.group() == ":" and _SAYS_NOTHING.match(rest)) or not rest.strip():
            break
        start = turn.end()
    return lead[start:]


def _nearest(lead: str) -> Polarity | None:
    """Return what the cue nearest to the run says; a `not` shortly before it turns it round."""
    places = {
        kind: max((match.start() for match in pattern.finditer(lead)), default=-1)
        for kind, pattern in (("not", _HARD_NOT), ("busy", _BUSY_WORD), ("free", _FREE_WORD))
    }
    negation, busy, free = places["not"], places["busy"], places["free"]
    if negation == busy == free == -1:
        return None
    if negation >= max(busy, free):
        return Polarity.CANNOT
    cue = max(busy, free)
    turned = negation >= 0 and len(lead[negation:cue].split()) <= _REACH
    return Polarity.CANNOT if (free >= busy) == turned else Polarity.CAN


def _first(follow: str) -> Polarity | None:
    found = [
        (match.start(), polarity)
        for pattern, polarity in (
            (_HARD_NOT, Polarity.CANNOT),
            (_BUSY_WORD, Polarity.CANNOT),
            (_FREE_WORD, Polarity.CAN),
        )
        if (match := pattern.search(follow))
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _of_words(words: str) -> Polarity:
    negated, busy = _HARD_NOT.search(words), _BUSY_WORD.search(words)
    return Polarity.CANNOT if negated or busy else Polarity.CAN
