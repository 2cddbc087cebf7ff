"""Cards that other programs, and Reachwell itself, have written well are read back as they were."""

from datetime import UTC, datetime
from io import StringIO

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chat.parsing.line import clean
from core.chat.words import Reader
from core.exports.vcards import card
from core.facts.ids import AccountId, ContactId
from core.facts.people import Anniversary, Contact, Handle, PartialDate
from core.imports.addressbooks.drafts import one_line, several_lines
from core.imports.addressbooks.vcards import SOURCE
from tests.imports.addressbooks.books import TODAY, read, values

_words = st.text(
    st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029\x85"), min_size=1, max_size=90
)
_word = _words.map(one_line).filter(lambda text: text and text == clean(text))
_name = _word.filter(lambda text: any(c.isalpha() for c in text) and "@" not in text)
_note = st.lists(_word, min_size=1, max_size=4).map("\n".join)
_days = st.dates(min_value=TODAY.replace(year=1901), max_value=TODAY)


@settings(max_examples=60, deadline=None)
@given(_name, _name, _word, _word, _note, _days)
def test_what_vobject_writes(given_name, family, company, title, note, birthday):
    written = vobject.vCard()
    written.add("fn").value = f"{given_name} {family}"
    written.add("n").value = vobject.vcard.Name(family=family, given=given_name)
    written.add("org").value = [company, "Research"]
    written.add("title").value = title
    written.add("note").value = note
    written.add("bday").value = birthday.isoformat()
    written.add("email").value = "jane@example.org"
    written.add("tel").value = "+14165550199"
    text = written.serialize()
    (found,) = read(SOURCE, {"a.vcf": text}).found
    assert found.name == one_line(f"{given_name} {family}")
    assert (found.company, found.title) == (company, title)
    assert found.notes == several_lines(note)
    assert found.dates == (
        Anniversary(label="birthday", on=PartialDate(year=birthday.year, month=birthday.month, day=birthday.day)),
    )
    assert values(found) == ["jane@example.org", "+14165550199"]
    second = vobject.readOne(StringIO(text))
    assert second.org.value[0] == found.company
    assert second.title.value == found.title


_partial = st.one_of(
    st.builds(lambda day: PartialDate(year=day.year, month=day.month, day=day.day), _days),
    st.builds(lambda day: PartialDate(month=day.month, day=day.day), _days),
    st.builds(lambda day: PartialDate(year=day.year), _days),
    st.builds(lambda day: PartialDate(year=day.year, month=day.month), _days),
    st.builds(lambda day: PartialDate(month=day.month), _days),
    st.builds(lambda day: PartialDate(day=day.day), _days),
)
_HANDLES = (
    Handle(kind="email", value="Jane.Doe@example.org"),
    Handle(kind="phone", value="+14165550199"),
    Handle(kind="linkedin", value="https://www.linkedin.com/in/janedoe"),
    Handle(kind="x", value="https://x.com/jane"),
    Handle(kind="facebook", value="https://www.facebook.com/jane.doe"),
    Handle(kind="pinterest", value="https://www.pinterest.com/janedoe"),
    Handle(kind="aboutme", value="https://about.me/janedoe"),
    Handle(kind="github", value="https://github.com/janedoe"),
    Handle(kind="website", value="https://example.org/a:b?c=d,e;f"),
    Handle(kind="telegram", value="@janedoe"),
    Handle(kind="telegram", value="+14165550199"),
    Handle(kind="discord", value="jane.doe"),
    Handle(kind="discord", value="https://discord.com/users/80351110224678912"),
    Handle(kind="whatsapp", value="+14165550100"),
    Handle(kind="mastodon", value="@jane@example.social"),
)


@settings(max_examples=80, deadline=None)
@given(
    name=_name,
    aliases=st.lists(_name, max_size=3, unique_by=str.casefold),
    company=st.just("") | _word,
    title=st.just("") | _word,
    notes=st.just("") | _note,
    handles=st.lists(st.sampled_from(_HANDLES), unique=True).map(tuple),
    dates=st.dictionaries(st.sampled_from(["birthday", "anniversary", "wedding", "name day"]), _partial),
    tags=st.lists(st.sampled_from(["mentor", "book-club", "Lisbon", "vip"]), unique=True).map(tuple),
)
def test_what_reachwell_exports(name, aliases, company, title, notes, handles, dates, tags):
    contact = Contact(
        id=ContactId("c1"),
        owner=AccountId("a1"),
        name=name,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        cadence_since=TODAY,
        quiet_since=TODAY,
        aliases=tuple(aliases),
        company=company,
        title=title,
        notes=several_lines(notes),
        handles=handles,
        dates=tuple(Anniversary(label=label, on=on) for label, on in dates.items()),
        tags=tags,
    )
    (found,) = read(SOURCE, {"contacts.vcf": card(contact, Reader())}).found
    assert (found.name, found.company, found.title) == (name, company, title)
    assert set(found.aliases) <= set(aliases)
    assert (found.notes, found.tags) == (contact.notes, tags)
    assert set(found.handles) == set(handles)
    assert set(found.dates) == set(contact.dates)
    assert len(found.origins) == 1


_PIECES = (
    b"FN:",
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3",
    b"=\r\n",
    b"\r\n ",
    b"item1.",
    b"X-ABLabel:",
    b"BDAY:",
    b"PHOTO;ENCODING=b:",
    b"END:VCARD\r\n",
    b"BEGIN:VCARD\r\n",
    b"KIND:group\r\n",
    b"MEMBER:",
    b";",
    b":",
    b'"',
    b"\\",
    b"AGENT:\r\n",
    b"\0",
    b"\xff\xfe",
    b"IMPP;X-SERVICE-TYPE=",
    b"X-ANDROID-CUSTOM:",
    b"TEL;VALUE=uri:tel:",
)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from(_PIECES),
        max_size=20,
    ),
)
def test_nothing_raises(noise, pieces):
    half = len(pieces) // 2
    read(SOURCE, {"a.vcf": b"BEGIN:VCARD\r\n" + b"".join(pieces[:half]) + noise + b"".join(pieces[half:])})
