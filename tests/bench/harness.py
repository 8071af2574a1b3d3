"""Puts the modules of bench/, and what they and their tests need, on the path."""

import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
for folder in (("tests", "data"), ("tests", "checks"), ("bench",)):
    sys.path.insert(0, os.path.join(TOP, *folder))
