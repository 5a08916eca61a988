"""New text told from earlier mail, in the ways and languages of many mail programs."""

from __future__ import annotations

import pytest

from mailbot.mail.quotes import split

_INTRODUCTIONS = [
    "On Mon, 4 May 2026 at 10:00, Groups <groups@balint.example> wrote:",
    "On 4 May 2026, at 10:00, Groups <groups@balint.example> wrote:",
    "On Mon, 4 May 2026 at 10:00, The Student Balint Groups\n<groups@balint.example> wrote:",
    "On 04/05/2026 10:00, Groups wrote:",
    "Am Mo., 4. Mai 2026 um 10:00 Uhr schrieb Groups <groups@balint.example>:",
    "Le lun. 4 mai 2026 à 10:00, Groups <groups@balint.example> a écrit :",
    "El lun, 4 may 2026 a las 10:00, Groups (<groups@balint.example>) escribió:",
    "Il giorno lun 4 mag 2026 alle ore 10:00 Groups <groups@balint.example> ha scritto:",
    "Em seg., 4 de mai. de 2026 às 10:00, Groups <groups@balint.example> escreveu:",
    "Op ma 4 mei 2026 om 10:00 schreef Groups <groups@balint.example>:",
    "Den mån 4 maj 2026 kl 10:00 skrev Groups <groups@balint.example>:",
    "Den man. 4. maj 2026 kl. 10.00 skrev Groups <groups@balint.example>:",
    "man. 4. mai 2026 kl. 10:00 skrev Groups <groups@balint.example>:",
    "pon., 4 maj 2026 o 10:00 Groups <groups@balint.example> napisał(a):",
    "po 4. 5. 2026 v 10:00 odesílatel Groups <groups@balint.example> napsal:",
    "ma 4. toukok. 2026 klo 10.00 Groups <groups@balint.example> kirjoitti:",
    "пн, 4 мая 2026 г. в 10:00, Groups <groups@balint.example>:",
    "Groups <groups@balint.example>, 4 May 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "2026年5月4日(月) 10:00 Groups <groups@balint.example>:",
    "Groups <groups@balint.example> 于2026年5月4日周一 10:00写道：",
    "2026년 5월 4일 (월) 오전 10:00, Groups <groups@balint.example>님이 작성:",
    "-----Original Message-----\nFrom: Groups\nSent: Monday\nTo: Ines\nSubject: Place",
    "____________________\nFrom: Groups <groups@balint.example>\nSent: Monday\nTo: Ines",
    "*From:* Groups <groups@balint.example>\n*Sent:* Monday, 4 May 2026 10:00\n*Subject:* Place",
    "Von: Groups\nGesendet: Montag, 4. Mai 2026 10:00\nAn: Ines\nBetreff: Platz",
    "De : Groups\nEnvoyé : lundi 4 mai 2026 10:00\nÀ : Ines\nObjet : Place",
    "De: Groups\nEnviado: lunes, 4 de mayo de 2026\nPara: Ines\nAsunto: Plaza",
    "Da: Groups\nInviato: lunedì 4 maggio 2026\nA: Ines\nOggetto: Posto",
    "Van: Groups\nVerzonden: maandag 4 mei 2026\nAan: Ines\nOnderwerp: Plaats",
    "Från: Groups\nSkickat: den 4 maj 2026\nTill: Ines\nÄmne: Plats",
    "Od: Groups\nWysłano: 4 maja 2026\nDo: Ines\nTemat: Miejsce",
    "От: Groups\nОтправлено: 4 мая 2026\nКому: Ines\nТема: Место",
    "差出人: Groups\n送信日時: 2026年5月4日\n宛先: Ines\n件名: 席",
    "发件人: Groups\n发送时间: 2026年5月4日\n收件人: Ines\n主题: 名额",
    "보낸 사람: Groups\n날짜: 2026년 5월 4일\n받는 사람: Ines\n제목: 자리",
    "---------- Forwarded message ---------\nFrom: Groups <groups@balint.example>\nDate: Monday",
    "Begin forwarded message:\n\nFrom: Groups <groups@balint.example>\nSubject: Place",
    "-------- Weitergeleitete Nachricht --------\nBetreff: Platz\nVon: Groups",
]


