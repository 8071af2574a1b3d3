"""Uses pandas, pyarrow and scikit-learn for something whose result is known; prints it as JSON."""

import io
import json

import joblib
import numpy
import pandas
import pyarrow
import pyarrow.parquet
import scipy.linalg
import sklearn.linear_model


def square(number):
    import pandas  # a child process has to find it as well

    return int(pandas.Series([number]).pow(2)[0])


def main():
    frame = pandas.DataFrame({"key": list("abcab"), "value": [1, 2, 3, 4, 5]})
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pandas(frame), written)
    written.seek(0)
    back = pyarrow.parquet.read_table(written).to_pandas()
    model = sklearn.linear_model.LinearRegression().fit([[0], [1], [2]], [2, 5, 8])
    results = {
        "sums": {key: int(value) for key, value in frame.groupby("key")["value"].sum().items()},
        "parquet": bool(back.equals(frame)),
        "line": [round(float(model.coef_[0]), 9), round(float(model.intercept_), 9)],
        "determinant": round(float(scipy.linalg.det(numpy.array([[2.0, 1.0], [1.0, 3.0]]))), 9),
        "squares": joblib.Parallel(n_jobs=2)(joblib.delayed(square)(n) for n in range(5)),
    }
    versions = {module.__name__: module.__version__
                for module in (joblib, numpy, pandas, pyarrow, sklearn)}
    print(json.dumps({"results": results, "versions": versions}, sort_keys=True))


if __name__ == "__main__":
    main()
