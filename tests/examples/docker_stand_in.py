"""Stands in for `docker`, strictly: builds the stages of a Dockerfile as folders, and runs commands in them.

A command runs in a user and mount namespace with the stage as its root, this machine's /usr read-only in it,
and a /usr/local of the stage's own: paths are those of the Dockerfile. What is not known is an error.

$DOCKER_STAND_IN has images.json: {image: {"python": PATH, "pip": a folder with its pip}, or {}}, and `wheels`, where
pip finds them; it gets a folder for each tag. apt-get and ldconfig are not run.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys

STORE = os.environ.get("DOCKER_STAND_IN", "")
STAND_INS = "/stand-ins"
# The root, its /usr/local, the folder to start in, folders of the machine to show; after `--` the command.
ENTER = '''
root=$1 local=$2 start=$3
shift 3
show() { mkdir -p "$root$1"; mount --rbind "$1" "$root$1"; mount -o remount,bind,ro "$root$1"; }
show /usr
mount --bind "$local" "$root/usr/local"
while [ "$1" != -- ]; do show "$1"; shift; done
shift
for each in /dev /proc; do mkdir -p "$root$each"; mount --rbind "$each" "$root$each"; done
PATH=$PATH:/usr/sbin:/sbin
exec chroot "$root" /bin/sh -euc 'cd "$1"; shift; exec "$@"' sh "$start" "$@"
'''


class DockerError(Exception):
    pass


def instructions(text):
    """(word, the rest of it) of each instruction, with its continuation lines."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", "")
    return [tuple(line.strip().split(None, 1)) for line in joined.split("\n") if line.strip()]


def expanded(text, variables):
    """Docker's own expansion of $NAME and ${NAME}."""
    return re.sub(r"\$(?:\{(\w+)\}|(\w+))", lambda found: variables.get(found.group(1) or found.group(2), ""), text)


class Stage:
    def __init__(self, folder, base):
        self.folder, self.start, self.variables, self.entry = folder, "/", {}, None
        self.root, self.local = os.path.join(folder, "root"), os.path.join(folder, "local")
        for path in ("tmp", "root", "var/lib/apt/lists", "usr", STAND_INS[1:]):
            os.makedirs(os.path.join(self.root, path))
        os.makedirs(os.path.join(self.local, "bin"))
        for name in ("bin", "lib", "lib64", "sbin"):
            os.symlink("usr/" + name, os.path.join(self.root, name))
        for name in ("apt-get", "ldconfig"):
            path = os.path.join(self.root, STAND_INS[1:], name)
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n")
            os.chmod(path, 0o755)
        if base:
            minor = re.search(r"3\.\d+$", base["python"]).group(0)
            for name in ("python3", "python" + minor):
                os.symlink(base["python"], os.path.join(self.local, "bin", name))
            self.variables["PYTHONPATH"] = base["pip"]

    def outside(self, path):
        """Where a path of the stage is on this machine."""
        path = os.path.normpath(os.path.join(self.start, path))
        if path == "/usr/local" or path.startswith("/usr/local/"):
            return self.local + path[len("/usr/local"):]
        return self.root + path

    def run(self, words, shown, **options):
        """Runs a command in the stage, with nothing of this process's environment."""
        environment = {"PATH": STAND_INS + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                       "HOME": "/root", **options.pop("environment", {})}
        inside = ["env", "-i", *("%s=%s" % each for each in environment.items()), *words]
        return subprocess.run(["unshare", "--map-root-user", "--mount", "sh", "-euc", ENTER, "sh", self.root, self.local,
                               self.start, *shown, "--", *inside], check=False, **options).returncode


