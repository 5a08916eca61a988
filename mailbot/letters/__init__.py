"""A template and its context become subject, text and HTML; the only room that knows jinja2."""

from mailbot.letters.context import AlertContext
from mailbot.letters.gaps import unsettled
from mailbot.letters.letters import Letters, from_text

__all__ = ["AlertContext", "Letters", "from_text", "unsettled"]
