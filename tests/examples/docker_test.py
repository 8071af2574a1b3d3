#!/usr/bin/env python3
"""docker_test.py PEXPACK SHARED: the Dockerfile of examples/docker, built and run by its README's commands.

docker is a stand-in: each stage is a folder that its commands have as their root. Not shown are the real
base images (their Pythons are this machine's), apt-get and ldconfig (noted, not run), the user, and Docker's own cache.
"""

import glob
import json
import os
import re
import shutil
import stat
import subprocess
import sys

import example

real_input = example.real_input
# The minor version, the wheelhouse and the pip that each image has.
IMAGES = {"python:3.6-slim-buster": (6, "emr-cp36", "21.2.4"),
          "python:3.11-slim-bookworm": (11, "data-cp311", "24.0")}


class Docker(example.ExampleTest):
    name = "docker"

    def setUp(self):
        super().setUp()
        if subprocess.run(["unshare", "--map-root-user", "--mount", "true"], check=False).returncode != 0:
            self.skipTest("NO USER NAMESPACES HERE: the stages of a Dockerfile cannot be run")
        self.store = os.path.join(self.top, "docker")
        self.environment["DOCKER_STAND_IN"] = self.store
        self.offer("docker", sys.executable, os.path.join(example.HERE, "docker_stand_in.py"))

    def offer_images(self):
        """The base images that the README names, with the wheels of their Pythons."""
        wheels = os.path.join(self.store, "wheels")
        os.makedirs(wheels)
        images = {"debian:bookworm-slim": {}}
        for image, (minor, wheelhouse, pip) in IMAGES.items():
            python = os.path.realpath(example.needed(real_input.python, minor))
            tools = example.needed(real_input.venv, "pip-" + pip, python, ["pip==" + pip])
            site, = glob.glob(os.path.join(os.path.dirname(tools), "lib", "python3.*", "site-packages"))
            images[image] = {"python": python, "pip": site}
            folder = example.needed(real_input.wheelhouse, wheelhouse)
            for name in os.listdir(folder):
                if name.startswith("numpy-"):
                    shutil.copy(os.path.join(folder, name), wheels)
        with open(os.path.join(self.store, "images.json"), "w", encoding="utf-8") as file:
            json.dump(images, file)

    def layer(self, tag, name):
        """What the stage `pack` made: {path: content or link} of /deps or /srcs."""
        top, found = os.path.join(self.store, tag, "1", "root", name), {}
        for folder, folders, files in os.walk(top):
            for each in folders + files:
                path = os.path.join(folder, each)
                if os.path.islink(path):
                    found[os.path.relpath(path, top)] = os.readlink(path)
                elif os.path.isfile(path):
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, top)] = file.read()
        return found

    def test_the_readme_builds_an_image_for_an_old_and_a_current_python(self):
        self.offer_images()
        build, run = self.commands()
        self.run_shell(build)
        self.assertEqual(self.run_shell(run), "Python 3.6: 2.00, and 2.00 more each time\n"
                                              "Python 3.11: 2.00, and 2.00 more each time\n")
        for tag in ("my_application:3.6", "my_application:3.11"):
            self.check_image(tag)
        self.check_change_of_the_code(build)

    def check_image(self, tag):
        """All of it can be read by any user, and what is imported is compiled."""
        top = os.path.join(self.store, tag, "image", "root", "app")
        compiled = []
        for folder, folders, files in os.walk(top):
            for path in (os.path.join(folder, each) for each in folders + files):
                mode = os.lstat(path).st_mode
                self.assertTrue(stat.S_ISLNK(mode) or mode & stat.S_IROTH, path)
            compiled += [each for each in files if re.match(r"(main|polynomial)\.cpython-3\d+\.pyc", each)]
        self.assertIn("main", [each.partition(".")[0] for each in compiled])
        self.assertIn("polynomial", [each.partition(".")[0] for each in compiled])
        self.assertEqual(os.listdir(os.path.join(self.store, tag, "image", "local", "bin")),
                         os.listdir(os.path.join(self.store, tag, "0", "local", "bin")))

    def check_change_of_the_code(self, build):
        """The layer of the dependencies is the same, that of the code is another."""
        tag = "my_application:3.6"
        before = [self.layer(tag, name) for name in ("deps", "srcs")]
        with open(os.path.join(self.folder, "my_application", "__init__.py"), "a", encoding="utf-8") as file:
            file.write("VERSION = 2\n")
        self.run_shell("\n".join(line for line in build.splitlines() if tag in line))
        after = [self.layer(tag, name) for name in ("deps", "srcs")]
        self.assertEqual([path for path in before[0] if before[0][path] != after[0].get(path)], [])
        self.assertEqual(sorted(before[0]), sorted(after[0]))
        self.assertIn("numpy/__init__.py", " ".join(before[0]))
        self.assertNotIn("numpy", " ".join(before[1]))
        self.assertNotEqual(before[1], after[1])

    def test_the_packages_that_are_installed_bring_what_pexpack_is_linked_with(self):
        binary = os.path.join(self.bin, "pexpack")
        libraries = re.findall(r"=> (/\S+)", self.run_words(["ldd", binary]))
        if any("libasan" in library for library in libraries):
            self.skipTest("THIS PEXPACK IS BUILT WITH SANITIZERS: set PEXPACK_BIN to one as users have it")
        with open(os.path.join(self.folder, "Dockerfile"), encoding="utf-8") as file:
            installed = re.search(r"apt-get install -qy --no-install-recommends ([^\\&]+)", file.read()).group(1)
        owners = [self.owner(library) for library in libraries]
        self.assertEqual(sorted(set(owners) - {"libc6"}), sorted(installed.split()))

    def owner(self, library):
        """The Debian package of a library; dpkg may know it by the name it had before /lib moved to /usr/lib."""
        for path in (library, os.path.realpath(library), re.sub("^/usr", "", os.path.realpath(library))):
            run = subprocess.run(["dpkg-query", "-S", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                 text=True, check=False)
            if run.returncode == 0:
                return run.stdout.partition(":")[0]
        self.fail("no package has %s" % library)


if __name__ == "__main__":
    example.main()
