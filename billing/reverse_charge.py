"""What an invoice says where the buyer accounts for the tax, on pages and on paper alike."""

from django.utils.translation import gettext as _

from billing.frozen import Frozen

UNION = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""The countries in which the directive holds."""


def reverse_charge_words(said: Frozen) -> str:
    """Name the article where it applies: from one country of the Union to another; "" where tax is not reversed."""
    if not said["reverse_charge"]:
        return ""
    seller, buyer = said["seller"]["country"], said["buyer"]["country"]
    if seller != buyer and {seller, buyer} <= UNION:
        return _(
            "Reverse charge: no tax is charged here. The customer accounts for it "
            "(Article 196 of Directive 2006/112/EC)."
        )
    return _("Reverse charge: no tax is charged here. The customer accounts for it.")


def tax_numbers_lacking(said: Frozen) -> bool:
    """Say whether a tax number is missing that tax offices want to see where tax is reversed: the buyer's or ours."""
    numbers = (said["seller"]["tax_id"], said["buyer"]["tax_id"])
    return said["reverse_charge"] and not all(number.strip() for number in numbers)
