"""The driver: ./my_application.pex -m my_application.main INPUT OUTPUT"""

import argparse

from my_application.latency import parse, summary
from my_application.session import spark_session


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", help="an access log, as s3://BUCKET/KEY or any place that Spark reads")
    parser.add_argument("output", help="the folder to write; what is there is replaced")
    parser.add_argument("--title", default="latency", help="the name of the job in YARN")
    options = parser.parse_args()

    spark = spark_session(options.title)
    timings = spark.sparkContext.textFile(options.input).map(parse)
    hosts = timings.groupByKey().map(summary)
    table = spark.createDataFrame(hosts, ["host", "requests", "median", "percentile_99"])
    table.write.mode("overwrite").csv(options.output, header=True)
    spark.stop()


if __name__ == "__main__":
    main()
