import pytest

from crm.markdown import clean, excerpt, plain_source, to_html, to_text


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# Hours", "<h2>Hours</h2>\n"),
        ("###### Small", "<h3>Small</h3>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("[us](https://a.example)", '<p><a href="https://a.example" rel="noopener nofollow">us</a></p>\n'),
    ],
)
def test_the_small_markdown(typed, html):
    assert to_html(typed) == html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="https://a.example" onclick="x()">x</a>',
        "<img src=x onerror=alert(1)>",
        "`code`",
    ],
)
def test_nothing_else_gets_through(typed):
    html = to_html(typed)

    assert not any(part in html for part in ("<script", "<img", 'href="javascript', 'href="data', "<a h", "<code"))


def test_a_picture_from_elsewhere_becomes_a_link():
    assert "<img" not in to_html("![x](https://a.example/pixel.png)")


def test_a_row_that_somebody_tampered_with_is_cleaned_on_the_way_out():
    assert clean('<p onclick="x()">a<script>b</script></p>') == "<p>a</p>"


def test_the_plain_part_of_a_mail_reads_as_a_letter():
    source = "# Hours\n\nSee [our page](https://a.example)\nor call.\n\n- a\n- b\n\n1. x\n2. y\n\nBye"

    assert to_text(source) == "Hours\n\nSee our page (https://a.example)\nor call.\n\n- a\n- b\n\n1. x\n2. y\n\nBye"


def test_an_excerpt_is_one_line_that_ends_at_a_word():
    assert excerpt("# A\n\n**b** c") == "A b c"
    assert excerpt("Two ways.\n\n- Write\n- Ring us\n\nThank you") == "Two ways. Write · Ring us Thank you"
    assert excerpt("one two three four", length=12) == "one two…"


def test_controls_and_line_ends_are_put_right_before_they_are_kept():
    assert plain_source(" a\r\nb\0\x1b[31m\tc ") == "a\nb[31m\tc"
