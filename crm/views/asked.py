"""What addresses ask for, read with care: nonsense asks for nothing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from tenants.kernel.pages import row_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list asks for."""

    words: str
    tag: int | None
    show: str

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        return cls(
            words=query.get("q", "")[:100].strip(),
            tag=row_id(query.get("tag", "")),
            show=query.get("show", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.tag or self.show)

    def address(self, **changes: str) -> str:
        """Return the query of this list with some of it changed, and without a place in it."""
        parts = {"q": self.words, "tag": str(self.tag or ""), "show": self.show, **changes}
        return "?" + urlencode({name: value for name, value in parts.items() if value})
