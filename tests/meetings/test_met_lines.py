"""What lines about people met say: a corpus, with the traps that people's own words set."""

from datetime import date

import pytest

from core.chat.parsing.people.carded import carded_name, listed_name
from core.chat.parsing.promised import promised, promises_in
from core.meetings.met_lines import is_title, read_said

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Raj Patel @ Shopify, PM", "Raj Patel"),
        ("Raj Patel @Shopify", "Raj Patel"),
        ("raj patel @ shopify, pm", "raj patel"),
        ("Raj @ Shopify", "Raj"),
        ("Raj Patel, PM @ Shopify", "Raj Patel"),
        ("Dr. Raj Patel @ IBM", "Dr. Raj Patel"),
        ("An O'Brien @ Dell", "An O'Brien"),
        ("Jean-Luc de la Tour @ Dell", "Jean-Luc de la Tour"),
        ("Zoë Brandt @ Ünal GmbH", "Zoë Brandt"),
        # no card: another thing than a company stands behind the @, or no name before it
        ("Jane coffee @ Starbucks", ""),
        ("Ana, coffee @ Starbucks", ""),
        ("Jane lunch @ noon", ""),
        ("Jane @ noon", ""),
        ("Jane @ 3pm", ""),
        ("Jane @ the office", ""),
        ("Jane @ home", ""),
        ("Jane and Raj @ Shopify", ""),
        ("Jane with Raj @ Shopify", ""),
        ("raj@shopify.com", ""),
        ("Raj raj@shopify.com", ""),
        ("Jane talked about jobs @ Shopify", ""),
        ("met Jane @ Shopify", ""),
        ("@ Shopify", ""),
        ("12 people @ Shopify", ""),
        ("", ""),
        ("Jane", ""),
        ("one two three four five six @ Shopify", ""),
    ],
)
def test_a_name_with_a_card_behind_it(line, name):
    assert carded_name(line) == name


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("send him the article", "send him the article"),
        ("send her the deck by Friday", "send her the deck by Friday"),
        ("will send her the deck", "send her the deck"),
        ("I'll call her on Friday", "call her on Friday"),
        ("I will introduce him to Jane", "introduce him to Jane"),
        ("promised her an intro to Raj", "an intro to Raj"),
        ("promised to review his CV", "review his CV"),
        ("I promised to write", "write"),
        ("call him", "call him"),
        ("call back", "call back"),
        ("email them on Thursday", "email them on Thursday"),
        ("invite her to the gala", "invite her to the gala"),
        ("need to send the slides", "send the slides"),
        ("and will call him", "call him"),
        ("to send the CV", "send the CV"),
        ("put them in touch with Ana", "put them in touch with Ana"),
        # what they will do, what was done, and what is no promise at all
        ("send me the deck", ""),
        ("will send me her CV", ""),
        ("she will send the article", ""),
        ("he promised to write", ""),
        ("promised me a job", ""),
        ("sent him the article", ""),
        ("called him yesterday", ""),
        ("call", ""),
        ("call yesterday", ""),
        ("phone call", ""),
        ("email", ""),
        ("intro to Raj", ""),
        ("coffee", ""),
        ("will be in Paris in May", ""),
        ("will join IBM", ""),
        ("I'll be in Paris", ""),
        ("to the moon", ""),
        ("meet at noon", ""),
        ("write-up was nice", ""),
        ("share a taxi", ""),
        ("share a cab home", ""),
        ("and share the ride", ""),
        ("share taxi", ""),
        ("share the deck", "share the deck"),
        ("talked about sending money", ""),
        ("", ""),
    ],
)
def test_what_is_a_promise(part, what):
    assert promised(part) == what


