"""Whether PEX-INFO has the form in which pexpack writes it."""

import copy
import json
import unittest

from pexpack_information import is_ours, parsed

SOUND = {
    "build_properties": {"pexpack": {
        "layout": 1, "target": "CPython 3.11", "pythons": ["cpython3.11"], "inherit_path": "false",
        "targets": [{"pythons": ["cpython3.11"], "platform": "", "libc": "", "wheels": [0]}],
    }},
    "distributions": {"a-1-py3-none-any.whl": "00"},
    "entry_point": "a:run",
    "inject_args": ["x"],
    "inject_env": {"A": "1"},
    "inject_python_args": ["-u"],
    "pex_hash": "00",
    "venv": False,
}


def places(value, path=()):
    """The path of every value in it that a start reads."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in list(members):
        if key == "venv":
            continue
        yield path + (key,)
        if isinstance(member, (dict, list)):
            yield from places(member, path + (key,))


def changed(path, value):
    information = copy.deepcopy(SOUND)
    inside = information
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return parsed(json.dumps(information))


class FormTest(unittest.TestCase):
    def test_what_pexpack_writes_has_the_form(self):
        self.assertTrue(is_ours(parsed(json.dumps(SOUND))))

    def test_other_keys_may_be_there_and_optional_ones_missing(self):
        information = dict(SOUND, more=[None])
        del information["entry_point"]
        self.assertTrue(is_ours(information))

    def test_a_value_of_another_kind_does_not(self):
        for path in places(SOUND):
            for value in None, True, 1.5, -1, {"a": None}, [None]:
                with self.subTest(path=path, value=value):
                    self.assertFalse(is_ours(changed(path, value)))

    def test_a_text_that_no_program_can_be_called_with_does_not(self):
        for value in "a\0b", "\ud800":
            self.assertFalse(is_ours(changed(("inject_args", 0), value)))
            self.assertFalse(is_ours(changed(("entry_point",), value)))

    def test_a_variable_without_a_proper_name_does_not(self):
        for name in "", "A=B", "A\0":
            self.assertFalse(is_ours(changed(("inject_env", name), "1")))

    def test_a_wheel_that_is_not_listed_does_not(self):
        self.assertFalse(is_ours(changed(("distributions",), {})))

    def test_what_is_missing_is_missed(self):
        for key in SOUND:
            if key not in ("entry_point", "venv"):
                information = copy.deepcopy(SOUND)
                del information[key]
                self.assertFalse(is_ours(information), key)

    def test_what_is_no_object_does_not(self):
        for value in None, [], "text", 3:
            self.assertFalse(is_ours(value))


if __name__ == "__main__":
    unittest.main()
