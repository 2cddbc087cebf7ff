"""A corpus of lines about events, as people type them; it is Monday, 23 November 2026, nine in Toronto."""

from datetime import UTC, datetime

import pytest

from core.events.understanding import Missing, Understood, understood
from core.facts.account import Account
from core.facts.ids import AccountId

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
ADA = Account(id=AccountId("ada"), created_at=NOW, timezone="America/Toronto")


def read(text: str, when: str = "") -> Understood:
    found = understood(text, NOW, ADA, when)
    assert isinstance(found, Understood), found
    return found


def brief(found: Understood) -> str:
    at = f" {found.at:%H:%M}" if found.at else ""
    until = f" {found.until_on:%m-%d}" if found.until_on else ""
    until += f" {found.until_at:%H:%M}" if found.until_at else ""
    said = f"{found.title} | {found.on:%m-%d}{at}{' –' + until if until else ''}"
    more = [found.place, found.url, found.notes, found.recurrence.freq.value if found.recurrence else ""]
    return " | ".join([said, *(each for each in more if each)])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # a span without am or pm is meant as people mean it
        ("Job fair Dec 3 10-4", "Job fair | 12-03 10:00 – 16:00"),
        ("Career fair 10-4 friday", "Career fair | 11-27 10:00 – 16:00"),
        ("Career fair 10-4 friday at Convention Centre", "Career fair | 11-27 10:00 – 16:00 | Convention Centre"),
        ("hike sat 9 to 11", "hike | 11-28 09:00 – 11:00"),
        ("mixer fri 6-8", "mixer | 11-27 18:00 – 20:00"),
        ("Mixer Fri 6:30-8", "Mixer | 11-27 18:30 – 20:00"),
        ("mixer from 6 to 8 friday", "mixer | 11-27 18:00 – 20:00"),
        ("6-8 friday mixer", "mixer | 11-27 18:00 – 20:00"),
        ("breakfast tue 7-9", "breakfast | 11-24 07:00 – 09:00"),
        ("drinks fri 8-11", "drinks | 11-27 20:00 – 23:00"),
        ("Party Sat 10-2", "Party | 11-28 22:00 – 11-29 02:00"),
        ("School 8-3 monday", "School | 11-30 08:00 – 15:00"),
        ("Lunch & Learn: Wed 12-1 in Room 4", "Lunch & Learn | 11-25 12:00 – 13:00 | Room 4"),
        ("Demo 2026-12-03 6-8", "Demo | 12-03 18:00 – 20:00"),
        ("Demo 12/3 6-8", "Demo | 12-03 18:00 – 20:00"),
        ("Run club every Saturday 8-9:30", "Run club | 11-28 08:00 – 09:30 | weekly"),
        # a first day, and a rhythm that has it
        ("Cafe Dec 1 9am, every Tuesday", "Cafe | 12-01 09:00 | weekly"),
        ("Cafe Tue Dec 8 9-10am, every week", "Cafe | 12-08 09:00 – 10:00 | weekly"),
        ("Cafe Dec 8 9am, every Tuesday until Mar 1, at Hall", "Cafe | 12-08 09:00 | Hall | weekly"),
        ("Coffee 8-9am Friday", "Coffee | 11-27 08:00 – 09:00"),
        ("Mixer Friday 6pm-late", "Mixer | 11-27 18:00"),
        ("Hackathon Fri 6pm - Sun 4pm", "Hackathon | 11-27 18:00 – 11-29 16:00"),
        # two numbers that are no hours
        ("Conference Dec 3-5", "Conference | 12-03 – 12-05"),
        ("Conference 3-5 Dec in Montreal", "Conference | 12-03 – 12-05 | Montreal"),
        ("Ski trip Jan 2-5, 2027", "Ski trip | 01-02 – 01-05"),
        ("Retreat Fri-Sun", "Retreat | 11-27 – 11-29"),
        ("Festival Dec 30 - Jan 2", "Festival | 12-30 – 01-02"),
        ("tomorrow 2-3 people for lunch", "2-3 people for lunch | 11-24"),
        ("Team of 4-5 friday 3pm", "Team of 4-5 | 11-27 15:00"),
        # the place, and what is none
        ("Tea 5 to 7pm friday, Hall B, bring CV", "Tea | 11-27 17:00 – 19:00 | Hall B | bring CV"),
        (
            "Dinner tomorrow 7pm, Café Lux, 12 Rue X, rsvp by Friday",
            "Dinner | 11-24 19:00 | Café Lux, 12 Rue X | rsvp by Friday",
        ),
        ("Book club Dec 1st, 7-9pm, Jane's place", "Book club | 12-01 19:00 – 21:00 | Jane's place"),
        ("Meet at 10 Downing Street Friday 3pm", "Meet | 11-27 15:00 | 10 Downing Street"),
        (
            "Mixer Fri 4 Dec 6pm – 9pm @ The Rec Room, 255 Bremner Blvd",
            "Mixer | 12-04 18:00 – 21:00 | The Rec Room, 255 Bremner Blvd",
        ),
        ("Tea at 4 tomorrow with Mary at Betty's", "Tea with Mary | 11-24 16:00 | Betty's"),
        ("webinar Wed 12pm EST https://zoom.us/j/123", "webinar | 11-25 12:00 | Zoom | https://zoom.us/j/123"),
        (
            "You're invited to Startup Mixer Friday 6pm at The Rec Room",
            "Startup Mixer | 11-27 18:00 | The Rec Room",
        ),
        (
            "Hi Ada, drinks on Dec 15 at 6pm at Bar Raval, see you! Raj",
            "drinks | 12-15 18:00 | Bar Raval | see you! Raj",
        ),
        # as thumbs write
        ("Kiwanis brekfast tusday 730 brampton hall", "Kiwanis brekfast | 11-24 07:30 | brampton hall"),
        ("Career fair tmrw 10", "Career fair | 11-24 10:00"),
        ("Lunch Thursdy 12pm", "Lunch | 11-26 12:00"),
        ("coffee with Jane 25/12 8am", "coffee with Jane | 12-25 08:00"),
        ("Dinner 4.12. 19:00", "Dinner | 12-04 19:00"),
        ("Ball tonight", "Ball | 11-23 20:00"),
        ("talk in 2 hours", "talk | 11-23 11:00"),
        ("Gala Jan 5", "Gala | 01-05"),
        ("Rotary first Monday of the month 12:30 at Golf club", "Rotary | 12-07 12:30 | Golf club | monthly"),
        ("standup every last Friday of the month 9am", "standup | 11-27 09:00 | monthly"),
        ("Yesterday (Beatles night) Friday 8pm", "Yesterday (Beatles night) | 11-27 20:00"),
        ("Last Night of the Proms, Friday 8pm", "Last Night of the Proms | 11-27 20:00"),
    ],
)
def test_a_line(line, expected):
    assert brief(read(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Stammtisch am Freitag um 19:30 Uhr, Ratskeller", "Stammtisch | 11-27 19:30 | Ratskeller"),
        ("Stammtisch 4. Dezember 19:00", "Stammtisch | 12-04 19:00"),
        ("Stammtisch Dienstag 19 Uhr im Ratskeller", "Stammtisch | 11-24 19:00 | Ratskeller"),
        ("Kaffee morgen 9 Uhr", "Kaffee | 11-24 09:00"),
        ("Weihnachtsfeier 18. Dez. 18-22 Uhr, Hofbräuhaus", "Weihnachtsfeier | 12-18 18:00 – 22:00 | Hofbräuhaus"),
        ("Weihnachtsmarkt So, 13.12. 15 Uhr", "Weihnachtsmarkt | 12-13 15:00"),
        ("Yoga jeden Montag 18 Uhr", "Yoga | 11-23 18:00 | weekly"),
        ("Messe vom 3. bis 5. Dezember", "Messe | 12-03 – 12-05"),
        ("Apéro jeudi 18h30", "Apéro | 11-26 18:30"),
        ("Apéro jeudi 18h30 à Paris", "Apéro | 11-26 18:30 | Paris"),
        ("Apéro le 3 décembre à 18h", "Apéro | 12-03 18:00"),
        ("Apéro le 3 décembre de 18h à 20h chez Marie", "Apéro | 12-03 18:00 – 20:00 | Marie"),
        ("Apéro mar. 8 déc. 18h30", "Apéro | 12-08 18:30"),
        ("Vernissage 5 mars 2027 à 19 heures", "Vernissage | 03-05 19:00"),
        ("Cena el viernes a las 21:00", "Cena | 11-27 21:00"),
        ("Comida mañana a las 14:00 en Casa Pepe", "Comida | 11-24 14:00 | Casa Pepe"),
        ("Reunión lunes 7 de diciembre 10:00-11:30", "Reunión | 12-07 10:00 – 11:30"),
        # names and words that are no days
        ("Lunch with Domingo Friday 12:00", "Lunch with Domingo | 11-27 12:00"),
        ("Dinner with Sam Friday 7pm", "Dinner with Sam | 11-27 19:00"),
        ("Do 3 things tomorrow 9am", "Do 3 things | 11-24 09:00"),
        ("Tea 3 Mar 8am", "Tea | 03-03 08:00"),
        ("Tea 5 May 8am", "Tea | 05-05 08:00"),
        ("Visit to Mars Dec 4 8pm", "Visit to Mars | 12-04 20:00"),
    ],
)
def test_a_line_in_another_language(line, expected):
    assert brief(read(line)) == expected


