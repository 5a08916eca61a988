"""HTML with the pictures that it shows, in one part (RFC 2387, RFC 2392)."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.mime.base import MIMEBase

    from mailbot.model.pictures import Picture


def with_pictures(html: MIMEBase, pictures: Iterable[Picture]) -> MIMEMultipart:
    """Return `multipart/related` of the HTML, its root, and of each picture that it names.

    The pictures bear no file name and are `inline`, so that mail programs do not list them as
    attachments.
    """
    related = MIMEMultipart("related", policy=html.policy, type="text/html")
    related.attach(html)
    for picture in pictures:
        part = MIMEImage(picture.png, "png", policy=html.policy)
        part["Content-ID"] = f"<{picture.cid}>"
        part["Content-Disposition"] = "inline"
        related.attach(part)
    return related
