"""A business's brand: colours anyone can read, a clean logo, icons and a manifest. Pure functions, no database."""

from tenants.brand.palette import Palette, derive

__all__ = ["Palette", "derive"]
