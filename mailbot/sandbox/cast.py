"""Which student does what, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.sandbox.actors import Answers, OutOfOffice, SecondThought
from mailbot.sandbox.people import DANIEL, GRACE, JASPER, MEREANA, PRIYA, TOM

if TYPE_CHECKING:
    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.actors import Actor

_PRIYA_ASKS_FOR_A_PLACE = """\
Thank you, that answers everything! Could I have a place please? I'm in Newcastle,
fourth year at the University of Newcastle. I can do Tuesday and Wednesday
evenings, and Thursdays after 7pm. Mondays are out, I play netball.

Priya
"""

_PRIYA_THANKS = """\
Lovely, thank you so much!

Priya
"""

_TOM_THANKS = """\
Too easy, thanks for letting me know!

Tom

Sent from my iPhone
"""

_MEREANA_ASKS_MORE = """\
Tēnā koe Ruth,

Thank you, that helps. One more question: would I get some kind of certificate
or letter at the end, for my portfolio?

Ngā mihi,
Mereana
"""

_MEREANA_THANKS = """\
Ka pai, thank you Ruth.

Mereana
"""

_GRACE_ASKS_FOR_A_PLACE = """\
Awesome, please put me down :) Wednesday or Thursday nights after 7 NZ time are best
Grace

Sent from my Galaxy
"""

_DANIEL_IS_AWAY = """\
Hi, I'm on a rural placement with very little reception until the end of next week
and will get back to you after that.

Daniel
"""

_JASPER_ADDS = """\
Sorry, me again. Tuesdays have just gone, we have a new evening tutorial. Mondays and
Wednesdays are still good. Also, do I need to have my camera on?

Jasper
"""

CAST: dict[Account, Actor] = {
    PRIYA: Answers((_PRIYA_ASKS_FOR_A_PLACE, _PRIYA_THANKS)),
    TOM: Answers((_TOM_THANKS,)),
    MEREANA: Answers((_MEREANA_ASKS_MORE, _MEREANA_THANKS)),
    GRACE: Answers((_GRACE_ASKS_FOR_A_PLACE,)),
    DANIEL: OutOfOffice(_DANIEL_IS_AWAY),
}
"""What each student does about mail; the others read and are silent."""

SECOND_THOUGHTS = (SecondThought(JASPER, "jasper-asks-for-a-place", _JASPER_ADDS),)
"""Who writes again before the answer came."""