class Build:
    """One `docker build`: reads the Dockerfile of `context` and keeps its stages below `folder`."""

    def __init__(self, context, folder, given):
        self.context, self.folder, self.given = context, folder, given
        self.defaults, self.stages, self.stage = {}, {}, None
        with open(os.path.join(STORE, "images.json"), encoding="utf-8") as file:
            self.images = json.load(file)

    def do(self):
        with open(os.path.join(self.context, "Dockerfile"), encoding="utf-8") as file:
            for word, rest in instructions(file.read()):
                step = getattr(self, "do_" + word.lower(), None)
                if step is None:
                    raise DockerError("unknown instruction: %s" % word)
                step(rest)
        return self.stage

    def do_arg(self, rest):
        name, _, default = rest.partition("=")
        value = self.given.get(name, default or self.defaults.get(name, ""))
        (self.stage.variables if self.stage else self.defaults)[name] = value

    def do_from(self, rest):
        image, *named = expanded(rest, self.defaults).split()
        if image not in self.images:
            raise DockerError("no such image: %s" % image)
        self.stage = Stage(os.path.join(self.folder, str(len(self.stages))), self.images[image])
        self.stages[named[1] if named[:1] == ["AS"] else str(len(self.stages))] = self.stage

    def do_workdir(self, rest):
        self.stage.start = os.path.normpath(os.path.join(self.stage.start, rest))
        os.makedirs(self.stage.outside(""), exist_ok=True)

    def do_env(self, rest):
        self.stage.variables.update([rest.split("=", 1)])

    def do_copy(self, rest):
        *sources, target = shlex.split(expanded(rest, self.stage.variables))
        origin = sources.pop(0)[len("--from="):] if sources[0].startswith("--from=") else None
        place = self.stage.outside(target)
        for source in sources:
            path = self.stages[origin].outside(source) if origin else self.from_context(source)
            if os.path.isdir(path):
                os.makedirs(place, exist_ok=True)
                copy = ["cp", "-a", "--remove-destination", os.path.join(path, "."), place]
            else:
                os.makedirs(place if target.endswith("/") else os.path.dirname(place), exist_ok=True)
                copy = ["cp", "-aL", path, place]
            subprocess.run(copy, check=True)

    def from_context(self, source):
        """The path of what is copied, which .dockerignore (`*` and exceptions) must let in."""
        with open(os.path.join(self.context, ".dockerignore"), encoding="utf-8") as file:
            everything, *rest = file.read().split()
        if everything != "*" or "!" + source.rstrip("/") not in rest:
            raise DockerError(".dockerignore keeps out %s" % source)
        return os.path.join(self.context, source.rstrip("/"))

    def do_run(self, rest):
        environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": os.path.join(STORE, "wheels"),
                       "PIP_DISABLE_PIP_VERSION_CHECK": "1", **self.stage.variables}
        print("RUN", rest, flush=True)
        if self.stage.run(["/bin/sh", "-c", rest], self.shown(), environment=environment, stdin=subprocess.DEVNULL):
            raise DockerError("failed: RUN %s" % rest)

    def shown(self):
        """What of this machine commands see beside /usr: the Pythons that stand for the images', and the wheels."""
        images = [image for image in self.images.values() if image]
        prefixes = {os.path.dirname(os.path.dirname(image["python"])) for image in images}
        return sorted({image["pip"] for image in images} | prefixes - {"/usr"}) + [os.path.join(STORE, "wheels")]

    def do_user(self, rest):
        if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", rest):
            raise DockerError("USER is not a plain user: %s" % rest)

    def do_entrypoint(self, rest):
        self.stage.entry = json.loads(rest)


def option_values(arguments, known):
    """({option: [value]}, what is left) of options that take a value."""
    values, left = {}, list(arguments)
    while left and left[0] in known:
        values.setdefault(left[0], []).append(left[1])
        left = left[2:]
    return values, left


def build(arguments):
    options, left = option_values(arguments, ("--build-arg", "-t"))
    if len(left) != 1 or len(options.get("-t", ())) != 1:
        raise DockerError("unknown arguments: %s" % arguments)
    folder = os.path.join(STORE, options["-t"][0])
    shutil.rmtree(folder, ignore_errors=True)
    work = Build(left[0], folder, dict(each.split("=", 1) for each in options.get("--build-arg", ())))
    stage = work.do()
    os.symlink(os.path.basename(stage.folder), os.path.join(folder, "image"))
    with open(os.path.join(folder, "image.json"), "w", encoding="utf-8") as file:
        json.dump({"entry": stage.entry, "start": stage.start, "shown": work.shown()}, file)


def run(arguments):
    if arguments[:2] != ["-i", "--rm"]:
        raise DockerError("unknown arguments: %s" % arguments)
    folder = os.path.join(STORE, arguments[2])
    with open(os.path.join(folder, "image.json"), encoding="utf-8") as file:
        image = json.load(file)
    stage = Stage.__new__(Stage)
    stage.root, stage.local = (os.path.join(folder, "image", name) for name in ("root", "local"))
    stage.start = image["start"]
    sys.exit(stage.run([*image["entry"], *arguments[3:]], image["shown"]))


def main():
    commands = {"build": build, "run": run}
    try:
        commands[sys.argv[1]](sys.argv[2:])
    except (DockerError, KeyError) as error:
        sys.exit("docker: %s" % error)


if __name__ == "__main__":
    main()
