"""/target and /targets: where one would like to work, and whom one knows there."""


async def test_a_target_with_the_people_there(ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Raj Patel @ IBM Canada")
    await ada.says("/add Zoe Brandt @ ibm")
    await ada.says("/add Ann Lee @ IBMX")
    await ada.says("/add Bob Ray @ IBM")
    await ada.says("/edit Bob status deceased")
    await ada.says("/met Raj coffee 2 weeks ago")
    await ada.says("/met Zoe coffee yesterday")
    added = await ada.says("/target IBM, Shopify")
    assert "On your list now" in added
    assert "IBM: 3 people, Zoe Brandt (yesterday), Raj Patel (2 weeks ago), Jane Doe" in added
    assert "Shopify: nobody you know yet" in added
    shown = await ada.says("/targets")
    assert "2 companies" in shown
    assert set(shown.labels) == {"All at IBM", "Remove IBM", "Remove Shopify"}
    everybody = await ada.presses("All at IBM")
    assert "Jane Doe" in everybody
    assert "Raj Patel" in everybody


async def test_the_same_one_again(ada):
    await ada.says("/target Acme, Inc.")
    assert "On your list already" in await ada.says("/target acme inc")
    assert "1 company" in await ada.says("/targets")


async def test_taken_off_and_put_back(ada):
    await ada.says("/target IBM; @Shopify")
    await ada.says("/targets")
    assert "Off your list: IBM" in await ada.presses("Remove IBM")
    assert "1 company" in await ada.says("/targets")
    assert "taking IBM off the targets" in await ada.says("/undo")
    assert "2 companies" in await ada.says("/targets")
    assert "Off your list: IBM and Shopify" in await ada.says("/target -ibm, shopify")
    assert "Not on your list: IBM" in await ada.says("/target remove IBM")
    await ada.says("/undo")
    assert "2 companies" in await ada.says("/targets")
    assert "the target IBM and Shopify" in await ada.says("/undo")
    assert "No targets yet" in await ada.says("/targets")


async def test_what_is_missing_is_asked(ada):
    assert "Where would you like to work" in await ada.says("/target")
    assert "IBM: nobody you know yet" in await ada.says("IBM")
    assert "Name a company" in await ada.says("/target @@")
    assert "too long" in await ada.says(f"/target {'x' * 101}")


async def test_many_of_them_take_pages(ada):
    await ada.says("/target " + ", ".join(f"Company {n}" for n in range(8)))
    first = await ada.says("/targets")
    assert "Company 4" in first
    assert "Company 5" not in first
    second = await ada.presses("More")
    assert "Company 7" in second
    assert "Company 4" in await ada.presses("Back")


async def test_what_was_not_on_the_list_is_said(ada):
    await ada.says("/target IBM")
    said = await ada.says("/target -IBM, -Shopify, Acme")
    assert "Off your list: IBM." in said
    assert "Not on it: Shopify and Acme." in said
    await ada.says("/undo")
    assert "1 company" in await ada.says("/targets")


async def test_a_company_may_be_called_delete(ada):
    assert "Delete Me: nobody you know yet" in await ada.says("/target Delete Me")
    assert "Drop Inc: nobody you know yet" in await ada.says("/target Drop Inc")
    assert "Remove.bg: nobody you know yet" in await ada.says("/target Remove.bg")
    assert "Off your list: Drop Inc" in await ada.says("/target remove Drop Inc")
