"""A small language of its own: when people say that they can and cannot meet."""

from mailbot.reading.times.availability import Times, read_times

__all__ = ["Times", "read_times"]
