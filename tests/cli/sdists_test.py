#!/usr/bin/env python3
"""sdists are built once, safely, and what is built of them runs."""

import glob
import hashlib
import json
import os
import subprocess
import sys
import zipfile

import command
from dummy_sdist import BACK_END, Sdist, back_end_wheel, write_tar_gz
from dummy_wheel import Wheel


class Sdists(command.CommandTest):
    def setUp(self):
        super().setUp()
        Sdist("shop", "2.0", requires=["alpha"], build_requires=["paintbox>=1"],
              back_end="paintbox", dynamic=True).write(self.path("wheelhouse"))
        Wheel("alpha", "1.0").write(self.path("wheelhouse"))
        back_end_wheel("paintbox").write(self.path("wheelhouse"))

    def pack(self, *arguments, **surroundings):
        return self.pexpack("shop", *arguments, "-o", "app.pex", **surroundings).stderr

    def write_plain_shop(self):
        Sdist("shop", "2.0", entries={
            "pyproject.toml": '[build-system]\nrequires = ["flit_core>=3.12,<4"]\n'
                              'build-backend = "flit_core.buildapi"\n[project]\nname = "shop"\n'
                              'version = "2.0"\ndescription = "A shop"\n',
            "shop.py": 'VERSION = "2.0"\n'}).write(self.path("wheelhouse"))

    def kept(self):
        return glob.glob(os.path.join(self.top, "home/.cache/pexpack/built-wheels-*/*/*/*.whl"))

    def failure(self, *arguments):
        """What is said when it fails as for a bad input; everything is as it was."""
        with self.assertRaises(AssertionError) as failure:
            self.pack(*arguments)
        self.assertIn("4 != 0", str(failure.exception))
        self.assertEqual(os.listdir(os.path.join(self.top, "tmp")), [])
        self.assertFalse(os.path.exists(self.path("app.pex")))
        return str(failure.exception)

    def test_what_is_built_runs(self):
        self.pack()
        run = subprocess.run([sys.executable, self.path("app.pex"), "-c",
                              "import shop, alpha; print(shop.VERSION, alpha.VERSION)"],
                             env={"PATH": "/usr/bin:/bin", "PEX_ROOT": self.path("root")},
                             stdout=subprocess.PIPE, text=True, timeout=60, check=True)
        self.assertEqual(run.stdout, "2.0 1.0\n")
        self.assertEqual(os.listdir(os.path.join(self.top, "tmp")), [])

    def test_the_back_end_does_not_get_in(self):
        self.pack()
        with zipfile.ZipFile(self.path("app.pex")) as archive:
            wheels = [name for name in archive.namelist() if name.startswith(".deps/")]
        self.assertEqual(sorted(wheels), [".deps/alpha-1.0-py3-none-any.whl",
                                          ".deps/shop-2.0-py3-none-any.whl"])

    def test_a_plain_sdist_takes_no_back_end(self):
        self.write_plain_shop()
        said = self.pack()
        self.assertIn("packed the sdist", said)
        self.assertNotIn("building", said)

    def test_a_plain_sdist_takes_no_python(self):
        self.write_plain_shop()
        surroundings = {"environment": {"PATH": "/nowhere"}}
        self.assertIn("packed the sdist", self.pack(*command.PLATFORM, **surroundings))
        self.assertNotIn("packed", self.pack(*command.PLATFORM, **surroundings))

    def test_what_keeps_an_sdist_from_being_packed_is_said_before_a_python_is_missed(self):
        run = self.attempt("shop", *command.PLATFORM, "-o", "app.pex",
                           environment={"PATH": "/nowhere"})
        self.assertEqual(run.returncode, 5, run.stderr)
        self.assertIn("shop-2.0.tar.gz` takes a Python: the back end `paintbox` is not known here\n",
                      run.stderr)
        self.assertIn("takes a Python, and there is no python3 on PATH", run.stderr)

    def test_the_second_time_nothing_is_built(self):
        self.assertIn("building", self.pack())
        with open(self.path("app.pex"), "rb") as file:
            first = file.read()
        self.assertNotIn("building", self.pack())
        with open(self.path("app.pex"), "rb") as file:
            self.assertEqual(file.read(), first)

    def test_another_sdist_of_the_same_name_is_built_anew(self):
        self.pack()
        Sdist("shop", "2.0").write(self.path("wheelhouse"))
        self.assertIn("building", self.pack())

    def test_a_damaged_wheel_in_the_cache_is_built_anew(self):
        self.pack()
        (kept,) = self.kept()
        with open(kept, "r+b") as file:
            file.truncate(100)
        self.assertIn("building", self.pack())
        self.assertNotIn("building", self.pack())

    def test_a_wheel_in_the_cache_that_others_may_write_to_is_not_believed(self):
        self.pack()
        (kept,) = self.kept()
        os.chmod(kept, 0o666)
        self.assertIn("building", self.pack())

    def test_without_a_cache_it_is_built_each_time(self):
        for _ in range(2):
            run = self.pack(environment={"HOME": "/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"})
            self.assertIn("building", run)

    def test_a_dry_run_names_the_sdist_and_its_hash(self):
        run = self.pexpack("shop", "--dry-run", "--json")
        pins = {pin["name"]: pin for pin in json.loads(run.stdout)["targets"][0]["pins"]}
        self.assertEqual(pins["shop"]["file"], "shop-2.0.tar.gz")
        self.assertEqual(sorted(pins), ["alpha", "shop"])

    def test_the_build_sees_nothing_of_the_users_python_settings(self):
        self.write("elsewhere/paintbox.py", "raise SystemExit('the wrong one')\n")
        self.pack(environment={"PYTHONPATH": self.path("elsewhere"), "PYTHONOPTIMIZE": "2"})

    def test_what_the_wheelhouse_lacks_may_come_from_the_python(self):
        os.unlink(self.path("wheelhouse/paintbox-1.0-py3-none-any.whl"))
        self.assertIn("`%s` itself has no paintbox" % sys.executable, self.failure())
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.path("venv")],
                       check=True)
        (site,) = glob.glob(self.path("venv/lib/python*/site-packages"))
        with zipfile.ZipFile(back_end_wheel("paintbox").write(self.path("other"))) as wheel:
            wheel.extractall(site)
        python = self.path("venv/bin/python")
        self.assertIn("with what that Python has installed: paintbox 1.0",
                      self.pack("--python", python))

    def test_a_link_that_leads_out_of_an_sdist_is_refused(self):
        contents = {"shop-2.0/" + name: text
                    for name, text in Sdist("shop", "2.0").contents().items()}
        write_tar_gz(self.path("wheelhouse/shop-2.0.tar.gz"), contents,
                     [("shop-2.0/out", "../../../../../etc/passwd")])
        self.assertIn("the link `shop-2.0/out` leads out of the folder", self.failure())

    def test_an_sdist_that_is_no_archive_is_refused(self):
        self.write("wheelhouse/shop-2.0.tar.gz", "not an archive")
        self.assertIn("is not a sound sdist", self.failure())

    def test_a_wheel_that_is_built_unsound_is_refused(self):
        sdist = Sdist("shop", "2.0")
        sdist.wheel.files = {"../../out.py": "x = 1\n"}
        sdist.write(self.path("wheelhouse"))
        said = self.failure()
        self.assertIn("shop-2.0.tar.gz` was built into `shop-2.0-py3-none-any.whl`, which is unsound",
                      said)
        self.assertEqual(self.kept(), [])

    def test_an_sdist_that_changes_after_its_hash_was_looked_at_is_not_packed(self):
        path = self.path("wheelhouse", "shop-2.0.tar.gz")
        grows = "\nmake = build_wheel\ndef build_wheel(output, *rest):\n" \
            "    open(%r, 'ab').write(b'x')\n    return make(output, *rest)\n" % path
        Sdist("shop", "2.0", entries={"back_end.py": BACK_END + grows}).write(self.path("wheelhouse"))
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        self.write("requirements.txt", "shop==2.0 --hash=sha256:%s\n" % digest)
        run = self.attempt("-r", "requirements.txt", "-o", "app.pex")
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertIn("shop-2.0.tar.gz` was changed after it was chosen", run.stderr)
        self.assertFalse(os.path.exists(self.path("app.pex")))

    def write_shop_with_back_end(self, body):
        Sdist("shop", "2.0", entries={"back_end.py": "import os\n\ndef build_wheel(output, *rest):\n"
                                                     "    " + body}).write(self.path("wheelhouse"))

    def test_a_back_end_that_gives_no_wheel_is_told_from_one_that_fails(self):
        self.write_shop_with_back_end("return 'shop.whl'\n")
        self.assertIn("  nothing, and it gave no wheel\n", self.failure())
        self.write_shop_with_back_end("os._exit(7)\n")
        self.assertIn("  nothing; it ended with code 7\n", self.failure())
        self.write_shop_with_back_end("os.kill(os.getpid(), 9)\n")
        self.assertIn("  nothing; signal 9 ended it\n", self.failure())


if __name__ == "__main__":
    command.main()
