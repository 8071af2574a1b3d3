"""Which files of the repository the checks look at."""

import os

FOLDERS = [".ci", "bench", "cmake", "docs", "examples", "include", "scripts", "src", "tests"]
# The seeds of the fuzz targets are odd on purpose.
SKIPPED_FOLDERS = {"__pycache__", "wheelhouse", "dist", "build", "seeds"}


def source_files(root):
    """Paths relative to `root`, sorted: the files at the top and those of FOLDERS."""
    found = [name for name in os.listdir(root) if os.path.isfile(os.path.join(root, name))]
    for folder in FOLDERS:
        for where, folders, files in os.walk(os.path.join(root, folder)):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            inside = os.path.relpath(where, root)
            found += [os.path.join(inside, name) for name in files]
    return sorted(found)


def is_cpp(path):
    return path.endswith((".cpp", ".hpp"))


def read_text(root, path):
    with open(os.path.join(root, path), encoding="utf-8", newline="") as file:
        return file.read()
