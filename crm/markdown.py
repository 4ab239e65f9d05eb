"""The small markdown of updates: bold, italic, lists, links, two levels of headings. Nothing else gets through."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3"}
SCHEMES = {"http", "https", "mailto", "tel"}
_RULES = ["emphasis", "link", "list", "heading", "newline", "escape"]
_LEVELS = {"h1": "h2", "h2": "h3", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}  # the page's h1 is the title
_KEPT = "\n\t"

_reader = MarkdownIt("zero", {"breaks": True, "html": False}).enable(_RULES)


def plain_source(typed: str) -> str:
    """Return what was typed with line ends of one kind and without control characters."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(sign for sign in lines if sign in _KEPT or unicodedata.category(sign) not in {"Cc", "Cs"})


def to_html(source: str) -> str:
    """Return markdown as clean HTML."""
    tokens = _reader.parse(source)
    for token in tokens:
        token.tag = _LEVELS.get(token.tag, token.tag)
    return clean(_reader.renderer.render(tokens, _reader.options, {}))


def clean(html: str) -> SafeString:
    """Return HTML with nothing in it but what the markdown can make, whoever wrote it."""
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )
    return mark_safe(cleaned)  # cleaned in the line above


def to_text(source: str) -> str:
    """Return markdown as it stands in the plain part of a mail: links with their addresses, lists with their marks."""
    letter = _Letter()
    for token in _reader.parse(source):
        letter.take(token)
    return "".join(letter.parts)


def excerpt(source: str, *, length: int = 140) -> str:
    """Return the beginning of a text as one line without its marks; a dot parts what were items of a list."""
    words = " ".join("".join(_one_line(_reader.parse(source))).split())
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"


def _one_line(tokens: Iterable[Token]) -> Iterator[str]:
    before = ""
    for token in tokens:
        if token.type == "list_item_open" and before == "list_item_close":
            yield "· "
        elif token.type == "inline":
            yield _bare(token.children or ())
        before = token.type


def _bare(tokens: Iterable[Token]) -> str:
    words = (token.content if token.type == "text" else " " * token.type.endswith("break") for token in tokens)
    return "".join([*words, " "])


def _words(tokens: Sequence[Token]) -> str:
    said, address = "", ""
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            said += f" ({address})" if address and not said.endswith(address) else ""
        else:
            said += "\n" if token.type.endswith("break") else token.content
    return said


class _Letter:
    """Plain text as it is put together from tokens; ``numbers`` holds how far each open list has come."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.numbers: list[int] = []
        self.mark = ""

    def take(self, token: Token) -> None:
        if token.type.endswith("list_open"):
            self.numbers.append(0)
        elif token.type.endswith("list_close"):
            self.numbers.pop()
        elif token.type == "list_item_open":
            self._begin_item(token)
        elif token.type == "inline":
            self._say(_words(token.children or []))

    def _begin_item(self, token: Token) -> None:
        self.numbers[-1] += 1
        mark = f"{self.numbers[-1]}. " if token.markup in ".)" else "- "
        self.mark = "  " * (len(self.numbers) - 1) + mark

    def _say(self, words: str) -> None:
        goes_on = self.mark and self.numbers[-1] > 1
        if self.parts:
            self.parts.append("\n" if goes_on else "\n\n")
        self.parts.append(self.mark + words)
        self.mark = ""
