"""Which program becomes this process: what the user asked for, with what the builder set."""

import os

from pexpack_report import Failure
from pexpack_settings import NO

YES = ("1", "true", "yes", "on")


def is_interpreter(environ) -> bool:
    """Does PEX_INTERPRETER ask for Python itself? The sh header knows the same words."""
    value = environ.get("PEX_INTERPRETER", "")
    if value.lower() not in YES + NO:
        raise Failure("PEX_INTERPRETER is `%s`: set it to 1 or 0" % ascii(value)[1:-1])
    return value.lower() in YES


def console_scripts(venv: str) -> dict:
    with open(os.path.join(venv, "console_scripts.txt"), encoding="utf-8") as stream:
        return dict(line.rstrip("\n").split("=", 1) for line in stream)


def entry_command(start: list, venv: str, entry_point: str) -> list:
    """`start`: the interpreter and its flags."""
    return start + [os.path.join(venv, "bin", "pexpack-entry"), entry_point]


def script_command(start: list, venv: str, name: str) -> list:
    scripts = console_scripts(venv)
    path = os.path.join(venv, "bin", name)
    if name in scripts:
        return entry_command(start, venv, scripts[name])
    if os.sep not in name and name not in ("", "pexpack-entry") and os.path.isfile(path):
        return [path]
    others = ", ".join(sorted(scripts)) or "none"
    raise Failure("no script `%s` in the application; its console scripts: %s" % (name, others))


def command(venv: str, information: dict, environ, flags: list, arguments: list) -> list:
    """The whole argument list, its first word an absolute path."""
    module, script = environ.get("PEX_MODULE"), environ.get("PEX_SCRIPT")
    if module and script:
        raise Failure("PEX_MODULE and PEX_SCRIPT are both set: unset one")
    start = [os.path.join(venv, "bin", "python")]
    start += list(information.get("inject_python_args") or []) + flags
    built_in = information.get("script") or information.get("entry_point")
    if not (module or script or built_in) or is_interpreter(environ):
        return start + arguments
    if module:
        return entry_command(start, venv, module) + arguments
    if script:
        return script_command(start, venv, script) + arguments
    arguments = list(information.get("inject_args") or []) + arguments
    if information.get("script"):
        return script_command(start, venv, information["script"]) + arguments
    return entry_command(start, venv, information["entry_point"]) + arguments
