"""What one mail says: topics, flags, facts and route, each with the words that show it."""

from mailbot.reading.reader import Reader, load_reader

__all__ = ["Reader", "load_reader"]
