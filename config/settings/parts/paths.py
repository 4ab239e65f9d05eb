"""Where things lie: the project, and `var/` for all that a running copy writes."""

from pathlib import Path

from config.settings.env import env

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("MANGO_VAR", str(BASE_DIR / "var")))
