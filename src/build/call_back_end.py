"""Calls the hooks of a build back end (PEP 517): `call_back_end.py ORDER`, a JSON file.

Runs in the project's folder, under the Python of the build environment: 3.6 to 3.14. Writes its
answer to the file that the order names: `{"wheel": NAME}`, or `{"requires": [TEXT, …]}` when the
back end asks for more than it was given. Whatever goes wrong ends it with what Python says of it.
"""

import importlib
import json
import os
import subprocess
import sys

LEGACY = "setuptools.build_meta:__legacy__"
# As pip has it: the file is run as if it were called by its name, with setuptools imported first.
RUN_SETUP = (
    "import setuptools, tokenize; __file__ = 'setup.py'; "
    "exec(compile(tokenize.open(__file__).read().replace('\\r\\n', '\\n'), __file__, 'exec'))"
)


class SetupPy:
    """Stands in for setuptools.build_meta where setuptools is older than that (40.8)."""

    @staticmethod
    def get_requires_for_build_wheel():
        return ["wheel"]

    @staticmethod
    def build_wheel(output):
        subprocess.check_call(
            [sys.executable, "-B", "-c", RUN_SETUP, "-q", "bdist_wheel", "-d", output]
        )
        return next(name for name in os.listdir(output) if name.endswith(".whl"))


def is_below(path, folders):
    path = os.path.realpath(path)
    return any(path.startswith(os.path.realpath(folder) + os.sep) for folder in folders)


def load_back_end(order):
    """The object that has the hooks."""
    sys.path[:0] = order["back_end_path"]
    module, _, attributes = order["back_end"].partition(":")
    try:
        back_end = importlib.import_module(module)
        for name in filter(None, attributes.split(".")):
            back_end = getattr(back_end, name)
    except (AttributeError, ImportError):
        if order["back_end"] == LEGACY:
            import setuptools  # noqa: F401, it must be there at least

            return SetupPy
        raise
    found = sys.modules[module].__file__ or ""
    if order["back_end_path"] and not is_below(found, order["back_end_path"]):
        sys.exit("ERROR: the back end was found in %s and not below its backend-path" % found)
    if not hasattr(back_end, "build_wheel"):
        sys.exit("ERROR: the back end `%s` has no build_wheel" % order["back_end"])
    return back_end


def asked_for(back_end):
    """What it wants besides build-system.requires. Each hook has a process of its own (PEP 517)."""
    hook = getattr(back_end, "get_requires_for_build_wheel", None)
    if hook is None:
        return []
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            answer = json.dumps(list(hook())).encode("utf-8")
            with os.fdopen(writing, "wb") as stream:
                stream.write(answer)
            code = 0
        except SystemExit as exit_:
            if exit_.code is not None and not isinstance(exit_.code, int):
                sys.stderr.write("%s\n" % (exit_.code,))
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(1)  # it has said why
    return json.loads(answer.decode("utf-8"))


def spelt_alike(text):
    return "".join(text.lower().split())


def answer_to(order):
    back_end = load_back_end(order)
    if order["ask"]:
        known = {spelt_alike(text) for text in order["known"]}
        more = [text for text in asked_for(back_end) if spelt_alike(text) not in known]
        if more:
            return {"requires": more}
    return {"wheel": back_end.build_wheel(order["output"])}


def main():
    # In one stream what it says keeps its order.
    os.dup2(2, 1)
    with open(sys.argv[1], encoding="utf-8") as stream:
        order = json.load(stream)
    # Some look at how they were called.
    sys.argv[1:] = []
    # This process was told to ignore them; those that it starts should not see them.
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONOPTIMIZE", "PYTHONWARNINGS"):
        os.environ.pop(name, None)
    answer = answer_to(order)
    with open(order["answer"], "w", encoding="utf-8") as stream:
        json.dump(answer, stream)


main()
