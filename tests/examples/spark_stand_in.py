"""Stands in for PySpark in a cluster's SPARK_HOME: runs a job on lists, and writes down how it was set up.

Small as it is, the job's functions are run for real, and by the pex's own Python and packages.
"""

import os
import zipfile

SQL = '''
import csv, json, os


class Lines:
    def __init__(self, values):
        self.values = list(values)

    def map(self, function):
        return Lines(map(function, self.values))

    def groupByKey(self):
        groups = {}
        for key, value in self.values:
            groups.setdefault(key, []).append(value)
        return Lines((key, iter(values)) for key, values in groups.items())


class Context:
    def textFile(self, path):
        with open(path) as file:
            return Lines(file.read().splitlines())


class Table:
    def __init__(self, rows, names):
        self.rows, self.names, self.write = rows, names, self

    def mode(self, mode):
        self.how = mode
        return self

    def csv(self, folder, header):
        os.makedirs(folder, exist_ok=self.how == "overwrite")
        with open(os.path.join(folder, "part-00000.csv"), "w") as file:
            csv.writer(file, lineterminator="\\n").writerows([self.names] * header + sorted(self.rows))


class Session:
    sparkContext = Context()

    def createDataFrame(self, lines, names):
        return Table(lines.values, names)

    def stop(self):
        pass


class Builder:
    def __init__(self):
        self.settings = {}

    def appName(self, name):
        return self.config("spark.app.name", name)

    def config(self, name, value):
        self.settings[name] = value
        return self

    def getOrCreate(self):
        import numpy, py4j, sys
        seen = {"settings": self.settings, "PYSPARK_PYTHON": os.environ.get("PYSPARK_PYTHON"),
                "cwd": os.getcwd(), "numpy": numpy.__file__, "version": sys.version_info[:2], "py4j": py4j.NAME}
        with open(os.environ["SPARK_STAND_IN"], "w") as file:
            json.dump(seen, file)
        return Session()


class SparkSession:
    builder = Builder()
'''


def write(spark_home):
    """Lays it out as a cluster has it: pyspark and py4j in zips."""
    library = os.path.join(spark_home, "python", "lib")
    os.makedirs(library)
    with zipfile.ZipFile(os.path.join(library, "pyspark.zip"), "w") as archive:
        archive.writestr("pyspark/__init__.py", "")
        archive.writestr("pyspark/sql.py", SQL)
    with zipfile.ZipFile(os.path.join(library, "py4j-0.10.7-src.zip"), "w") as archive:
        archive.writestr("py4j/__init__.py", "NAME = 'py4j of the cluster'\n")
