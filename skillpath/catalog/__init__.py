"""Catalogues: typed records, YAML files, checks, and the graph of them."""
