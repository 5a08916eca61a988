"""What is known of an applicant grows with each mail."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework import facts
from mailbot.model.reading import Day, Facts, Interval, Stage, Topic

TUESDAY = (Interval(Day.TUE, "18:00", "22:00"),)
FRIDAY = (Interval(Day.FRI, "09:00", "12:00"),)

intervals = st.sampled_from([(), TUESDAY, FRIDAY])
any_facts = st.builds(
    Facts,
    name=st.none() | st.just("Kay"),
    university=st.none() | st.sampled_from(["Monash University", "University of Otago"]),
    year=st.none() | st.integers(1, 6),
    city=st.none() | st.just("Hobart"),
    timezone=st.none() | st.just("Pacific/Auckland"),
    availability=intervals,
    unavailable=intervals,
    unplaced=st.sampled_from([(), ("after my shift",)]),
)


@given(any_facts, any_facts)
def test_a_newer_mail_corrects_and_never_empties(known: Facts, stated: Facts) -> None:
    merged = facts.merge(known, stated)
    for name in ("name", "university", "year", "city", "timezone"):
        assert getattr(merged, name) == (getattr(stated, name) or getattr(known, name))
    if stated.availability or stated.unavailable:
        assert (merged.availability, merged.unavailable) == (
            stated.availability,
            stated.unavailable,
        )
    else:
        assert (merged.availability, merged.unavailable) == (known.availability, known.unavailable)


@given(any_facts)
def test_merging_the_same_facts_again_changes_nothing(known: Facts) -> None:
    assert facts.merge(known, known) == known
    assert facts.merge(known, Facts()) == known


def test_new_times_replace_the_old_timetable_as_a_whole() -> None:
    old = Facts(availability=TUESDAY, unplaced=("most weekends",))
    merged = facts.merge(old, Facts(unavailable=FRIDAY))
    assert (merged.availability, merged.unavailable, merged.unplaced) == ((), FRIDAY, ())


def test_facts_are_read_back_only_once_they_matter() -> None:
    stated = Facts(year=3)
    assert facts.echo(stated, {Topic.JOIN}).year == 3
    assert facts.echo(stated, {Topic.COST}) == Facts()


def test_who_joins_or_asks_where_they_stand_hears_all_that_is_known_of_them() -> None:
    known = Facts(university="Monash University", year=3, unplaced=("after my shift",))
    stated = Facts(availability=TUESDAY)
    joining = facts.echo(stated, {Topic.JOIN}, known=known, joins=True)
    asking = facts.echo(stated, {Topic.STATUS}, known=known)
    assert (joining.year, joining.unplaced) == (3, ())
    assert asking.year == 3
    assert facts.echo(stated, {Topic.AVAILABILITY}, known=known).year is None
    assert facts.echo(stated, {Topic.STATUS}) == Facts()


def test_a_short_signature_takes_nothing_off_a_full_name() -> None:
    assert facts.merge(Facts(name="Tamsin Oakley"), Facts(name="Tam")).name == "Tamsin Oakley"
    assert facts.merge(Facts(name="Tam"), Facts(name="Tamsin Oakley")).name == "Tamsin Oakley"


def test_the_day_of_an_absence_says_nothing_of_when_somebody_is_free() -> None:
    stated = Facts(availability=(Interval(Day.TUE, "00:00", "24:00"),))
    absent = frozenset({Topic.ABSENCE})
    assert facts.kept(stated, Facts(), Stage.MEMBER, absent).availability == ()
    both = absent | {Topic.AVAILABILITY}
    assert facts.kept(stated, Facts(), Stage.MEMBER, both).availability == stated.availability


def test_a_member_who_writes_of_another_place_is_not_told_times_by_it() -> None:
    known = Facts(city="Sydney", timezone="Australia/Sydney")
    travels = Facts(city="London", timezone="Europe/London")
    assert facts.kept(travels, known, Stage.MEMBER, frozenset()) == Facts()
    assert facts.elsewhere(travels, known, Stage.MEMBER) == "London"
    assert facts.kept(travels, known, Stage.QUEUED, frozenset()) == travels
    assert facts.elsewhere(known, known, Stage.MEMBER) == ""
    assert facts.kept(travels, Facts(), Stage.MEMBER, frozenset()) == travels
