"""Where pexpack does not follow the manifest's advice, and why.

Only what the manifest calls a policy, on which sound tools differ. Each rule is for a kind of case:
a pattern that names of cases match, what pexpack does with them, and the reason.
"""

import fnmatch

ACCEPT, REJECT = "accept", "reject"

RULES = [
    ("bomb-marker-*", ACCEPT,
     "markers are read without recursion: a deep one means what it says and costs no more"),
    ("boot-*", ACCEPT,
     "wheels lie unopened in the pex, so nothing in them can take the place of its own files; in the "
     "environment they are where pip would put them"),
    ("data-pth", ACCEPT, "packages have .pth files for good reasons; pip installs them too"),
    ("data-script-subdir", ACCEPT, "it is laid out below bin, as by pip"),
    ("frame-trailing-*", REJECT, "nothing may follow the end record: who looks for it from behind "
     "and who does not must find the same"),
    ("meta-latin1*", REJECT, "METADATA is UTF-8; guessing would show another name than was meant"),
    ("path-case-*", ACCEPT, "files are made for Linux, whose file systems tell the names apart"),
    ("record-*", REJECT, "RECORD gives each file once, by its own name and as the specification "
     "writes digests: what is read leniently is not checked"),
    ("req-include-fanout*", REJECT,
     "there is a limit of 10,000 files: whoever writes so many includes means something else"),
    ("req-latin1*", REJECT, "pip refuses it as well, but for a file that names its encoding"),
    ("wheel-tag-*", ACCEPT, "which Pythons a wheel is for stands in its file name, as with pip"),
]


def is_documented(name, outcome):
    return any(fnmatch.fnmatch(name, pattern) and outcome == what for pattern, what, _ in RULES)
