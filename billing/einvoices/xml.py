"""EN 16931 as XML, each checked against its schema before anybody gets it."""

from billing.einvoices.fields import fields
from billing.einvoices.gaps import gaps
from billing.errors.papers import NoEInvoice
from billing.frozen import Frozen

LEVEL = "en16931"


def cii_of(said: Frozen) -> bytes:
    """Return the Cross Industry Invoice that Factur-X carries (profile EN 16931); raises NoEInvoice."""
    return _xml(said, "factur-x")


def ubl_of(said: Frozen) -> bytes:
    """Return a UBL 2.1 Invoice or CreditNote; raises NoEInvoice."""
    return _xml(said, "ubl-2.1")


def _xml(said: Frozen, flavor: str) -> bytes:
    from facturx import generate_xml  # it brings a sixth of all modules along, which most processes never need

    if missing := gaps(said):
        raise NoEInvoice(number=said["number"], missing="; ".join(missing))
    made: bytes = generate_xml(fields(said), flavor=flavor, level=LEVEL, check_xsd=True, check_schematron=False)
    return made
