"""Letters: every word that Mailbot writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailbot.letters.away import away_context
from mailbot.letters.clean import kept_line, one_line
from mailbot.letters.context import AlertContext, alert_context, reply_context
from mailbot.letters.environment import Templates
from mailbot.letters.facts import place_words
from mailbot.letters.flow import flow
from mailbot.letters.html import html_of
from mailbot.letters.names import first_name
from mailbot.letters.review import answer_context, review_context
from mailbot.letters.session import absence_context, session_context
from mailbot.letters.stops import stop_answer_context
from mailbot.letters.zones import zones_of
from mailbot.model.calendar import CalendarWords
from mailbot.model.outbox import Letter

if TYPE_CHECKING:
    from pathlib import Path

    from mailbot.errors import TemplateError
    from mailbot.letters.away import AwayNews
    from mailbot.letters.review import OrderAnswer, ReviewNews
    from mailbot.letters.session import SessionNews
    from mailbot.letters.standing import Standing
    from mailbot.letters.stops import StopAnswer
    from mailbot.letters.weekly_news import WeeklyNews
    from mailbot.letters.weekly_page import Draw
    from mailbot.model.casework import AlertKind, DraftReply
    from mailbot.model.reading import Facts, Stage
    from mailbot.model.sessions import SessionMail
    from mailbot.settings_programme import Programme


def from_text(subject: str, text: str) -> Letter:
    """Return a letter of words that a person wrote or edited; its HTML is made from them.

    Line breaks become `\\n`, characters that no mail may hold are dropped, and the text ends with
    one line break.
    """
    lines = (kept_line(line) for line in text.splitlines())
    tidy = "\n".join(lines).strip("\n") + "\n"
    heading = one_line(subject)
    return Letter(subject=heading, text=tidy, html=html_of(heading, tidy))


class Letters:
    """Makes letters of templates.

    Args:
        folder: The folder of templates in force.
        programme: The programme's facts.
        coordinator_name: In whose name replies are signed, and to whom gaps speak.
    """

    def __init__(self, folder: Path, programme: Programme, coordinator_name: str) -> None:
        self._templates = Templates(folder)
        self._first_name = first_name(coordinator_name) or coordinator_name
        self._standing: dict[str, Any] = {
            "coordinator": coordinator_name,
            "gap": self._gap,
            "home_zones": zones_of(programme.countries),
            "programme": programme.model_dump(),
        }

    def reply(
        self,
        draft: DraftReply,
        *,
        name: str,
        subject: str,
        stage: Stage,
        words: str | None = None,
        known: Facts | None = None,
        standing: Standing | None = None,
        absences: SessionNews | None = None,
    ) -> Letter:
        """Return the reply that `draft` describes.

        Args:
            draft: Blocks, next step, facts to ask for and to read back.
            name: The student's, as the mail or the From header gives it; may be empty.
            subject: Of the mail that is answered, as received; may be empty.
            stage: Where the student stood when the mail came in.
            words: New text of their mail. It is only looked into, so that what the programme
                has not settled is marked where it was asked, and only there; without it every
                such point is marked.
            known: All that is on record about the student, to tell whether they qualify; what the
                draft reads back where None.
            standing: Where they stand once the mail is taken in; None where nothing is on record.
            absences: What was noted of sessions that they will miss, or which they may mean; None
                where they are in no group, or announce none.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        context = reply_context(
            draft,
            name=name,
            subject=subject,
            stage=stage,
            words=words,
            known=draft.echo if known is None else known,
            standing=standing,
        )
        return self._letter("reply", {**context, **absence_context(absences)})

    def alert(self, kind: AlertKind, context: AlertContext) -> Letter:
        """Return the alert that tells the coordinator of `context`.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        return self._letter(f"alert/{kind.value}", alert_context(context))

    def away(self, news: AwayNews) -> Letter:
        """Return the mail that tells the coordinator or her deputy of her being away.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        return self._letter("staff/away", away_context(news))

    def review(self, news: ReviewNews) -> Letter:
        """Return the mail that puts drafts before the coordinator.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        context = {**self._standing, **review_context(news)}
        return Letter(
            subject=one_line(self._templates.render("review/mail/subject.txt", context)),
            text=flow(self._templates.render("review/mail/body.txt", context)),
            html=self._templates.render("review/mail/body.html", context).strip() + "\n",
        )

    def order_answer(self, answer: OrderAnswer) -> Letter:
        """Return what Mailbot answers to her orders.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        return self._letter("review/answer", answer_context(answer))

    def stop_answer(self, answer: StopAnswer) -> Letter:
        """Return what Mailbot answers where something on the weekly page was stopped.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        return self._letter("weekly/answer", stop_answer_context(answer))

    def push(self, number: int) -> Letter:
        """Return the title and text that tell of an urgent alert by the second way, nameless.

        Args:
            number: Which time this is, from 1.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        return self._letter("staff/push", {"again": number > 1, "time": place_words(number)})

    def weekly(self, news: WeeklyNews, draw: Draw) -> Letter:
        """Return the coordinator's page of the week, with the pictures that `draw` makes.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        from mailbot.letters.weekly_page import weekly_letter

        def render(name: str, context: dict[str, Any]) -> str:
            return self._templates.render(name, {**self._standing, **context})

        return weekly_letter(render, news, draw)

    def session(self, kind: SessionMail, news: SessionNews) -> Letter:
        """Return the mail about sessions that tells one reader of `news`.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        return self._letter(f"session/{kind.value}", session_context(news))

    def calendar_words(self, news: SessionNews) -> CalendarWords:
        """Return what the entry in the reader's calendar says.

        Raises:
            TemplateError: A template is missing, broken, or asks for what there is not.
        """
        context = {**self._standing, **session_context(news)}
        return CalendarWords(
            summary=one_line(flow(self._templates.render("session/calendar/summary.txt", context))),
            description=flow(self._templates.render("session/calendar/description.txt", context)),
            location=one_line(news.link),
        )

    def check(self) -> list[TemplateError]:
        """Return what is wrong with the templates, each once; an empty list where all is well.

        Every template is rendered in all the ways that letters use it.
        """
        from mailbot.letters.checking import problems

        return problems(self)

    def _letter(self, folder: str, context: dict[str, Any]) -> Letter:
        everything = {**self._standing, **context}
        subject = flow(self._templates.render(f"{folder}/subject.txt", everything))
        text = flow(self._templates.render(f"{folder}/body.txt", everything))
        return from_text(subject, text)

    def _gap(self, point: str) -> str:
        return f"[[{self._first_name}, please settle: {point}]]"
