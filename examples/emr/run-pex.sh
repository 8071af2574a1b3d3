#!/bin/sh
# run-pex.sh s3://BUCKET/…/NAME.pex [ARGUMENT]...
# Fetches a pex into the working folder and becomes it. The arguments reach it as they are: no shell
# reads them again.
set -eu

case ${1-} in
s3://?*/*[!/].pex) ;;
*)
    echo "usage: run-pex.sh s3://BUCKET/.../NAME.pex [ARGUMENT]..." >&2
    exit 2
    ;;
esac
name=${1##*/}
aws s3 cp --only-show-errors "$1" "./$name"
chmod +x "./$name"
shift

# PySpark is the cluster's own, as it has to be of the same version as the cluster's Spark.
export SPARK_HOME="${SPARK_HOME:-/usr/lib/spark}"
PYTHONPATH=
for archive in "$SPARK_HOME"/python/lib/*.zip; do
    PYTHONPATH=${PYTHONPATH:+$PYTHONPATH:}$archive
done
export PYTHONPATH

# The working folder of a step is on a data disk, the home folder on the small root disk.
export PEX_ROOT="${PEX_ROOT:-$PWD/.pex}"

exec "./$name" "$@"
