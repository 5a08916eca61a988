"""How much of one mail is read, so that no mail can cost more than a moment or a few megabytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Where reading stops; what lies beyond is cut and said so in `Message.defects`.

    Attributes:
        raw_bytes: Of the whole mail.
        header_bytes: Of one header block.
        headers: Header fields of one block.
        header_chars: Characters of one header's value.
        addresses: Addresses of one header.
        depth: Parts within parts, returned mails included.
        parts: Parts of one mail in all.
        html_chars: Characters of HTML that are made readable.
        html_depth: Elements within elements; deeper HTML is only stripped of its tags.
        text_chars: Characters of the readable text.
        report_bytes: Of a bounce that is searched for its failed recipients.
    """

    raw_bytes: int = 32 * 1024 * 1024
    header_bytes: int = 256 * 1024
    headers: int = 500
    header_chars: int = 8_000
    addresses: int = 200
    depth: int = 20
    parts: int = 200
    html_chars: int = 400_000
    html_depth: int = 400
    text_chars: int = 100_000
    report_bytes: int = 128 * 1024