@pytest.mark.parametrize("introduction", _INTRODUCTIONS)
def test_unmarked_earlier_mail_goes_to_the_end(introduction: str) -> None:
    parts = split(f"Yes, please.\n\n{introduction}\n\nWould you like a place?\nIt is free.")
    assert parts.new_text == "Yes, please."
    assert "Would you like a place?" in parts.quoted
    assert introduction.splitlines()[0] in parts.quoted


@pytest.mark.parametrize("introduction", _INTRODUCTIONS[:21])
def test_below_marked_lines_the_writer_goes_on(introduction: str) -> None:
    parts = split(f"{introduction}\n> Would you like a place?\n>\n> It is free.\n\nYes, please.")
    assert parts.new_text == "Yes, please."


@pytest.mark.parametrize(
    "quoted",
    [
        "On Wed 5 Aug the coordinator wrote:\n| Thursday at 7.\n| Late? Tell us here.",
        "From: Balint (students)\nTo: Bec Hurley\nRe: Tues 7pm\n\nCan you do Tues 7pm?",
    ],
)
def test_earlier_mail_behind_bars_or_below_a_short_head_is_not_new(quoted: str) -> None:
    assert split(f"Got it, thanks.\n\n{quoted}").new_text == "Got it, thanks."


def test_a_line_without_a_date_introduces_marked_lines_alone() -> None:
    line = "On Monday the coordinator wrote:"
    assert split(f"{line}\n> Will you be late?\n\nNo.").new_text == "No."
    assert split(f"{line}\nWill you be late?").new_text == f"{line}\nWill you be late?"


def test_below_bars_the_writer_goes_on() -> None:
    body = "On Wed 5 Aug the coordinator wrote:\n| Thursday at 7?\nYes, see you then.\n"
    assert split(body).new_text == "Yes, see you then."


def test_a_table_drawn_with_bars_is_new() -> None:
    body = "My times:\n| Mon | 6-9pm |\n| Tue | no |"
    assert split(body).new_text == body


def test_answers_between_the_lines_are_all_new() -> None:
    parts = split("Hi\n> Tuesday?\nYes.\n\n> And who?\n\nOnly me.")
    assert parts.new_text.split() == ["Hi", "Yes.", "Only", "me."]
    assert parts.quoted == "> Tuesday?\n> And who?"


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I saw a patient.\nOn Tuesday I could not stop thinking of her.",
        "From: 5 pm\nTo: 8 pm\nwould be best on Tuesdays.",
        "At 10:30 the nurse said:\n\nHe has gone. And I just stood there.",
        "My supervisor wrote:\n\nCome back when you have slept.",
        "Visit us now\n>>> >>>  http://ward.example <<<\nSee you",
        "Times I can do:\n- Monday\n- Tuesday",
        "Date: any\nTime: evening",
        "I was told (on 3 May) that groups are full: is that so?",
    ],
)
def test_a_persons_own_words_are_never_taken_for_quoted_mail(text: str) -> None:
    assert split(text).new_text == text


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from Outlook for Android<https://aka.example/x>",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Lähetetty iPhonesta",
        "Отправлено с iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "发自我的iPhone",
        "나의 iPhone에서 보냄",
    ],
)
def test_a_phones_own_line_is_a_signature(line: str) -> None:
    parts = split(f"Yes, please.\n\n{line}\n")
    assert parts.new_text == "Yes, please."
    assert parts.signature == line


def test_words_below_a_phones_line_were_written_all_the_same() -> None:
    assert "I am not well" in split("Hi\n\nSent from my iPhone\n\nI am not well.").new_text


@pytest.mark.parametrize(
    "text", ["Sent from my desk, is much easier than my phone.", "Sent from my heart? Hardly."]
)
def test_a_sentence_is_no_phones_line(text: str) -> None:
    assert split(f"Hello\n\n{text}").new_text.endswith(text)


def test_what_stands_below_the_name_is_the_signature() -> None:
    parts = split("Is it free?\n\nCheers,\nTilly\nMBBS III, Monash\n0400 000 000")
    assert parts.new_text == "Is it free?\n\nCheers,\nTilly"
    assert parts.signature == "MBBS III, Monash\n0400 000 000"