@pytest.mark.parametrize(
    ("line", "asking", "words", "choices"),
    [
        ("mixer next Thursday 6-8pm at The Rec Room", "when", "next Thursday 6-8pm", "12-03 18:00, 11-26 18:00"),
        ("mixer\nnext thurs 6-8\nthe rec room", "when", "next thurs 6-8", "12-03 18:00, 11-26 18:00"),
        ("Treffen nächsten Freitag 18 Uhr", "when", "nächsten Freitag 18 Uhr", "12-04 18:00, 11-27 18:00"),
        ("movie friday 8", "when", "friday 8", "11-27 08:00, 11-27 20:00"),
        ("Borrel vrijdag 18:00", "when", "vrijdag", ""),
        ("Tech drinks yesterday 6pm", "when", "yesterday", ""),
        ("dinner last friday 6pm", "when", "last friday", ""),
        ("lunch yesterday", "when", "yesterday", ""),
        ("Kaffee gestern", "when", "gestern", ""),
        ("party 3 weeks ago", "when", "3 weeks ago", ""),
        ("Tech drinks 12 Nov 18:00", "when", "12 Nov 18:00", "2027-11-12 18:00"),
        ("AI night Thursday, Nov 12, 6pm", "when", "Thursday, Nov 12 6pm", "2027-11-12 18:00, 11-26 18:00"),
        ("drinks this morning 8am", "when", "this morning 8am", "11-24 08:00"),
        ("next Thursday 6-8pm at X", "what", "", ""),
        ("https://lu.ma/xyz", "when", "", ""),
    ],
)
def test_what_is_asked(line, asking, words, choices):
    found = understood(line, NOW, ADA)
    assert isinstance(found, Missing), found
    offered = [f"{each.on} {each.at:%H:%M}".removeprefix("2026-") for each in found.choices]
    assert (found.asking, ", ".join(offered)) == (asking, choices)
    assert words in str(found.text)


