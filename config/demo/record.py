"""var/demo.json: what runs where and who can sign in. The seed writes the people, the supervisor the addresses."""

import json
from pathlib import Path
from typing import Any


class Record:
    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> dict[str, Any]:
        try:
            known: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return known

    def update(self, **facts: Any) -> None:
        """Replace these facts and keep the rest. Readable by its owner alone: passwords are in it."""
        unfinished = self.file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        text = json.dumps({**self.read(), **facts}, indent=2, ensure_ascii=False) + "\n"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(self.file)
