"""What the machine is, without saying whose."""

import os
import platform
import re


def first_match(path, pattern, otherwise):
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(pattern, file.read(), re.MULTILINE)
    except OSError:
        return otherwise
    return found.group(1).strip() if found else otherwise


def description():
    processor = first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$", platform.machine())
    memory = int(first_match("/proc/meminfo", r"^MemTotal:\s*(\d+) kB", "0"))
    system = first_match("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)', "Linux")
    return "%d × %s, %.0f GB of memory, %s, Linux %s" % (
        os.cpu_count(), processor, memory / 1e6, system, platform.release())


def load():
    """How many processes were busy in the last minute."""
    return os.getloadavg()[0]
