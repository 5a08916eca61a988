"""Measures, on labelled enquiries, what would go by itself if every kind of reply might.

    python bench/permitting.py FILE.jsonl... --folds 4     by models that never saw the mail

For each `least` of `[approvals]`: how many mails would be answered without the coordinator, how
many of these a careful coordinator would have answered otherwise (other topics), and how many of
these she would have answered by her own hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bench.enquiries import Enquiry, load_enquiries
from bench.reading import read_all, read_in_folds
from mailbot.casework.decide import decide
from mailbot.casework.matter import Matter
from mailbot.casework.sensitive import Candidate, Surroundings, against, sureness, unexplained
from mailbot.model.casework import Case, Ceilings, DraftReply, Role
from mailbot.model.reading import QUESTIONS, Route, Stage
from mailbot.reading import load_reader
from mailbot.reading.text import own_subject

if TYPE_CHECKING:
    from mailbot.model.reading import Reading

_LEAST = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


def goes(enquiry: Enquiry, reading: Reading, least: float) -> bool:
    """Tell whether a labelled mail would be answered without her, as somebody known writes it."""
    known = enquiry.stage in {Stage.INFORMED, Stage.QUEUED, Stage.OFFERED, Stage.MEMBER, Stage.PAST}
    case = Case(
        role=Role.APPLICANT if known else Role.STRANGER,
        stage=enquiry.stage if known else Stage.NEW,
        wordless=not enquiry.message.body.strip(),
    )
    ruling = decide(Matter(reading, case, Ceilings()))
    drafts = [each for each in ruling.decisions if isinstance(each, DraftReply)]
    if not drafts or sureness(reading) < least:
        return False
    candidate = Candidate(
        reading,
        case,
        ruling,
        drafts[0],
        Surroundings(),
        unexplained=unexplained(enquiry.message.new_text, reading, own_subject(enquiry.message)),
    )
    return not against(candidate, first_mail=True)


def line(enquiries: list[Enquiry], readings: list[Reading], least: float) -> str:
    """Return the figures for one `least`."""
    pairs = zip(enquiries, readings, strict=True)
    going = [(mail, read) for mail, read in pairs if goes(mail, read, least)]
    other = [mail for mail, read in going if mail.topics != read.topic_set]
    hers = [mail for mail, _ in going if mail.route is not Route.REPLY]
    asks = [(mail, read) for mail, read in going if read.topic_set <= QUESTIONS]
    wrong = sum(mail.topics != read.topic_set for mail, read in asks)
    return (
        f"{least:.2f}  {len(going):5} go  {len(other):4} with other topics  "
        f"{len(hers):3} for her hand  of questions alone {len(asks):4}, {wrong} with other topics"
        f"  {' '.join(mail.id for mail in hers)}"
    )


def main() -> None:
    """Read the files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    enquiries = load_enquiries(given.files)
    if given.folds:
        readings = read_in_folds(enquiries, [], given.folds)
    else:
        readings = read_all(load_reader(), enquiries)
    print(f"{len(enquiries)} mails")
    for least in _LEAST:
        print(line(enquiries, readings, least))


if __name__ == "__main__":
    main()
