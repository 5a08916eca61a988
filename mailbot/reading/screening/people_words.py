"""Words of people, which no program writes."""

from __future__ import annotations

from mailbot.reading.screening.phrases import anywhere

FIRST_PERSON = anywhere(
    {
        # "i" alone is a word of other languages too, so an English word must stand beside it.
        "en": (
            r"\bi(?:'m|'ve|'d|'ll)\b",
            r"\bi (?:am|was|have|had|would|will|can|could|can't|couldn't|do|did|don't|didn't)\b",
            r"\bi (?:think|hope|want|need|got|know|like|love|saw|read|see|feel|wonder|accept)\b",
            r"\bi (?:just|also|really|still|might|may|should|must|never|only|\w+ed)\b",
            r"\b(?:the|and|you|to|that|if|when|what|where|how|but|so|as|because) i\b",
            r"\b(?:can|do|could|should|may) i\b",
            r"\bmy\b",
            r"\b(?:tell|give|send|let|put|sign|call|text) me\b",
        ),
        "de": (r"\bich\b", r"\bmi(?:ch|r)\b", r"\bmein(?:e[mnrs]?)?\b"),
        "fr": (r"\bje\b", r"\bj'", r"\bmoi\b"),
        "es": (r"\byo\b", r"\bme gusta", r"\b(?:quiero|quisiera|puedo|estaré|estoy|tengo)\b"),
        "it": (
            r"\bio\b",
            r"\b(?:vorrei|posso|sono)\b",
            r"\b(?:disiscriv|cancella|togli)\w{0,4}mi\b",
        ),
        "pt": (
            r"\beu\b",
            r"\b(?:meu|minha)\b",
            r"\b(?:quero|gostaria|posso|tenho|estou)\b",
            r"\b(?:descadastr|remov|retir)\w{1,3}-me\b",
        ),
        "nl": (r"\bik\b", r"\bmijn?\b"),
        "sv": (r"\bjag\b", r"\bmig\b"),
        "da/no": (r"\bjeg\b", r"\bm[ei]g\b"),
        "pl": (r"\b(?:chcę|chciał\w+|mogę|jestem|mam|mój|moja|moje|mnie)\b",),
        "cs": (r"\b(?:chci|chtěl\w*|mohu|můžu|jsem|mám|můj|moje)\b",),
        "fi": (r"\bminä\b", r"\b(?:haluan|haluaisin|olen|voin|voinko)\b"),
        "ru": (r"\bя\b", r"\b(?:мне|меня)\b", r"\bмо[йяеи]\b"),
        "tr": (r"\bbenim?\b", r"\b(?:istiyorum|miyim)\b"),
        "ja": (r"私", r"僕", r"わたし"),
        "zh": (r"我(?!们|們)",),
        "ko": (r"저는", r"제가", r"나는", r"저도"),
    }
)
"""Someone speaking of themselves."""

_BESIDE_LINKS = r" ?[|<\[:/•·]"
_ASKED = (
    r"(?:(?:hi|hello|hey|dear)\b(?:\W+\w+){0,3}?\W+)?"
    r"(?:(?:please|pls|kindly|can you|could you|would you)\W+){0,2}"
)

TAKE_OFF = anywhere(
    {
        "en": (
            (
                r"(?<!here to )(?<!link to )\b(?:(?:un-?)?subscribe|take|remove|delete|drop) me\b"
                rf"(?!{_BESIDE_LINKS}|.{{0,60}}https?:)"
            ),
            (
                rf"^\W{{0,3}}{_ASKED}unsubscribe\b"
                rf"(?!{_BESIDE_LINKS}| (?:here|now|at|in|by)\b).{{0,60}}$"
            ),
        ),
    }
)
"""What a person asks who wants to be off a list; in a long mail, a newsletter's link may say it."""

OURS = anywhere(
    {
        "en": (
            r"\bsessions?\b",
            r"\bbalint\b",
            r"\b(?:the|my|our|your|a|this) (?:\w+ )?groups?\b",
            r"\battend",
            r"\bmiss(?:ing|ed)?\b",
            r"\bjoin(?:ing)?\b",
            r"\bmy (?:place|spot)\b",
            r"\b(?:see|seeing) you (?:on|next|in|then|at)\b",
            r"can't make",
        ),
    }
)
"""What people who are away write about to us, and programs do not."""
