"""How words about times are spelled, as patterns; the names are the kinds of tokens.

The order counts: the first form that fits is taken, so longer ways to say a thing stand first.
"""

from __future__ import annotations

import re


def _any(*forms: str) -> str:
    return f"(?:{'|'.join(forms)})"


_ABBREVIATED = r"(?=\s+(?:\d|-|no\b|yes\b|ok\b))"
"""What follows `th` or `sa` where a day is meant."""

DAY = _any(
    r"mondays?|mon|(?<!the\s)mo(?=\s*[:,/&+|–—-]|\s+(?:\d|no\b|yes\b|ok\b))",
    r"tuesdays?|tuesdys?|tues?|tu",
    rf"wednesdays?|wensdays?|wednesdys?|weds?|we{_ABBREVIATED}",
    rf"thursdays?|thursdys?|thurs?|thur|thu|th{_ABBREVIATED}",
    rf"fridays?|fri|fr{_ABBREVIATED}",
    rf"saturdays?|sats?(?!\s+sri)|sa{_ABBREVIATED}",
    rf"sundays?|sun|su{_ABBREVIATED}",
)
_UNSURE = _any(
    r"mid-?\s?week",
    r"(?:the\s+)?(?:start|beginning|middle|end|first\s+half|second\s+half|back\s+end)\s+of\s+"
    r"(?:the|each|every|my)\s+week",
    r"(?:early|late|later)\s+in\s+the\s+week",
    r"weeks?\s+\d+(?:\s*(?:-|–|to)\s*\d+|\s+onwards?)",
    r"(?!today|some|mid|may|far|same)[mtwfs][a-z]{2,8}days?",
)
"""Words for a day that do not surely tell which."""

_DAYTIMES = r"(?:(?:week)?nights?|evenings?|days?|mornings?|afternoons?)"
_PART_NAMES = r"(?:mornings?|afternoons?|arvos?|arvs?\b|morns?\b|afts?\b)"
_WEEK = r"(?:week[\s-]*nights?|week[\s-]*days?|wk-?days?|week-?ends?|wk-?ends?|wknds?|workdays?)"
_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HALF = r"(?:\s*[ap]\.?\s?m\b\.?)"

_SAME = _any(
    r"(?:on\s+|of\s+)*(?:(?:either|both|any|each|all)\s+(?:of\s+)?)?(?:on\s+)?"
    r"(?:those|these|that|the\s+same|same|the(?=\s+(?:two|three)))"
    rf"(?:\s+(?:same|two|three|2|3))?\s+{_DAYTIMES}(?!\s+(?:i\s+gave|before|after|of|is\s+young))",
    r"(?:either|both|any|each|all)\s+(?:of\s+)?(?:those|these|them)",
    r"(?:for|on)\s+(?:both|either|them|those|these)(?=\s*(?:[.,;!)]|$|i\b|and\b|please\b))",
    r"not\s+those|(?:both|either)\s+(?:of\s+the\s+)?(?:days?|nights?|evenings?|afternoons?|mornings?)",
    r"(?:both|either)(?=\s+(?:of\s+them\s+)?(?:are\s+|is\s+)?"
    r"(?:after|from|before|until|till|between|ok|fine|good)\b)",
)
_OTHERS = _any(
    r"every\s*thing\s+else",
    r"(?:the\s+)?rest\s+of\s+(?:(?:the|my)\s+)?(?:days|nights|evenings|week)",
    r"the\s+rest(?=\s+(?:is|are|i'm|i\s+am|from|after|suits?|works?)\b|\s*[:=–-])",
    r"the\s+remaining\s+(?:days|evenings|nights|weekdays|weeknights)",
    r"(?:the\s+|any\s+|all\s+|all\s+the\s+|every\s+)?other\s+"
    r"(?:days?|nights?|evenings?|weekday\s+(?:nights?|evenings?)|weeknights?|weekdays?|"
    rf"{_PART_NAMES})",
)
_GROUP = _any(
    r"school\s+nights?|(?:all\s+)?(?:working|business)\s+days",
    _WEEK,
    _OTHERS,
    r"(?:any|every|each|most|whatever|which\s*ever|(?<=mind\s)which|(?<=matter\s)which)\s+(?:single\s+)?"
    r"(?:days?|nights?|nites?|evenings?)(?:\s+(?:at\s+all\b|whatever|whatsoever|of\s+the\s+week))?",
    r"(?:all|all\s+the|all\s+my|all\s+of\s+the)\s+(?:days|nights|evenings)",
    r"all\s+seven(?:\s+days)?|7\s+days(?:\s+a\s+week)?|seven\s+days|all\s+week|daily",
    rf"(?:any|all)\s+(?:the\s+)?{_PART_NAMES}|whatever(?=\s+(?:isn't|is\s+not)\b)",
)
_WHOLE = _any(
    r"all\s+day(?:\s+long)?",
    r"(?:the\s+)?(?:whole|entire|full)\s+(?:day|of\s+it)",
    r"any\s*thing\s+at\s+all|at\s+all(?=\s*[,.;]|\s+or)",
    r"(?:at\s+)?any\s*time(?:\s+at\s+all)?|(?:at\s+)?any\s+(?:old\s+)?(?:hour|time)",
    r"round\s+the\s+clock|from\s+dawn\s+to\s+dusk|all\s+of\s+it|whenever",
)
_PART = _any(
    rf"(?:early|late|later|mid)[\s-]+(?:in\s+the\s+)?(?:{_PART_NAMES}|evenings?|nights?)",
    r"(?:over|at|during)\s+lunch(?:es)?(?!\s*-?time)|lunch(?:es)?(?=\s+on\b)",
    r"all\s+(?:morning|afternoon|arvo|evening)(?!s)",
    rf"{_PART_NAMES}|evenings?|evnings?|evngs?|eves?\b|nights?|nites?|noons?(?=\s+hours)",
    r"lunch-?times?|lunch\s+hours?",
)
_BOUNDS = ("after", "before", "from", "till", "til", "until", "pre", "post", "past", "by", "at")
_BOUND = _any(*(rf"(?<={word}[\s-])" for word in _BOUNDS))

