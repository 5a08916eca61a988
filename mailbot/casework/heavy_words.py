"""Words that are never merely part of a question or a fact, wherever they stand in a mail.

Whoever asks “is there a fee for somebody whose father killed himself?” asks for the price, and is
not to be answered by a machine. No such list is ever complete: it is the last net, not the first.
"""

from __future__ import annotations

import re

_SELF_HARM = (
    r"suicid\w*|kill\w*|die[sd]?|dying|dead|death\w*|overdos\w*|pills|jump\w*|hang(?:ed|ing)?"
    r"|harm\w*|hurt\w*|wake up|wak(?:e|ing)|end(?:ing)? (?:it|my|everything)|give up|giving up"
    r"|gave up|hold(?:ing)? on|i last|goodbye\w*|(?:my|your|him|her|our|them)sel(?:f|ves)"
)
_DISTRESS = (
    r"depress\w*|panic\w*|despair\w*|desperat\w*|hopeless\w*|helpless\w*|worthless\w*|pointless"
    r"|hat(?:e|es|ed|ing)|cop(?:e|es|ed|ing)|cry|cries|cried|crying|tears|scream\w*|alone|lonel\w*"
    r"|nobody|ashamed|shame|scared|terrif\w*|voices|insomnia|starv\w*|crisis|burn(?:t|ed)? ?out"
)
_DONE_TO = (
    r"rap(?:e|ed|es|ing|ist\w*)|molest\w*|assault\w*|abus\w*|harass\w*|bull(?:y|ied|ies|ying)"
    r"|violen\w*|beat(?:en|s|ing)?|threat\w*|touched|stalk\w*|blackmail\w*|racis\w*|sexual\w*"
)
_ILL = (
    r"drunk|drinks?|drinking|alcohol\w*|addict\w*|drugs?|relaps\w*|rehab\w*|trauma\w*|grie[fv]\w*"
    r"|bereave\w*|funeral\w*|miscarr\w*|cancer|sectioned|psychiatric|patient|patients|patient's"
)
_SERIOUS = (
    r"expel\w*|misconduct|suspended|fail(?:ed|ing)|lawyers?|su(?:e|ed|ing)|court|police|complain\w*"
    r"|journalists?|reporters?|negligen\w*|mistakes?|pregnan\w*|divorc\w*|homeless\w*|evict\w*"
)
HEAVY = re.compile(
    rf"(?<!\w)(?:{'|'.join((_SELF_HARM, _DISTRESS, _DONE_TO, _ILL, _SERIOUS))})(?!\w)",
    re.IGNORECASE,
)
