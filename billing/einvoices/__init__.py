"""Issued invoices for machines: EN 16931 as Factur-X and as UBL 2.1, made of what is frozen and nothing else."""
