"""Plan stackable credentials: the provably cheapest or shortest way from what you hold to a job or a degree."""

__version__ = "0.1.0"
