"""What a provider usually wants when it refuses a log-in, in words for the keeper."""

from __future__ import annotations

_OWN_FOR_PROGRAMS = (
    "takes an app password here, not the account's own: make one at {} and put it in .env."
)
_CHECK = "Check the user, and the password in .env, for a slip."
_MICROSOFT = (
    "Microsoft takes no passwords for mail programs any more:"
    ' set auth = "xoauth2" and a token_command that prints an access token.'
)
_GMX = "Allow IMAP in the account's web settings (E-Mail, POP3/IMAP), then try again."

_REMEDIES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("gmail.com", "googlemail.com", "google.com"),
        "Gmail "
        + _OWN_FOR_PROGRAMS.format("https://myaccount.google.com/apppasswords")
        + " It needs 2-Step Verification, and in a Workspace account the administrator must"
        " allow IMAP.",
    ),
    (("outlook.com", "office365.com", "hotmail.com", "live.com"), _MICROSOFT),
    (
        ("mail.me.com", "icloud.com"),
        "iCloud " + _OWN_FOR_PROGRAMS.format("https://account.apple.com (app-specific passwords)"),
    ),
    (
        ("fastmail.com",),
        "Fastmail " + _OWN_FOR_PROGRAMS.format("Settings, Privacy & Security, App passwords"),
    ),
    (
        ("yahoo.com", "yahoo.com.au", "aol.com"),
        "Yahoo " + _OWN_FOR_PROGRAMS.format("Account Security, Generate app password"),
    ),
    (
        ("zoho.com", "zoho.com.au", "zoho.eu"),
        "Allow IMAP in Zoho's settings; with two-factor log-in, use an app password.",
    ),
    (("gmx.net", "gmx.com", "web.de"), _GMX),
    (
        ("127.0.0.1", "localhost", "::1"),
        "For Proton Mail Bridge it is the password that Bridge shows.",
    ),
)


def login_remedy(host: str) -> str:
    """Return what usually mends a refused log-in at `host`."""
    for domains, remedy in _REMEDIES:
        if any(host.lower() == domain or host.lower().endswith("." + domain) for domain in domains):
            return remedy if remedy is _MICROSOFT else f"{_CHECK} {remedy}"
    return f"{_CHECK} Many providers take only an app password here."


def plain_port_remedy(section: str, usual: str) -> str:
    """Return what to do where TLS was begun at a port that does not begin with it.

    Args:
        section: Of the settings, such as `mailbox`.
        usual: Which port goes with which security there.
    """
    return f"Check [{section}] port and security: {usual}."


def certificate_remedy(host: str) -> str:
    """Return what to do where the certificate of `host` is not believed."""
    return (
        f"Check that {host} is the server's own name, and this machine's date. A server with a"
        " certificate of its own making needs SSL_CERT_FILE to name that certificate."
    )
