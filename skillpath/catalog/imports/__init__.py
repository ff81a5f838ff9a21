"""Bulk import: public tables and registries -> a catalogue of JSON lines.

Every importer streams its source, writes one record per line through `writer.CatalogWriter`, and answers with an
`report.ImportReport`: what it wrote, and what it left out and why. What a source holds is never trusted: a bad piece is
one located entry of the report.
"""