@pytest.mark.parametrize(
    ("words", "what", "company", "title", "knows", "promises"),
    [
        (
            "@ Shopify, PM, knows Jane, send him the article",
            "",
            "Shopify",
            "PM",
            ["Jane"],
            ["send him the article"],
        ),
        ("PM @ Shopify, knows Jane", "", "Shopify", "PM", ["Jane"], []),
        ("@Shopify #fintech, raj@x.org, talked about hiring", "talked about hiring", "Shopify", None, [], []),
        ("@ Shopify, coffee, nice", "coffee, nice", "Shopify", None, [], []),
        ("@ Acme, Inc., recruiter", "", "Acme, Inc.", "recruiter", [], []),
        ("@ Shopify. Wants an intro to Bob", "Wants an intro to Bob", "Shopify", None, [], []),
        (
            "@ Dell, head of data, friend of Jane Doe; call him back",
            "",
            "Dell",
            "head of data",
            ["Jane Doe"],
            ["call him back"],
        ),
        ("@ Dell\nCTO\nwill send him the deck", "", "Dell", "CTO", [], ["send him the deck"]),
        ("@ IBM, very nice, PM", "very nice", "IBM", "PM", [], []),
        ("@ IBM, she will send me her CV", "she will send me her CV", "IBM", None, [], []),
        # no company: the words stay as they were, whatever else is understood
        ("coffee, nice", "coffee, nice", None, None, [], []),
        ("coffee, will send her the deck", "coffee, will send her the deck", None, None, [], ["send her the deck"]),
        ("PM, knows Jane", "PM, knows Jane", None, None, ["Jane"], []),
        ("lunch @ Shopify", "lunch @ Shopify", None, None, [], []),
        ("coffee @ 3pm", "coffee @ 3pm", None, None, [], []),
        ("coffee, wrote to raj@shopify.com", "coffee, wrote to raj@shopify.com", None, None, [], []),
        ("knows a lot about AI", "knows a lot about AI", None, None, [], []),
        ("knows 3 people at IBM", "knows 3 people at IBM", None, None, [], []),
        ("", "", None, None, [], []),
    ],
)
def test_words_behind_a_name(words, what, company, title, knows, promises):
    said = read_said(words, TODAY, card=False)
    assert said.what == what
    assert (said.card.company if said.card else None) == company
    assert (said.card.title if said.card else None) == title
    assert [*said.knows] == knows
    assert [*said.promises] == promises


@pytest.mark.parametrize(
    ("words", "what", "company", "title"),
    [
        ("PM", "", None, "PM"),
        ("recruiter, nice chat", "nice chat", None, "recruiter"),
        ("coffee, nice", "coffee, nice", None, None),
        ("from Acme, nice chat", "nice chat", "Acme", None),
        ("works at Acme as a designer", "", "Acme", "designer"),
        ("talked about head of data roles", "talked about head of data roles", None, None),
        ("from the north, PM", "from the north", None, "PM"),
    ],
)
def test_of_somebody_new_a_title_alone_counts(words, what, company, title):
    said = read_said(words, TODAY, card=True)
    assert said.what == what
    assert (said.card.company if said.card else None) == company
    assert (said.card.title if said.card else None) == title


@pytest.mark.parametrize(
    "text", ["PM", "CEO", "Head of Data", "recruiter", "Product Manager", "VP Sales", "co-founder"]
)
def test_titles(text):
    assert is_title(text)


@pytest.mark.parametrize("text", ["Sue Lim", "Jane", "coffee", "Tom Ford", "Ann"])
def test_names_are_no_titles(text):
    assert not is_title(text)


def test_where_promises_stand():
    line = "Raj @ Dell, call her on Thursday, nice; will send the deck"
    assert [line[start:end] for start, end in promises_in(line)] == ["call her on Thursday", "will send the deck"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Kim Lee, Deloitte, consultant", "Kim Lee"),
        ("Bob Stone, lawyer; will intro him to Jane", "Bob Stone"),
        ("Tom Ford, Bill Gates", ""),
        ("Tom, Bill", ""),
        ("coffee, nice", ""),
        ("Kim Lee", ""),
    ],
)
def test_one_name_before_a_comma(line, name):
    assert listed_name(line) == name


@pytest.mark.parametrize(
    ("words", "company", "title", "promises"),
    [
        ("Deloitte, consultant", "Deloitte", "consultant", ()),
        ("IBM, recruiter", "IBM", "recruiter", ()),
        ("PM, recruiter", None, "PM", ()),
        ("SAP, send CV", "SAP", None, ("send CV",)),
        ("CRO, nice talk", None, "CRO", ()),
        ("@ RBC, send CV, intro to Jane", "RBC", None, ("send CV", "intro to Jane")),
    ],
)
def test_a_card_of_somebody_new(words, company, title, promises):
    said = read_said(words, TODAY, card=True)
    assert said.card
    assert (said.card.company, said.card.title, said.promises) == (company, title, promises)
