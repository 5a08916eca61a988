"""Mailbot works beside the coordinator of online Balint groups, in her own mailbox."""

__version__ = "0.1.0"
