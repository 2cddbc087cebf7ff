"""Monica's export of a whole account."""

import json
from datetime import date
from typing import Any

from core.facts.cadence import Cadence, Unit
from core.facts.imports import Found, Haul, Passed
from core.imports.addressbooks.monica import FAMILY, HAVE_DIED, SOURCE
from tests.imports.addressbooks.books import days, piece, read, values

EMAIL, PHONE, TWITTER = "type-email", "type-phone", "type-twitter"


def collection(kind: str, *values_: Any) -> dict[str, Any]:
    return {"count": len(values_), "type": kind, "values": list(values_)}


def thing(created: str = "2020-02-03T10:00:00.000000Z", **properties: Any) -> dict[str, Any]:
    return {"uuid": "a-thing", "created_at": created, "updated_at": created, "properties": properties}


def person(uuid: str, first: str, *data: dict[str, Any], **properties: Any) -> dict[str, Any]:
    usual = {"first_name": first, "last_name": "Doe", "is_starred": False, "is_partial": False, "is_active": True}
    return {
        "uuid": uuid,
        "created_at": "2019-01-01T00:00:00.000000Z",
        "properties": {**usual, "is_dead": False, "avatar": {"avatar_source": "default"}, **properties},
        "data": list(data),
    }


def special(day: str, **how: bool) -> dict[str, Any]:
    return {
        "uuid": "a-day",
        "is_age_based": False,
        "is_year_unknown": False,
        "date": f"{day}T00:00:00.000000Z",
        **how,
    }


def export(*people: dict[str, Any], activities: tuple[dict[str, Any], ...] = ()) -> str:
    return json.dumps(
        {
            "version": "1.0-preview.1",
            "app_version": "4.0.0",
            "export_date": "2026-11-01T10:00:00.000000Z",
            "url": "https://monica.example",
            "exported_by": "a-user",
            "account": {
                "uuid": "an-account",
                "data": [
                    collection("user", {"uuid": "a-user", "first_name": "Ada", "properties": {"locale": "en"}}),
                    collection("contact", *people),
                    collection("relationship", thing(type="spouse", contact_is="a", of_contact="b")),
                    collection("photo", {"uuid": "p", "properties": {"dataUrl": "data:image/png;base64,AAAA"}}),
                    collection("activity", *activities),
                ],
                "properties": {"journal_entries": [], "audit_logs": []},
                "instance": {
                    "contact_field_types": [
                        {"uuid": EMAIL, "properties": {"name": "Email", "protocol": "mailto:", "type": "email"}},
                        {"uuid": PHONE, "properties": {"name": "Phone", "protocol": "tel:", "type": "phone"}},
                        {"uuid": TWITTER, "properties": {"name": "Twitter", "protocol": ""}},
                    ],
                },
            },
        },
        indent=4,
        ensure_ascii=False,
    )


def account(*people: dict[str, Any], activities: tuple[dict[str, Any], ...] = ()) -> Haul:
    return read(SOURCE, {"monica.json": export(*people, activities=activities)}, region="CA")


def only(haul: Haul) -> Found:
    (found,) = haul.found
    return found


def test_who_somebody_is():
    jane = only(
        account(
            person(
                "0a0b0c0d-1111-4222-8333-444455556666",
                "Jane",
                collection(
                    "contact_field",
                    thing(data="jane@example.org", type=EMAIL),
                    thing(data="(416) 555-0199", type=PHONE),
                    thing(data="@jane", type=TWITTER),
                    thing(data="whatever", type="unknown"),
                ),
                collection("note", thing(body="Likes tea.\nAnd rain.", is_favorite=False)),
                nickname="Janie",
                company="Acme",
                job="Lead",
                tags=["mentor", "Book club"],
                description="A friend of Raj",
                food_preferences="no nuts",
            )
        )
    )
    assert (jane.name, jane.aliases, jane.company, jane.title) == ("Jane Doe", ("Janie",), "Acme", "Lead")
    assert values(jane) == ["jane@example.org", "+14165550199", "https://x.com/jane"]
    assert jane.tags == ("mentor", "Book-club")
    assert jane.notes == "A friend of Raj\nFood: no nuts\nLikes tea.\nAnd rain."
    uuid = "0a0b0c0d-1111-4222-8333-444455556666"
    assert jane.origins == (f"monica:{uuid}", f"vcard:{uuid}")  # its card says the latter


def test_days():
    haul = account(
        person("a", "Jane", birthdate=special("1984-05-14")),
        person("b", "Raj", birthdate=special("2018-03-14", is_year_unknown=True)),
        person("c", "Zoë", birthdate=special("1980-01-01", is_age_based=True)),
        person(
            "d",
            "Ada",
            collection(
                "reminder",
                thing(title="Name day", initial_date="2020-07-25", frequency_type="year", delible=True),
                thing(title="Birthday of Ada", initial_date="2020-07-26", frequency_type="year", delible=False),
                thing(title="Call her", initial_date="2020-07-27", frequency_type="one_time", delible=True),
            ),
        ),
    )
    assert [days(each) for each in haul.found] == [
        {"birthday": (1984, 5, 14)},
        {"birthday": (None, 3, 14)},
        {"birthday": (1980, None, None)},
        {"name day": (2020, 7, 25)},
    ]


