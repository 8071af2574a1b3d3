"""Reads PEX-INFO, which says what an application is. Runs on Python 2.7 as well."""

TEXT = b"".decode("ascii")  # as JSON has it on Python 2.7, too
ROW = {"pythons": [TEXT], "platform": TEXT, "libc": TEXT, "wheels": [0]}
FACTS = {"layout": 0, "target": TEXT, "pythons": [TEXT], "targets": [ROW], "inherit_path": TEXT}
FORM = {
    "build_properties": {"pexpack": FACTS},
    "distributions": {"*": TEXT},
    "entry_point": TEXT,
    "inject_args": [TEXT],
    "inject_env": {"*": TEXT},
    "inject_python_args": [TEXT],
    "pex_hash": TEXT,
    "pex_root": TEXT,
    "script": TEXT,
}
OPTIONAL = ("entry_point", "pex_root", "script")


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


def is_plain(value, form):
    """Is it of the same kind as `form`, and of texts one that a program can be called with?"""
    if type(value) is not type(form):
        return False
    try:
        return form != TEXT or b"\0" not in value.encode("utf-8")
    except UnicodeError:  # half of a pair
        return False


def has_form(value, form):
    """Is the value built as `form` is? Of a list and of "*" every member has to be."""
    if isinstance(form, list):
        return isinstance(value, list) and all(has_form(member, form[0]) for member in value)
    if not isinstance(form, dict):
        return is_plain(value, form)
    if not isinstance(value, dict):
        return False
    if "*" in form:
        return all(key and "=" not in key and is_plain(key, TEXT) for key in value) and all(
            has_form(member, form["*"]) for member in value.values()
        )
    return all(has_form(value[key], form[key]) if key in value else key in OPTIONAL for key in form)


def is_ours(information):
    """Has all that a start reads the form in which pexpack writes it?"""
    if not has_form(information, FORM):
        return False
    facts = information["build_properties"]["pexpack"]
    places = range(len(information["distributions"]))
    used = [place for row in facts["targets"] for place in row["wheels"]]
    return facts["layout"] in (1, 2) and all(place in places for place in used)


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
    if not is_ours(information):
        raise ValueError("its PEX-INFO is none of pexpack's")
    layout = information["build_properties"]["pexpack"]["layout"]
    if layout != 1:
        members = read_application(data, pex, layout)
    return information, members
