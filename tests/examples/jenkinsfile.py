"""Reads as much of a declarative Jenkinsfile as its shell steps need: stages, `when`, environment, `sh`.

Strings and comments are read as Groovy does, so braces in them do not count, and a file whose blocks do not
close is refused.
"""

import re

TOKEN = re.compile(r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<text> '''(?:\\.|[^\\])*?''' | '(?:\\.|[^'\\\n])*' )
  | (?P<template> \"\"\"(?:\\.|[^\\])*?\"\"\" | "(?:\\.|[^"\\\n])*" )
  | (?P<word> \w+ )
  | (?P<mark> [^\s\w] )
""", re.VERBOSE | re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "\n": ""}


def unquoted(literal):
    """The value of a Groovy string; in '''…''' a backslash at a line's end joins the lines."""
    width = 3 if literal[:3] in ("'''", '"""') else 1
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found.group(1), found.group(1)), literal[width:-width],
                  flags=re.DOTALL)


def tokens(text):
    """(kind, text) of everything but blanks and comments."""
    found, position = [], 0
    for match in TOKEN.finditer(text):
        if text[position:match.start()].strip():
            raise ValueError("cannot read: %r" % text[position:match.start()])
        position = match.end()
        if match.lastgroup != "comment":
            found.append((match.lastgroup, match.group()))
    return found


class Pipeline:
    """`environment`: {name: value}, `${NAME}` of Jenkins left in; `stages`: [(name, branch or None, [script])]."""

    def __init__(self, text):
        self.environment, self.stages = {}, []
        self.blocks = []
        read = tokens(text)
        for place, (kind, value) in enumerate(read):
            if (kind, value) == ("mark", "{"):
                self.blocks.append(self.name_of_block(read[:place]))
                if self.blocks[-1][0] == "stage":
                    self.stages.append((self.blocks[-1][1], None, []))
            elif (kind, value) == ("mark", "}"):
                self.blocks.pop()
            elif kind in ("text", "template"):
                self.take_string(read[:place], kind, unquoted(value))
        if self.blocks:
            raise ValueError("not closed: %s" % self.blocks)

    @staticmethod
    def name_of_block(before):
        """(word, argument or None) before a brace: `stages`, `stage('Pack')`."""
        if before[-1][1] == ")":
            return before[-4][1], unquoted(before[-2][1])
        return before[-1][1], None

    def take_string(self, before, kind, value):
        inside = [word for word, _ in self.blocks]
        word = before[-1][1]
        if inside[-1:] == ["environment"] and word == "=":
            self.environment[before[-2][1]] = value
        elif word == "sh" and inside[-1:] == ["steps"]:
            if kind == "template":
                raise ValueError("Groovy would put variables into this text: %r" % value)
            self.stages[-1][2].append(value)
        elif word == "branch" and inside[-1:] == ["when"]:
            name, _, scripts = self.stages[-1]
            self.stages[-1] = (name, value, scripts)