def test_how_and_when_they_met_and_how_often_to_be_in_touch():
    jane, raj, _zoe = account(
        person(
            "a", "Jane", first_met_date=special("2015-06-01"), first_met_through="b", stay_in_touch_frequency=14
        ),
        person("b", "Raj", first_met_date=special("2015-06-01", is_year_unknown=True), stay_in_touch_frequency=0),
        person("c", "Zoë", stay_in_touch_frequency="often", first_met_through="gone"),
    ).found
    assert (jane.met_on, jane.how_met) == (date(2015, 6, 1), "through Raj Doe")
    assert jane.cadence == Cadence(count=2, unit=Unit.WEEK)
    assert (raj.met_on, raj.cadence) == (None, None)


def test_touches_with_their_titles_and_without_what_was_said():
    met = {
        **thing(summary="Lunch at Joe's", description="She told me a secret", happened_at="2020-03-01"),
        "uuid": "m",
    }
    jane = only(
        account(
            person(
                "a",
                "Jane",
                collection("activity", "m", "gone"),
                collection(
                    "call", thing(called_at="2020-05-01T23:30:00.000000Z", content="a secret", contact_called=True)
                ),
                collection(
                    "conversation",
                    thing(
                        happened_at="2020-01-01T00:00:00.000000Z",
                        messages=[thing(content="a secret", written_by_me=True)],
                    ),
                    thing(happened_at="2120-01-01T00:00:00.000000Z", messages=[]),
                ),
            ),
            activities=(met,),
        )
    )
    assert [(each.passed, each.on, each.what) for each in jane.entries] == [
        (Passed.TOUCH, date(2020, 1, 1), "conversation"),
        (Passed.TOUCH, date(2020, 3, 1), "Lunch at Joe's"),
        (Passed.TOUCH, date(2020, 5, 2), "call"),  # half past midnight in Lisbon
    ]
    assert "secret" not in repr(jane)


def test_an_instant_that_stands_for_never_is_none():
    never = "0001-01-01T00:30:00Z"
    debt = thing(never, in_debt="yes", amount=5)
    calls = collection("call", thing(called_at=never)), collection("debt", debt)
    assert only(account(person("a", "Jane", *calls))).entries == ()


def test_debts_and_gifts_have_a_direction():
    jane = only(
        account(
            person(
                "a",
                "Jane",
                collection(
                    "debt", thing(amount=50, status="inprogress", in_debt=True), thing(amount=9, in_debt=False)
                ),
                collection(
                    "gift",
                    thing(name="Book", status="offered", date="2020-12-24"),
                    thing(name="Scarf", status="received"),
                    thing(name="A kite", status="idea"),
                ),
            )
        )
    )
    assert [(each.passed, each.on, each.what) for each in jane.entries] == [
        (Passed.GOT, date(2020, 2, 3), "loan"),
        (Passed.GAVE, date(2020, 2, 3), "loan"),
        (Passed.GOT, date(2020, 2, 3), "gift: Scarf"),
        (Passed.GAVE, date(2020, 12, 24), "gift: Book"),
    ]
    assert jane.notes == "Gift idea: A kite"


def test_the_dead_families_and_the_archived():
    haul = account(
        person("a", "Jane", is_dead=True, deceased_date=special("2020-01-01")),
        person("b", "Raj", is_partial=True),
        person("c", "Zoë", is_active=False, stay_in_touch_frequency=7),
        person("d", "", last_name=None),
    )
    zoe = only(haul)
    assert (zoe.name, zoe.notes, zoe.cadence) == ("Zoë Doe", "Archived in Monica.", None)
    assert [each.why for each in haul.skipped][:2] == [HAVE_DIED, FAMILY]
    assert len(haul.skipped) == 3


def test_things_of_another_shape():
    odd: list[Any] = [
        None,
        7,
        "x",
        [],
        {"type": "note"},
        {"type": "note", "values": 7},
        {"type": "gift", "values": [None, 7]},
    ]
    jane = only(account(person("a", "Jane", *odd, tags=["x", 7], birthdate=7, company=7, nickname=["x"])))
    assert (jane.name, jane.tags, jane.company) == ("Jane Doe", ("x",), "")


def test_known_by_its_keys():
    assert SOURCE.part(piece("anything.json", export())) == "account"
    assert SOURCE.part(piece("monica.json", '{"version": "1", "account": {}}')) == ""
    assert SOURCE.part(piece("monica.json", "BEGIN:VCARD\n")) == ""