_CLOCK = _any(
    rf"(?:(?:half|quarter)\s+(?:past|to)|(?:five|ten|twenty)\s+past|{_BOUND}(?<!from\s)(?:five|ten|twenty)\s+to)\s+(?:\d{{1,2}}|[a-z]+)"
    rf"{_HALF}?",
    r"half[\s-]+(?:\d{1,2}|[a-z]+)\b",
    r"(?:12\s*)?(?:noon|mid-?day|midnight)",
    rf"{_BOUND}lunch(?:-?\s?time)?(?!\s*-?(?:hours?|break))",
    rf"\d{{1,2}}\s+thirty\b{_HALF}?",
    r"\d{1,2}(?:[.:]\d{2})?\s?[ap](?=[^\w.]|$)",
    rf"\d{{1,2}}\s*[.:h]\s*\d{{2}}\s*(?:{_HALF}|hrs\b|h\b|o'?clock)?",
    rf"\d{{3,4}}\s*(?:{_HALF}|hrs|hours|h|ish)?\b",
    rf"\d{{1,2}}(?:{_HALF}|\s*h\b|\s*hrs\b|\s*o'?clock)?(?:ish)?(?!\w|[.,]\d|\s*%)",
    rf"{_COUNT}(?:[\s-]thirty)?(?:{_HALF}|\s+o'?clock)?(?:-?ish)?\b",
)
_EXCEPT = _any(
    r"(?:any\s*thing|all)\s+but",
    r"(?:provided|as\s+long\s+as|so\s+long\s+as)\s+(?:that\s+)?(?:it's|it\s+is|its|it)\s*"
    rf"(?:n't|nt|\s+not)(?:\s+(?:on|a))*(?=\s+{DAY})",
    rf"(?:that\s+|which\s+|(?<=whatever\s))(?:isn't|aren't|is\s+not|are\s+not)(?:\s+(?:on|a))*(?=\s+{DAY})",
    r"except(?:ing)?(?:\s+for)?|'?cept(?:\s+for)?|bar(?:ring)?|apart\s+from|aside\s+from",
    r"other\s+than|excluding|but\s+not|just\s+not|save(?:\s+for)?(?!\s+that)|minus",
    rf"less(?=\s+{DAY})|unless\s+it(?:'s|\s+is)(?=\s+a?\s*{DAY})|with\s+the\s+exception\s+of",
    r"but(?=\s+(?:not\s+)?(?:in\s+)?(?:the\s+)?(?:mornings?|afternoons?|arvos?|evenings?|nights?)\b)",
    rf"but(?=\s+(?:on\s+|a\s+)?{DAY}\b"
    r"(?!\s+(?:is|are|i|only|from|after|before|works?|would|has|have|we)\b))",
)
_ONWARDS = _any(
    r"onwards?|upwards?",
    r"(?:start\s+)?(?:or|and)\s+(?:later|after|any\s*time\s+after)\b(?!\s+\d)",
    r"\+(?=\s*(?:[.,;)]|$|on\b))",
    r"(?:(?:un)?till?|'til|to|through|[-–—])\s*"
    r"(?:late|close|closing|whenever|bed\s*time|the\s+end\s+of\s+the\s+day)",
    r"(?:start(?:ing)?\s+)?(?:at\s+the\s+|at\s+)?(?:very\s+)?earliest",
    r"on(?=\s*(?:[.,;:!)]|$|-\s|\s(?:work|suit|are|is\b)))",
)
_THEN = _any(
    r"after\s+(?:that|then|which)|afterwards|thereafter|from\s+then(?:\s+on)?",
    r"then(?=\s+(?:gone|off|out|no|not|i'm|free|ok|fine|available|yes|busy)\b)",
)
_ENDING = (
    r"(?:finish\w*|stops?|stopped|leaves?|knock\s+off|get\s+(?:off|home|in|back|away)|be\s+home|"
    r"done|out|off|gone|away|home|back|ends?|in\s+bed|go\s+to\s+bed|wrapped\s+up|wrap\s+up|over)"
    r"(?:\s+(?:work|uni|class|classes|placement|clinic|theatre|rounds|lectures|teaching|tutoring|"
    r"training|school|shift|there|my\s+\w+|the\s+\w+|from\s+\w+|of\s+there|with\s+it))?"
    r"\s+(?:only\s+)?(?:at|by|before|until|around|about)"
    rf"(?=\s+(?:about\s+|around\s+)?(?:\d|half|quarter|{_COUNT}|noon|mid))"
)
_AFTER = _any(
    r"(?:off|free|done)\s+from(?=\s+(?:\d|half|noon|mid))",
    rf"after\s+(?!{DAY}\b)[a-z]+\s+at(?=\s+\d)",
    r"after|from|past|since|post|as\s+from|as\s+of|only\s+from",
    r"(?:no|not)\s+earlier\s+than|later\s+than|not\s+(?:un)?till?|starting(?:\s+(?:from|at))?",
    r"(?:there|online|ready|on\s+zoom|logged\s+in|at\s+my\s+desk)\s+(?:by|at|from)",
)
_BEFORE = _any(
    r"(?:runs?|goes|going|lasts?|drags?\s+on)\s+(?:until|till?|to|past)(?=\s+\d)",
    rf"(?:before|until|till?)\s+(?!{DAY}\b)[a-z]+\s+at(?=\s+\d)",
    r"before|b4|until|till?|'til|up\s+to|by|not?\s+later\s+than",
    r"pre(?=[\s-]*\d)|prior\s+to|ahead\s+of(?=\s+\d)|earlier\s+than",
)
_EVENT = _any(
    r"(?:first|last)\s+thing\b|between\s+[a-z]+\s+and\s+(?:dinner|tea|supper|bed(?:\s?time)?)\b",
    r"(?:around|about|at|over|during|near)\s+(?:dinner|tea|supper|breakfast)(?:\s?-?time)?\b",
    r"(?:after|before|until|till?|'til|post|pre|prior\s+to)[\s-]+(?:my\s+|the\s+|our\s+)?"
    r"(?:work|uni|university|school|class(?:es)?|lectures?|placement|clinic|rounds?|dinner|tea|"
    r"supper|breakfast|brekkie|bed(?:\s?time)?|gym|training|footy|church|dark|sunset)(?:\s?time)?"
    r"(?=\s*(?:[.,;:!?()]|$|on\b|and\b|or\b|is\b|are\b|suits?\b|works?\b|i\b|every\b|most\b|any\b|"
    rf"{DAY}\b))",
)
"""Bounds whose hour only the writer knows."""

