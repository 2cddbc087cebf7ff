"""/duplicates: likely pairs one after the other; what is not the same is never asked about again."""


async def three_pairs(ada) -> None:
    for line in (
        "/add Jane Doe @ IBM jane@example.com",
        "/add Janie",
        "/handle Janie jane@example.com",
        "/add Rajesh Patel @ Acme",
        "/add Quentin @ Acme",
        "/edit Quentin name Rajes Patel",
        "/add Ann Lee",
        "/add Zoe +1 416 555 0100",
        "/edit Zoe name Ann Lee",
        "/add Zoe Brandt @ Acme",
    ):
        await ada.says(line)


async def test_pair_by_pair(ada):
    await three_pairs(ada)
    first = await ada.says("/duplicates")
    assert "3 pairs of cards" in first
    assert "the same e-mail address" in first
    second = await ada.presses("Same: merge")
    assert "2 pairs" in second
    assert "the same name" in second
    assert "One card now: Jane Doe" in ada.hears("One card now")
    third = await ada.presses("Later")
    assert "1 pair of cards" in third
    assert "almost the same name and the same company" in third
    assert "all but the 1" in await ada.presses("Not the same")
    assert "Ann Lee" in await ada.presses("Look at them now")
    assert "No two cards look like one" in await ada.presses("Same: merge")
    assert "5 people" in await ada.says("/who")


async def test_not_the_same_is_remembered(ada):
    await three_pairs(ada)
    await ada.says("/duplicates")
    await ada.presses("Not the same")
    assert "whenever you like" in await ada.presses("Stop")
    assert "2 pairs" in await ada.says("/duplicates")


async def test_told_apart_in_a_merge(ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Janie @ IBM")
    await ada.says("/edit Janie alias Jane")
    assert "1 pair" in await ada.says("/duplicates")
    await ada.says("/merge Jane Doe and Janie")
    assert "two people" in await ada.presses("Not the same")
    assert "network is in good shape" in await ada.says("/duplicates")


async def test_undone_they_are_asked_about_again(ada):
    await three_pairs(ada)
    await ada.says("/duplicates")
    await ada.presses("Same: merge")
    await ada.says("/undo")
    assert "3 pairs" in await ada.says("/duplicates")


async def test_what_they_have_in_common_is_said_as_it_is(ada):
    await ada.says("/add Émile Hoffmann 170@example.org")
    await ada.says("/add Émile Hoffmann-Martin private@example.net")
    await ada.presses("Add Émile Hoffmann-Martin anyway")
    asked = await ada.says("/duplicates")
    assert "They have almost the same name and work or mail at “example”." in asked
    assert "company" not in asked


async def test_a_name_alone_is_not_almost_the_same(ada):
    await ada.says("/add Carla Dupont-Weber @ Globex, designer")
    await ada.says("/add Dupont @ Globex dupont@example.org")
    await ada.presses("Add Dupont anyway")
    asked = await ada.says("/duplicates")
    assert "They have the name Dupont in common and the same company." in asked
    assert "New on it: Also known as: Dupont; E-mail: dupont@example.org" in asked
