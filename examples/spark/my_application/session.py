"""A Spark session whose executors run the same file as the driver."""

import os
import sys

from pyspark.sql import SparkSession


def own_pex():
    """The pex that this runs from; None where it runs from plain files, as in tests."""
    found = (entry for entry in sys.path if entry.endswith(".pex") and os.path.isfile(entry))
    return next(found, None)


def spark_session(name):
    """The session, which the cluster's own settings complete; to be asked for once, before any job."""
    builder = SparkSession.builder.appName(name)
    pex = own_pex()
    if pex:
        # YARN copies the file into the working folder of every executor, which runs it from there.
        # PySpark reads the variable when the session starts, in the driver.
        os.environ["PYSPARK_PYTHON"] = "./" + os.path.basename(pex)
        builder.config("spark.yarn.dist.files", os.path.abspath(pex))
        # A container's user may have no home; its working folder is on a data disk and YARN clears it.
        builder.config("spark.executorEnv.PEX_ROOT", "./.pex")
    return builder.getOrCreate()
