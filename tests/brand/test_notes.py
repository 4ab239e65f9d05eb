from tenants.brand import derive


def test_yellow_buttons_stay_and_links_change_with_a_sentence():
    palette = derive("#FFFF00", "#FFFF00")

    assert palette.light.brand == "#FFFF00"
    (note,) = palette.notes()
    assert note.startswith(f"Your yellow is too light for text on white, so links use {palette.light.link};")
    assert note.endswith("buttons keep your yellow with dark text.")


def test_red_is_nudged_so_that_white_can_be_read():
    palette = derive("#FF0000", "#FF0000")

    assert palette.light.brand_ink == "#FFFFFF"
    assert palette.notes()[0] == (
        f"Your red is a touch darker on buttons ({palette.light.brand}), so that white text can be read."
    )


def test_black_turns_light_on_dark_pages():
    palette = derive("#0A0A0A", "#0A0A0A")

    assert palette.light.brand == palette.light.link == "#0A0A0A"
    assert palette.notes() == [
        f"On dark pages your black becomes {palette.dark.brand} on buttons and {palette.dark.link} in links."
    ]


def test_white_cannot_be_a_button_on_white():
    palette = derive("#FFFFFF", "#FFFFFF")

    assert palette.notes()[0] == f"Your white cannot be seen on a white page, so buttons use {palette.light.brand}."
