"""What makes a PDF/A-3 with an embedded invoice a Factur-X: its metadata say so, under a schema that they declare."""

import re
from functools import cache
from pathlib import Path

from lxml import etree

FILE_NAME = "factur-x.xml"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SCHEMAS = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_BAG, _ITEM, _DESCRIPTION = f"{{{_RDF}}}Bag", f"{{{_RDF}}}li", f"{{{_RDF}}}Description"
_LEVEL = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel"
_METADATA = re.compile(rb"(\d+) 0 obj\s*<<([^>]*/Type\s*/Metadata[^>]*)>>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", re.DOTALL)
_TAIL = 2048
_PACKET, _HEAD = b"<?xpacket begin", 256
"""Where the metadata begin, and how far before that at most their object does: the rest need not be searched."""


def declared(pdf: bytes) -> bytes:
    """Return a PDF/A-3 of typst's that carries FILE_NAME with Factur-X's metadata added.

    They are appended as an update (ISO 32000-1, 7.5.6), so every byte that typst wrote stays where it is. Raises
    ValueError for a PDF that is not written as typst writes.
    """
    near = max(0, pdf.rfind(_PACKET) - _HEAD)
    metadata, trailer = _METADATA.search(pdf, near), _TRAILER.search(pdf[-_TAIL:])
    length = _LENGTH.search(metadata[2]) if metadata else None
    if metadata is None or trailer is None or length is None:
        raise ValueError("The metadata or the trailer are not where typst writes them.")
    packet = _with_schema(pdf[metadata.end() : metadata.end() + int(length[1])])
    number, at = int(metadata[1]), len(pdf) + 1
    update = b"\n%d 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n%b\nendstream\nendobj\n"
    update %= (number, len(packet), packet)
    table = b"xref\n%d 1\n%010d 00000 n\r\ntrailer\n<<%b/Prev %b>>\nstartxref\n%d\n%%%%EOF\n"
    table %= (number, at, trailer[1], trailer[2], len(pdf) + len(update))
    return pdf + update + table


def _with_schema(packet: bytes) -> bytes:
    """PDF/A allows one bag of schemas, so Factur-X's goes into the one that is there."""
    head, tail = packet.index(b"?>") + 2, packet.rindex(b"<?xpacket")
    found = etree.fromstring(packet[head:tail])
    sample = etree.fromstring(_sample())
    properties, declaration = sample.findall(_DESCRIPTION)
    level = properties.find(_LEVEL)
    bag, item = found.find(f".//{_SCHEMAS}/{_BAG}"), declaration.find(f"{_SCHEMAS}/{_BAG}/{_ITEM}")
    if level is None or bag is None or item is None:
        raise ValueError("The metadata are not as PDF/A and Factur-X have them.")
    level.text = "EN 16931"
    bag.append(item)
    found[0].append(properties)
    written: bytes = etree.tostring(found)
    return packet[:head] + written + packet[tail:]


@cache
def _sample() -> bytes:
    """The standard's own sample, as the library ships it."""
    import facturx  # late: see xml.py

    return (Path(facturx.__file__).parent / "xmp" / "Factur-X_extension_schema.xmp").read_bytes()