@pytest.mark.parametrize(
    "tail",
    [
        "Cheers,\nTilly",
        "Cheers,\nTilly\n\nPS I am in Hobart until June",
        "Cheers,\nTilly\nI'm free on Mondays",
        "Thanks,\nTilly\n\nOh, and do you record it?",
        "--\nI am not coping and I have not told anyone.",
    ],
)
def test_words_after_the_name_are_new_where_someone_speaks(tail: str) -> None:
    text = f"Is it free?\n\n{tail}"
    assert split(text).new_text == text


@pytest.mark.parametrize("mark", ["-- \nJo\n", "-- \n", "-- \nJo Marsh\nMBBS III, Monash\n\n"])
@pytest.mark.parametrize(
    "words",
    [
        "I want to kill myself",
        "i want to kill myself",
        "I'm not coping.",
        "im so tired of all this",
        "please help me",
        "nobody would miss me",
        "Just want to die",
        "My brother died on Sunday.",
        "Also: I can't do Tuesdays.\n0400 000 000",
        "My working days are Monday to Thursday. I don't want to live.",
        "My name is Jo and I want to die.",
        "I want to die\n- Jo",
        "I want to die\n- Jo Marsh",
        "Ich will nicht mehr leben",
    ],
)
def test_what_somebody_says_below_the_delimiter_is_new(mark: str, words: str) -> None:
    parts = split(f"What does it cost?\n\n{mark}{words}")
    assert parts.new_text.startswith("What does it cost?")
    assert parts.new_text.endswith(words)
    assert parts.signature.split() == mark.split()


@pytest.mark.parametrize(
    "signature",
    [
        "Jo Marsh\nMBBS I at Monash\nWing I, Room 3\n0400 000 000",
        "My name is Jo Marsh",
        "Jo Marsh (she/her)\nI use she/her pronouns",
        "Jo Marsh\n\nI acknowledge the Traditional Owners of the land on which\nI live and work.",
        "Jo Marsh\n\nI acknowledge the Wurundjeri people and pay\nmy respects to their Elders.",
        "Jo Marsh\nMy working days are Monday to Wednesday.",
        "Jo Marsh\nI work flexibly and do not expect an answer outside\nof your working hours.",
        "Jo Marsh\n\nThe views expressed are my own and not those of my employer.",
        "Jo Marsh\n\nIf this came to you in error, please tell me so and delete it.",
        'Jo Marsh\n"I have learned the most\nfrom my patients." - D. Ward',
        "Jo Marsh\n\nI learned the most from those I could not help\n— Doris Ward",
        "Jo Marsh\nFollow me on https://jo.example\nBook a time with me here: https://jo.example/t",
        "Jo Marsh\nSent from my iPhone",
        "Jo\nIf I do not answer, my mobile number is 0400 000 000",
        "Jo Marsh\nCan we help? support@ward.example",
        "Please consider the environment before you print my words.",
    ],
)
def test_names_mottos_and_what_is_customary_below_the_delimiter_stay_a_signature(
    signature: str,
) -> None:
    parts = split(f"What does it cost?\n\n-- \n{signature}")
    assert parts.new_text == "What does it cost?"
    assert parts.signature == f"--\n{signature}"


def test_what_somebody_says_below_their_name_without_a_capital_is_new() -> None:
    parts = split("Is it free?\n\nCheers,\nTilly\nMonash\ni want to die")
    assert parts.new_text.endswith("Tilly\ni want to die")


def test_a_delimiter_begins_a_signature_but_not_a_mail() -> None:
    assert split("Hello\n-- \nTilly\nMonash").signature.endswith("Tilly\nMonash")
    assert split("-- \nTilly\nMonash").new_text == "-- \nTilly\nMonash".replace("-- ", "--")


def test_a_mail_of_earlier_mail_alone_has_no_new_text() -> None:
    parts = split("---------- Forwarded message ---------\nFrom: a@x.example\nSubject: Hi\n\nHello")
    assert parts.new_text == ""
    assert "Hello" in parts.quoted


def test_lines_that_a_program_wrapped_stay_with_their_quotation() -> None:
    quoted = "> We meet weekly for ninety minutes over six weeks, between February and"
    assert split(f"Fine.\n{quoted}\nnovember\n> on Zoom").new_text == "Fine."
