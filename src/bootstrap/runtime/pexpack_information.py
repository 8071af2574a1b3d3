"""Reads PEX-INFO, which says what an application is. Runs on Python 2.7 as well."""


class Plain:
    """How the standard library's own scanner shall read JSON: as json.loads() does."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float  # of NaN, Infinity and -Infinity, as their texts are called there


def parsed(text):
    """What json.loads() makes of the text.

    `json` imports regular expressions and enumerations, which are a fifth of a small application's
    first start; its scanner in C needs neither.
    """
    try:
        from _json import make_scanner

        scan = make_scanner(Plain)  # type: ignore
    except (AttributeError, ImportError, TypeError):  # not CPython 3
        import json

        return json.loads(text)
    try:
        text = text.strip(" \t\r\n")
        information, end = scan(text, 0)
    except StopIteration:
        end = -1
    if end != len(text):
        raise ValueError("PEX-INFO is no JSON document")
    return information


def is_own_hash(text, pex_hash, sha256_of):
    """Is this the hash of PEX-INFO's bytes, which counts as if they gave none?

    `sha256_of`: what gives the digest of bytes in hexadecimal digits.
    """
    field = '"pex_hash":"%s"'
    blank = text.replace((field % pex_hash).encode("utf-8"), (field % "").encode("utf-8"))
    return sha256_of(blank) == pex_hash


def opened_application(data, pex):
    """(PEX-INFO, members) of the application's file `pex`, whose bytes are `data`."""
    from pexpack_archive import NAME, content, read_application

    members = read_application(data, pex, 1)
    by_name = {member[NAME]: member for member in members}
    information = parsed(bytes(content(data, by_name[b"PEX-INFO"], pex)).decode("utf-8"))
    layout = information["build_properties"]["pexpack"]["layout"]
    if layout != 1:
        members = read_application(data, pex, layout)
    return information, members
