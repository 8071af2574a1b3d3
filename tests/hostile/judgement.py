"""Whether pexpack did with a case what the manifest says."""

import re

from departures import is_documented
from installed import check_result
from sandbox import escaped

REJECT, ACCEPT, WARN = "reject", "accept", "accept-with-warning"

BAD_INPUT = (3, 4)
FORBIDDEN = 5  # the system does not let us read it: no fault of the input

# A control character but the line's end, or a byte that is no UTF-8.
UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\udc80-\udcff]")


def judge(case):
    """The faults of one case, as texts."""
    sandbox, ran, started = case.pack()
    try:
        faults = [*faults_of_cost(case, ran), *faults_of_output(case, ran)]
        outcome = outcome_of(ran)
        faults += faults_of_outcome(case, outcome)
        if outcome == REJECT:
            faults += faults_of_refusal(case, sandbox, ran)
        else:
            faults += check_result(case, sandbox)
        for folder in (case.top, case.canary_folder):
            faults += ["wrote " + path for path in
                       escaped(folder, "PWNED", started, but_not=(sandbox.path("root"),))]
    finally:
        sandbox.remove()
    return ["%s (%s): %s\n    %s" % (case.name, case.entry["what"], fault,
                                     ran.err.replace("\n", "\n    ")) for fault in faults]


def outcome_of(ran):
    if ran.status != 0:
        return REJECT
    return WARN if "\nwarning: " in "\n" + ran.err else ACCEPT


def faults_of_cost(case, ran):
    if ran.was_stopped or ran.cpu_seconds > case.limits["seconds"]:
        yield "took %.1f s, the limit is %s" % (ran.cpu_seconds, case.limits["seconds"])
    if case.measures_memory and ran.rss_mb > case.limits["rss_mb"]:
        yield "took %.0f MB, the limit is %s" % (ran.rss_mb, case.limits["rss_mb"])


def faults_of_output(case, ran):
    """Nothing of ours is on stdout, and nothing on stderr steers a terminal or is a secret."""
    if ran.out:
        yield "wrote to stdout: %r" % ran.out
    if UNPRINTABLE.search(ran.err):
        yield "printed a control character: %r" % ran.err
    for text in case.entry.get("must_not_contain", []):
        if text in ran.out + ran.err:
            yield "printed %r" % text


def faults_of_outcome(case, outcome):
    entry = case.entry
    if outcome == entry["expected"]:
        return
    if entry["strength"] == "policy":
        if is_documented(case.name, outcome) and outcome in entry["also_ok"]:
            return
        # A warning more harms nobody.
        if outcome == WARN and ACCEPT in (entry["expected"], *entry["also_ok"]):
            return
    yield "%s, where %s is expected (%s)" % (outcome, entry["expected"], entry["strength"])


def faults_of_refusal(case, sandbox, ran):
    allowed = BAD_INPUT + ((FORBIDDEN,) if "nonroot" in case.entry["needs"] else ())
    if ran.status not in allowed:
        yield "ended with %d" % ran.status
    if len(re.findall("^error: ", ran.err, re.MULTILINE)) != 1:
        yield "not one message"
    if sandbox.left_behind():
        yield "left %s behind" % sandbox.left_behind()
    message = case.entry.get("message")
    if not message:
        return
    if message["file"] and printable(message["file"]) not in ran.err:
        yield "does not name %r" % message["file"]
    # The names of the cases and of their files must not count for a reason.
    said = ran.err.replace(case.inputs, "")
    for name in (case.name, case.name.replace("-", "_")):
        said = said.replace(name, "")
    if not any(words in said.lower() for words in message["any_of"]):
        yield "does not say that it is about %s" % message["reason"]


def printable(text):
    """As messages show it: escape codes must not reach a terminal."""
    return UNPRINTABLE.sub(lambda found: "\\x%02x" % ord(found.group()), text)
