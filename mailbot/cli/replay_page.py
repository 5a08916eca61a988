"""A replay as a page that stands alone: no network, no script, for phones and for the dark."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from html import escape
from pathlib import Path
from typing import TextIO

import typer

from mailbot.cli.output import shown
from mailbot.cli.paper import harmless, one_line
from mailbot.cli.replay_paper import DID, WOULD, count_rows, headline, sentences
from mailbot.services.replay_values import Replayed, Slip, Would, counted
from mailbot.services.replaying import Replay

_HEAD = """\
<!DOCTYPE html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Past mail gone through by Mailbot</title>
<style>
:root { color-scheme: light dark; --edge: #8a8a8a; --quiet: #595959; --odd: #9a3412; }
@media (prefers-color-scheme: dark) { :root { --quiet: #b5b5b5; --odd: #fdba74; } }
body { font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; margin: 0 auto;
  max-width: 75rem; padding: 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border-bottom: 1px solid var(--edge); padding: .3rem .8rem .3rem 0; text-align: left; }
td.number { text-align: right; }
article { border-top: 1px solid var(--edge); padding: .5rem 0; }
h2 { font-size: 1.05rem; margin: .3rem 0; }
h3 { font-size: .9rem; margin: .3rem 0; color: var(--quiet); }
p { margin: .3rem 0; }
.odd { color: var(--odd); font-weight: 600; }
.letters { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }
.letters > section { min-width: 0; }
pre { white-space: pre-wrap; font: inherit; margin: 0; }
summary { cursor: pointer; padding: .6rem 0; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1>What Mailbot would have done</h1>
<p><strong>What stands here was written in confidence.</strong> Show this page to nobody, and delete
it when you are done with it.</p>
"""
_FOOT = "</main>\n</body>\n</html>\n"
_PRIVATE = "Mail that is not about the programme"


@contextmanager
def new_page(page: Path) -> Iterator[TextIO]:
    """Open a file that only this user may read, and put it in the place of `page` once complete.

    Raises:
        BadParameter: The name is no page's, or nothing can be written there.
    """
    if page.suffix.lower() not in {".html", ".htm"}:
        raise typer.BadParameter("a file whose name ends in .html", param_hint="--page")
    try:
        handle, name = tempfile.mkstemp(dir=page.parent, prefix=f".{page.stem}-", suffix=".part")
    except OSError as error:
        raise typer.BadParameter(
            f"{page} cannot be written: {error.strerror}", param_hint="--page"
        ) from None
    unfinished = Path(name)  # of mode 0600, as mkstemp makes it
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
            yield out
        unfinished.replace(page)
    finally:
        unfinished.unlink(missing_ok=True)


def write_page(out: TextIO, found: Replay, zone: tzinfo) -> None:
    """Write the counts, then each mail with draft and answer side by side, instants in `zone`."""
    out.write(_HEAD)
    out.write(f"<p>{_text(headline(found, zone))}</p>\n")
    if found.mails:
        _write_counts(out, found)
    out.writelines(_article(mail, found, zone) for mail in found.mails)
    out.write(_FOOT)


def _write_counts(out: TextIO, found: Replay) -> None:
    counts = counted(found.mails)
    out.write(
        "<table>\n<tr><th scope=col>Mailbot would have</th><th scope=col>you answered</th>"
        "<th scope=col>you never did</th></tr>\n"
    )
    out.writelines(
        f"<tr><th scope=row>{_text(row['would'])}</th><td class=number>{row['answered']}</td>"
        f"<td class=number>{row['unanswered']}</td></tr>\n"
        for row in count_rows(counts)
    )
    out.write("</table>\n")
    out.writelines(f"<p>{_text(sentence)}</p>\n" for sentence in sentences(counts))


def _article(mail: Replayed, found: Replay, zone: tzinfo) -> str:
    private = mail.would is Would.LEFT_ALONE
    title = _PRIVATE if private else f"{one_line(mail.sender)}: {one_line(mail.subject)}"
    return (
        f"<article>\n<h2>{_text(title)}</h2>\n"
        f"<p>{_text(shown(mail.at, zone))}, {_text(found.folder)}, UID {mail.uid}. "
        f"{_verdict(mail)}</p>\n"
        f"<p>{_text(_reasons(mail))}</p>\n{_letters(mail, found)}</article>\n"
    )


def _verdict(mail: Replayed) -> str:
    did = f"Mailbot: {WOULD[mail.would]}. You: {DID[mail.answered]}."
    return _text(did) if mail.agrees else f"<span class=odd>{_text(did)} You differ.</span>"


def _reasons(mail: Replayed) -> str:
    said = [f"Rule: {mail.rule}." if mail.rule else "", mail.why]
    if mail.topics or mail.flags:
        said.append(f"Read: {', '.join((*mail.flags, *mail.topics))}; stage {mail.stage}.")
    if mail.alike is not None:
        said.append(f"{mail.alike:.0%} alike in words.")
    if mail.lacks:
        said.append(f"You wrote as well: {', '.join(mail.lacks)}.")
    return " ".join(filter(None, said))


def _letters(mail: Replayed, found: Replay) -> str:
    letters = (
        ("They wrote", mail.mail),
        ("Mailbot would have drafted", mail.draft),
        ("You answered", mail.answer),
    )
    sections = [_letter(title, slip, found) for title, slip in letters if slip.size]
    if not sections:
        return ""
    return (
        "<details>\n<summary>Read the letters</summary>\n<div class=letters>\n"
        f"{''.join(sections)}</div>\n</details>\n"
    )


def _letter(title: str, slip: Slip, found: Replay) -> str:
    words = _text(harmless(found.spool.read(slip)))
    return f"<section><h3>{title}</h3><pre dir=auto>{words}</pre></section>\n"


def _text(words: str) -> str:
    return escape(words, quote=True)