_LATEST = r"(?:at\s+the\s+(?:very\s+)?)?latest|or\s+(?:before|earlier)(?!\s+\d)"
_FILLER = _any(
    r"on|at|in|the|of|a|an|any|every|each|all|about|around|say|like|roughly|either|both|my|most",
    r"hours|time|times|whole|entire|each\s+week|every\s+week|inclusive|incl|approx\.?|usually",
    r"generally|only|just|even|local|o'clock|regular|anything|something|sometime",
)

SCAN = re.compile(
    rf"(?P<same>{_SAME})\b"
    rf"|(?P<group>{_GROUP})\b"
    rf"|(?P<day>{DAY})\b(?:'s\b)?\.?"
    rf"|(?P<unsure>{_UNSURE})\b"
    rf"|(?P<whole>{_WHOLE})\b"
    rf"|(?P<part>{_PART})\b"
    rf"|(?P<clock>{_CLOCK})"
    r"|(?P<half>[ap]\.?m\b\.?)"
    rf"|(?P<except>{_EXCEPT})\b"
    r"|(?P<between>between)\b"
    rf"|(?P<onwards>{_ONWARDS})"
    rf"|(?P<then>{_THEN})\b"
    rf"|(?P<event>{_EVENT})"
    rf"|(?P<ending>{_ENDING})\b"
    rf"|(?P<after>{_AFTER})\b"
    rf"|(?P<before>{_BEFORE})\b"
    rf"|(?P<latest>{_LATEST})\b"
    r"|(?P<range>→|-+>|[~～]|(?:through\s+to|to|through|thru)\b|[-–—]+(?=\s*\w))"
    r"|(?P<sep>and|or|&|/|,|\+|plus|also|as\s+well\s+as|then|n)(?!\w)"
    rf"|(?P<filler>{_FILLER})\b|(?P<mark>[:|]|(?<=\s)=(?=\s))"
    r"|(?P<stop>[.?!;]+(?=\s|$)|\n|\(|\))"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*|👍|👎|[x✗✘✓✔❌✅-]+)"
)
"""Matches the next token of a text in lower case."""
