"""Exports and pages without anybody in them."""

import pytest

from core.imports.social.pinterest import ABOUT_ME, PINTEREST, SOURCE
from tests.imports.linkedin.sent import piece, read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<!DOCTYPE html><html><body><h1 id="pins">Pins</h1>Title: Chair<br>Board: Home</body></html>', PINTEREST),
        ('<html><h1 id="boards">Boards</h1></html>', PINTEREST),
        ('<html><head><link rel="canonical" href="https://about.me/jane"></head></html>', ABOUT_ME),
        ("<html><head><title>Jane Doe - Lisbon | about.me</title></head></html>", ABOUT_ME),
    ],
)
def test_whoever_sends_one_is_told_kindly_what_to_do(content, said):
    haul = read(SOURCE, {"export.html": content})
    assert haul.found == ()
    assert [each.message for each in haul.remarks] == [said]


@pytest.mark.parametrize("content", ["", "<html><h1>Pins</h1></html>", "about.me/jane", "pinterest.com/jane"])
def test_other_pages_are_not_taken_for_them(content):
    assert SOURCE.part(piece("x.html", content)) == ""
