"""Letters that stand for a name."""


def initials(name: str) -> str:
    """At most two letters that stand for a name: "Acme Bakery" is AB; a name without letters is a dot."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "·"
    return "".join(word[0] for word in (words if len(words) == 1 else [words[0], words[-1]])).upper()
