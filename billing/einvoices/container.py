"""What makes a PDF/A-3 with an embedded invoice a Factur-X: its metadata say so, under a schema that they declare."""

import io
from functools import cache
from pathlib import Path

import facturx
from lxml import etree
from pypdf import PdfWriter
from pypdf.generic import StreamObject

FILE_NAME = "factur-x.xml"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SCHEMAS = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_BAG, _ITEM, _DESCRIPTION = f"{{{_RDF}}}Bag", f"{{{_RDF}}}li", f"{{{_RDF}}}Description"
_LEVEL = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel"


def declared(pdf: bytes) -> bytes:
    """Return a PDF/A-3 that carries FILE_NAME with Factur-X's metadata added; all other bytes stay where they are."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    metadata = writer.root_object["/Metadata"].get_object()
    if not isinstance(metadata, StreamObject):
        raise TypeError("A PDF/A has metadata as a stream.")
    metadata.set_data(_with_schema(metadata.get_data()))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


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
    return (Path(facturx.__file__).parent / "xmp" / "Factur-X_extension_schema.xmp").read_bytes()