@pytest.mark.parametrize(
    "line", ["Tech drinks yesterday 6pm", "lunch yesterday", "tea Nov 12", "x this morning 8am"]
)
def test_what_is_over_is_called_so(line):
    found = understood(line, NOW, ADA)
    assert isinstance(found, Missing)
    assert "is over" in str(found.text)


@pytest.mark.parametrize(
    ("line", "when", "expected"),
    [
        (
            "mixer next Thursday 6-8pm at The Rec Room",
            "2026-12-03T18:00:00",
            "mixer | 12-03 18:00 – 20:00 | The Rec Room",
        ),
        (
            "mixer\nnext thurs 6-8\nthe rec room",
            "2026-12-03T18:00:00",
            "mixer | 12-03 18:00 – 20:00 | the rec room",
        ),
        ("tech drinks 12 Nov 18:00-20:00", "2027-11-12T18:00:00", "tech drinks | 11-12 18:00 – 20:00"),
        ("tech drinks yesterday 6pm", "tomorrow 6-8pm", "tech drinks | 11-24 18:00 – 20:00"),
        ("Borrel vrijdag 18:00", "Friday 18:00", "Borrel | 11-27 18:00"),
        (
            "https://lu.ma/xyz",
            "Tech mixer Friday 6pm at The Rec Room",
            "Tech mixer | 11-27 18:00 | The Rec Room | https://lu.ma/xyz",
        ),
        ("Mixer", "Fri 6pm the rec room", "Mixer | 11-27 18:00 | the rec room"),
        ("Mixer", "https://lu.ma/xyz Friday 6pm", "Mixer | 11-27 18:00 | https://lu.ma/xyz"),
    ],
)
def test_the_answer_keeps_what_was_said(line, when, expected):
    assert brief(read(line, when)) == expected


def test_two_questions_one_after_the_other():
    first = understood("next Thursday 6-8pm at The Rec Room", NOW, ADA)
    assert isinstance(first, Missing)
    second = understood("Mixer", NOW, ADA, first.said)
    assert isinstance(second, Missing)
    assert second.asking == "when"
    assert brief(read(second.said, "2026-12-03T18:00:00")) == "Mixer | 12-03 18:00 – 20:00 | The Rec Room"


def test_a_link_is_kept_over_two_questions():
    first = understood("https://lu.ma/xyz", NOW, ADA, "Friday 6pm")
    assert isinstance(first, Missing)
    assert first.asking == "what"
    assert brief(read("Mixer", first.said)) == "Mixer | 11-27 18:00 | https://lu.ma/xyz"


@pytest.mark.parametrize(
    "text", ["Freitag " * 1000, "10-4 friday " * 600, "3 décembre " * 700, "EST 6pm " * 900, "yesterday " * 800]
)
def test_long_nonsense_is_read_quickly(text):
    understood(text, NOW, ADA)
