# Prints one JSON object about the running Python. Runs under 2.7 and 3.x, so that an old one can be
# named in a message.
import json
import os
import platform
import struct
import sys
import sysconfig


def full_version(info):
    text = "%d.%d.%d" % tuple(info[:3])
    if info[3] != "final":
        text += info[3][0] + str(info[4])
    return text


def glibc_version():
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").split()[-1]
    except (AttributeError, IndexError, OSError, ValueError):
        pass
    try:
        import ctypes

        version = ctypes.CDLL(None).gnu_get_libc_version
        version.restype = ctypes.c_char_p
        return version().decode("ascii")
    except Exception:
        return ""


def elf_interpreter(path):
    # The PT_INTERP segment: the loader, which is the C library itself on musl.
    with open(path, "rb") as f:
        ident = f.read(16)
        if ident[:4] != b"\x7fELF":
            return ""
        order = "<" if ident[5:6] == b"\x01" else ">"
        wide = ident[4:5] == b"\x02"
        f.seek(32 if wide else 28)
        start = struct.unpack(order + ("Q" if wide else "I"), f.read(8 if wide else 4))[0]
        f.seek(54 if wide else 42)
        size, count = struct.unpack(order + "HH", f.read(4))
        for i in range(count):
            f.seek(start + size * i)
            if struct.unpack(order + "I", f.read(4))[0] != 3:
                continue
            if wide:
                f.seek(start + size * i + 8)
                offset, _, _, length = struct.unpack(order + "4Q", f.read(32))
            else:
                offset, _, _, length = struct.unpack(order + "4I", f.read(16))
            f.seek(offset)
            return f.read(min(length, 4096)).rstrip(b"\0").decode("utf-8", "replace")
    return ""


def elf_header():
    # Bytes that tell 32-bit x86 and hard-float ARM: class, byte order, machine, flags.
    try:
        with open(sys.executable, "rb") as f:
            header = f.read(52)
    except (IOError, OSError, TypeError):
        return None
    if header[:4] != b"\x7fELF" or len(header) < 52:
        return None
    order = "<" if header[5:6] == b"\x01" else ">"
    machine = struct.unpack(order + "H", header[18:20])[0]
    flags = struct.unpack(order + "I", header[36:40])[0]
    return {
        "class": 64 if header[4:5] == b"\x02" else 32,
        "little": order == "<",
        "machine": machine,
        "flags": flags,
    }


def musl_version():
    try:
        loader = elf_interpreter(sys.executable)
        if "musl" not in loader:
            return ""
        import subprocess

        said = subprocess.Popen(
            [loader], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ).communicate()[1]
        for line in said.decode("ascii", "replace").splitlines():
            if line.strip().startswith("Version "):
                return line.split()[1]
    except Exception:
        pass
    return ""


def macos_version():
    version = platform.mac_ver()[0]
    if version == "10.16":
        # Python built against an old SDK is shown a compatibility version.
        import subprocess

        code = "import platform; print(platform.mac_ver()[0])"
        environment = {"SYSTEM_VERSION_COMPAT": "0"}
        version = (
            subprocess.Popen(
                [sys.executable, "-sS", "-c", code], env=environment, stdout=subprocess.PIPE
            )
            .communicate()[0]
            .decode()
            .strip()
        )
    return version


def abi():
    # What cpXY wheels for this very build call their ABI, without the leading "cpXY".
    flags = ""
    if sys.version_info >= (3, 13) and sysconfig.get_config_var("Py_GIL_DISABLED"):
        flags += "t"
    debug = sysconfig.get_config_var("Py_DEBUG")
    if debug or (debug is None and hasattr(sys, "gettotalrefcount")):
        flags += "d"
    if sys.version_info < (3, 8):
        pymalloc = sysconfig.get_config_var("WITH_PYMALLOC")
        if pymalloc or pymalloc is None:
            flags += "m"
    return flags


implementation = getattr(sys, "implementation", None)
markers = {
    "implementation_name": implementation.name if implementation else "",
    "implementation_version": full_version(implementation.version) if implementation else "0",
    "os_name": os.name,
    "platform_machine": platform.machine(),
    "platform_python_implementation": platform.python_implementation(),
    "platform_release": platform.release(),
    "platform_system": platform.system(),
    "platform_version": platform.version(),
    "python_full_version": platform.python_version(),
    "python_version": ".".join(platform.python_version_tuple()[:2]),
    "sys_platform": sys.platform,
}
result = {
    "markers": markers,
    "version": list(sys.version_info[:2]),
    "executable": sys.executable,
    "platform": sysconfig.get_platform(),
    "pointer_bits": struct.calcsize("P") * 8,
    "abi_flags": abi(),
    "extension_suffix": sysconfig.get_config_var("EXT_SUFFIX") or "",
    "version_nodot": str(sysconfig.get_config_var("py_version_nodot") or ""),
    "glibc": "",
    "musl": "",
    "macos": [],
    "elf": None,
}
if platform.system() == "Linux":
    result["glibc"] = glibc_version()
    result["musl"] = musl_version()
    result["elf"] = elf_header()
elif platform.system() == "Darwin":
    result["macos"] = [macos_version(), platform.mac_ver()[2]]
print(json.dumps(result))
