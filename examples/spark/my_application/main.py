"""The driver: ./my_application.pex -m my_application.main INPUT OUTPUT"""

import argparse

from my_application.session import spark_session
from my_application.visits import SCHEMA, per_visitor


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", help="CSV with the columns visitor, page, seconds")
    parser.add_argument("output", help="the folder of CSV to write; what is there is replaced")
    options = parser.parse_args()

    spark = spark_session("visits")
    visits = spark.read.csv(options.input, header=True, schema="visitor string, page string, seconds double")
    visitors = visits.groupBy("visitor").applyInPandas(per_visitor, SCHEMA)
    visitors.write.mode("overwrite").csv(options.output, header=True)
    spark.stop()


if __name__ == "__main__":
    main()
