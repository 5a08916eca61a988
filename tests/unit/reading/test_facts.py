"""What a mail states about its writer, and what it does not."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Address, Message
from mailbot.reading.facts import Gazetteer, load_gazetteer, read_facts
from mailbot.reading.finder import Finder


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def message(text: str, name: str = "", subject: str = "Re: x") -> Message:
    return Message(sender=Address("a@example.org", name), subject=subject, new_text=text)


@pytest.mark.parametrize(
    ("text", "header", "name"),
    [
        ("Hello.\n\nKind regards,\nHinemoa Parata\nOtago", "Hinemoa Parata", "Hinemoa Parata"),
        ("hey can i join\n\ndev", "Dev R", "dev"),
        ("Can I join?\n\nCheers Josh", "Josh Keane", "Josh"),
        ("Can I join?", "Josh Keane", "Josh Keane"),
        ("My name is Nanami. May I join?", "", "Nanami"),
        ("Can I join?", "", None),
        ("Is it free?\n\nThanks,\nPip\nMD2, Deakin", "", "Pip"),
    ],
)
def test_name(gazetteer: Gazetteer, text: str, header: str, name: str | None) -> None:
    assert read_facts(message(text, header), gazetteer, times=False).name == name


def test_what_a_device_adds_is_no_name(gazetteer: Gazetteer) -> None:
    mail = Message(
        sender=Address("helen@example.org", "Helen Marsh"),
        subject="Sunday lunch",
        new_text="Are you two still on for Sunday?\n\nH xx",
        signature="Sent from my iPad",
    )
    assert read_facts(mail, gazetteer, times=False).name == "Helen Marsh"


@pytest.mark.parametrize(
    ("text", "university"),
    [
        ("I'm at UTAS.", "University of Tasmania"),
        ("MD2 at Melbourne.", "University of Melbourne"),
        ("I study at the University of Leeds.", "University of Leeds"),
        ("4th yr @ JCU", "James Cook University"),
        ("JCU4 here", "James Cook University"),
        ("A Sydney student out west.", "University of Sydney"),
        ("I live in Melbourne.", None),
        ("My flatmate is at Monash.", None),
        ("I'm on Otago time.", None),
    ],
)
def test_university(gazetteer: Gazetteer, text: str, university: str | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).university == university


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("I'm a third-year student.", 3),
        ("MBBS III, Monash", 3),
        ("I'm in 2nd yr at Bond", 2),
        ("Year 4C, Monash", 4),
        ("MD3", 3),
        ("year six", 6),
        ("I'm a final-year student.", None),
        ("My flatmate is a second year.", None),
        ("I'm a GP registrar in my second year of training.", None),
        ("Can first years join?", None),
    ],
)
def test_year(gazetteer: Gazetteer, text: str, year: int | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).year == year


@pytest.mark.parametrize(
    ("text", "city", "zone"),
    [
        ("I'm based in Ballarat for the year.", "Ballarat", "Australia/Melbourne"),
        ("I'm in Palmy at the moment", "Palmerston North", "Pacific/Auckland"),
        ("I live now in Wollongong.", "Wollongong", "Australia/Sydney"),
        ("I've moved from Brisbane to Auckland.", "Auckland", "Pacific/Auckland"),
        ("All Perth time.", None, "Australia/Perth"),
        ("Tuesdays 7pm AEDT", None, "Australia/Sydney"),
        ("I'm out at Broken Hill this year.", "Broken Hill", "Australia/Broken_Hill"),
        ("A patient from Dubbo told me that.", None, None),
        ("I study at the University of Newcastle.", None, None),
        ("The orange one, please.", None, None),
    ],
)
def test_place(gazetteer: Gazetteer, text: str, city: str | None, zone: str | None) -> None:
    facts = read_facts(message(text), gazetteer, times=False)
    assert (facts.city, facts.timezone) == (city, zone)


@pytest.mark.parametrize(
    ("text", "city", "zone"),
    [
        ("I'm based in Hamilton, VIC.", "Hamilton", "Australia/Melbourne"),
        ("Hamilton, Victoria.", "Hamilton", "Australia/Melbourne"),
        ("I live in Hamilton.", "Hamilton", "Pacific/Auckland"),
        ("I live in Perth, Tasmania.", "Perth", "Australia/Hobart"),
        ("I'm in Queenstown (Tassie, not the other one).", "Queenstown", "Australia/Hobart"),
        ("I'm in Richmond NSW this term.", "Richmond", "Australia/Sydney"),
        ("I'm in Cambridge (UK) on exchange.", "Cambridge", "Europe/London"),
        ("I'm out at Broken Hill, NSW.", "Broken Hill", "Australia/Broken_Hill"),
        ("I'm at Tibooburra, NSW this year.", "Tibooburra", "Australia/Sydney"),
    ],
)
def test_a_state_tells_namesakes_apart(
    gazetteer: Gazetteer, text: str, city: str, zone: str
) -> None:
    facts = read_facts(message(text), gazetteer, times=False)
    assert (facts.city, facts.timezone) == (city, zone)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("I'm living in Naarm.", "Melbourne"),
        ("On placement in Boorloo", "Perth"),
        ("Writing from Meanjin", "Brisbane"),
        ("I'm in nipaluna for the year.", "Hobart"),
        ("I'm on Gadigal land.", "Sydney"),
        ("I'm in Gimuy now.", "Cairns"),
        ("I'm in Whangarei.", "Whangārei"),
        ("I'm in Ōamaru.", "Ōamaru"),
        ("I'm placed at John Hunter.", "Newcastle"),
    ],
)
def test_towns_by_their_other_names(gazetteer: Gazetteer, text: str, city: str) -> None:
    assert read_facts(message(text), gazetteer, times=False).city == city


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("We are in Graz and come to Brisbane from August until January.", "Brisbane"),
        ("Until Sunday I'm in Adelaide, from Monday in Port Lincoln.", "Port Lincoln"),
        ("I sit in Pune till the 14th and then I'm back in Wollongong for good.", "Wollongong"),
        ("I'm in Alice Springs until Christmas, and then it's Adelaide.", "Alice Springs"),
        ("I've left Cork for Whangārei.", "Whangārei"),
        ("Tamworth → Taree from now on.", "Taree"),
        ("I commute between Ballarat (where I live) and Ararat.", "Ballarat"),
        ("My farm is outside Longreach.", "Longreach"),
        ("UTAS Y5 Burnie. Keen.", "Burnie"),
        ("zeke yr 3 csu orange", "Orange"),
        ("Canberra, MChD 2. Is it role play?", "Canberra"),
        ("Name: Jo\nBase: Invercargill\nYear: 4", "Invercargill"),
        ("I'm in Vilnius. What is it here if it starts at 7 in Sydney?", "Vilnius"),
        ("MD2 at Melbourne, currently in Shepparton.", "Shepparton"),
        ("I'm MD2 at Melbourne.", None),
        ("I'm on a family visit to Hobart.", None),
    ],
)
def test_where_they_will_be_counts_more(gazetteer: Gazetteer, text: str, city: str | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).city == city


@pytest.mark.parametrize(
    "text", ["I hold a New Zealand passport.", "I'm a student from India.", "Dear Nelson, yes."]
)
def test_where_someone_hails_from_is_no_zone(gazetteer: Gazetteer, text: str) -> None:
    facts = read_facts(message(text), gazetteer, times=False)
    assert (facts.city, facts.timezone) == (None, None)


@pytest.mark.parametrize(
    ("address", "university"),
    [
        ("a@student.unimelb.edu.au", "University of Melbourne"),
        ("a@unimelb.edu.au", "University of Melbourne"),
        ("a@notunimelb.edu.au", None),
        ("a@example.org", None),
    ],
)
def test_an_address_shows_the_university(
    gazetteer: Gazetteer, address: str, university: str | None
) -> None:
    mail = Message(sender=Address(address, ""), subject="Re: x", new_text="May I join?")
    facts = read_facts(mail, gazetteer, times=False)
    assert facts.university == university
    assert [each.words for each in facts.evidence if each.why == "university"] == (
        [address] if university else []
    )


def test_what_the_mail_says_comes_before_its_address(gazetteer: Gazetteer) -> None:
    sender = Address("a@student.unimelb.edu.au", "")
    mail = Message(sender=sender, subject="Re: x", new_text="I'm now at Deakin.")
    assert read_facts(mail, gazetteer, times=False).university == "Deakin University"


def test_every_zone_is_known_to_the_machine(gazetteer: Gazetteer) -> None:
    from zoneinfo import ZoneInfo

    states = {zone for zones in gazetteer.places.states.values() for zone in zones}
    for zone in {
        *gazetteer.places.zone_of.values(),
        *gazetteer.places.zone_words.values(),
        *states,
    }:
        assert ZoneInfo(zone).key == zone


def test_hours_under_the_name_are_office_hours(gazetteer: Gazetteer) -> None:
    text = "Mondays after 6 suit me.\n\nRegards\nSabrina Toll\nPeer tutor, library: Mon 10-1"
    hours = read_facts(message(text, "Sabrina Toll"), gazetteer, times=True).availability
    assert [(i.day, i.start, i.end) for i in hours] == [("mon", "18:00", "24:00")]


def test_each_fact_has_its_words(gazetteer: Gazetteer) -> None:
    facts = read_facts(message("I'm in Hobart. Third year, UTAS."), gazetteer, times=False)
    assert {each.why for each in facts.evidence} == {"university", "year", "city", "timezone"}


def test_the_longest_name_is_found() -> None:
    spans = list(Finder(["Wagga", "Wagga Wagga"]).find("in Wagga Wagga now"))
    assert [(span.start, span.end, span.name) for span in spans] == [(3, 14, "wagga wagga")]


@pytest.mark.parametrize(
    ("text", "university"),
    [
        ("3rd yr newy uni, keen for a group", "University of Newcastle"),
        ("2nd yr, uni of tassie", "University of Tasmania"),
        ("I'm a sixth-year TI at Otago's Wellington school.", "University of Otago"),
        ("I'm at Rotorua Hospital this year with Auckland.", "University of Auckland"),
        ("I've changed from Otago to Auckland med.", "University of Auckland"),
        ("I'm first year at Western Sydney.", "Western Sydney University"),
        ("I work at a clinic in Griffith.", None),
        ("I'm doing the JMP at Newcastle, year 2.", "University of Newcastle"),
        ("year 3 at UND Fremantle", "University of Notre Dame Australia"),
        ("I'm a TI at Auckland.", "University of Auckland"),
        ("I'm in the joint program in medicine, CSU, Orange", "Charles Sturt University"),
        ("2nd year at Waikato", "University of Waikato"),
        ("I'm on the CQU pathway, year 2.", "Central Queensland University"),
        ("(Auckland, 5th year)", "University of Auckland"),
        ("MD3 (Sydney), at Dubbo.", "University of Sydney"),
        ("I'm doing my degree at JCU.", "James Cook University"),
        ("3rd year at Cardiff", "Cardiff University"),
        (
            "My sister is in third year at Monash; I'm in second at Melbourne.",
            "University of Melbourne",
        ),
        ("I have a bond with my patients.", None),
        ("I'm in Macquarie Fields.", None),
        ("My friend is at Monash.", None),
    ],
)
def test_universities_by_what_students_call_them(
    gazetteer: Gazetteer, text: str, university: str | None
) -> None:
    assert read_facts(message(text), gazetteer, times=False).university == university


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("I am in my fourth year at CSU.", 4),
        ("In my second year I was told to smile more.", None),
        ("III MBBS, awaiting your reply", 3),
        ("I nurse on the side (Uni of Adelaide, med 4).", 4),
        ("I'm in the final year of the four-year MD.", 4),
        ("2nd grade at the university here", 2),
        ("I finished third year and am now in fourth.", 4),
        ("We are both in the fifth year.", 5),
        ("I'm at ANU (Canberra, 5th)", 5),
        ("The fourth of six years, in Brno.", 4),
        ("I am at ANU, in my second year.", 2),
        ("Taree, JMP 2", 2),
        ("Are first years welcome?", None),
    ],
)
def test_years_in_other_words(gazetteer: Gazetteer, text: str, year: int | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).year == year


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("I am an exchange student from Brno in Dunedin.", "Dunedin"),
        ("I'm in Te Kuiti most weekends but live and study in Hamilton.", "Hamilton"),
        ("I'm not in Wagga any more, since Monday I live in Hobart.", "Hobart"),
        ("Where are you? A: Hervey Bay.", "Hervey Bay"),
        ("Present posting - Bathurst", "Bathurst"),
        ("Based in the east of Melbourne.", "Melbourne"),
        ("I graduated from Lahore in 2019.", None),
        ("I sat beside one of your members on the train to Wangaratta.", None),
        ("Under the Privacy Act I'd like to see what you hold.", None),
    ],
)
def test_where_someone_is_and_where_not(gazetteer: Gazetteer, text: str, city: str | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).city == city


@pytest.mark.parametrize("name", ["Sofia", "Florence", "Te Aroha"])
def test_a_name_is_no_town(gazetteer: Gazetteer, name: str) -> None:
    facts = read_facts(message(f"Count me in.\n\n{name}", name), gazetteer, times=False)
    assert (facts.name, facts.city) == (name, None)


@pytest.mark.parametrize(
    ("text", "sender", "name"),
    [
        ("Wednesday I remove.\n\nGod bless, Emeka", "Emeka Obi", "Emeka"),
        ("I would like to join.\n\nGroetjes, Femke", "Femke de Boer", "Femke"),
        ("I'd join tomorrow.\n\nNā\nAroha", "Aroha Te Whata", "Aroha"),
        ("Is there room?\n\nRuth and all, obrigado, Paulo", "Paulo Santos", "Paulo"),
        ("Count me in!! Lupe", "Lupe Tonga", "Lupe"),
        ("Yes.\n\nJack P.", "Jack Pemberton", "Jack P."),
        ("Thursdays suit me. W. K. Leung", "Wai Kit Leung", "W. K. Leung"),
        ("I can do Thursdays. Ta, T. Mulcahy", "Tara Mulcahy", "T. Mulcahy"),
        ("May I come?\n\nMrs E. Nwosu", "Ebele Nwosu", "E. Nwosu"),
        ("May I come?\n\nRemy", "", "Remy"),
        ("Have you a group?\n\nNerida Ashcombe RN", "Nerida Ashcombe", "Nerida Ashcombe"),
    ],
)
def test_the_name_beside_a_closing(gazetteer: Gazetteer, text: str, sender: str, name: str) -> None:
    assert read_facts(message(text, sender), gazetteer, times=False).name == name


def test_what_stands_before_a_name_on_the_last_line_is_read(gazetteer: Gazetteer) -> None:
    hours = read_facts(message("Mondays I can. Emil", "Emil H"), gazetteer, times=True)
    assert [each.day for each in hours.availability] == ["mon"]


def test_a_greeting_is_no_saturday(gazetteer: Gazetteer) -> None:
    text = "Sat sri akal ji, Mondays are fine."
    hours = read_facts(message(text), gazetteer, times=True)
    assert [each.day for each in hours.availability] == ["mon"]
