"""What the executors compute: plain functions of pandas."""

SCHEMA = "visitor string, pages long, longest double, share double"


def per_visitor(visits):
    """One row of SCHEMA for all visits of one visitor: (visitor, page, seconds)."""
    longest = visits["seconds"].max()
    return visits.head(1)[["visitor"]].assign(
        pages=visits["page"].nunique(), longest=longest, share=longest / visits["seconds"].sum())
