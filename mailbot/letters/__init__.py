"""A template and its context become subject, text and HTML; the only room that knows jinja2."""

from mailbot.letters.context import AlertContext
from mailbot.letters.gaps import unsettled
from mailbot.letters.letters import Letters, from_text
from mailbot.letters.session import SessionNews, reminder_news

__all__ = [
    "AlertContext",
    "Letters",
    "SessionNews",
    "from_text",
    "reminder_news",
    "unsettled",
]
