"""`python -m mailbot` is `mailbot`."""

from __future__ import annotations

from mailbot.cli.main import main

if __name__ == "__main__":
    main()
