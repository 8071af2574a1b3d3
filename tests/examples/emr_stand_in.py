"""Stands in for the EMR service, as boto3 speaks to it: one cluster, whose steps are done when they are asked for.

    emr_stand_in.py NOTES   prints its port; NOTES gets a line of JSON for each request: {"action", "body"}
"""

import http.server
import json
import sys

CLUSTER = {"Id": "j-2AXXXXXXGAPLF", "Name": "analytics", "Status": {"State": "WAITING"}}
ANSWERS = {
    "ListClusters": lambda body: {"Clusters": [dict(CLUSTER, Id="j-1", Name="another"), CLUSTER]},
    "DescribeCluster": lambda body: {"Cluster": dict(CLUSTER, LogUri="s3n://my-bucket/emr-logs/")},
    "AddJobFlowSteps": lambda body: {"StepIds": ["s-%d" % number for number, _ in enumerate(body["Steps"])]},
    "DescribeStep": lambda body: {"Step": {"Id": body["StepId"], "Status": {"State": "COMPLETED"}}},
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        action = self.headers["X-Amz-Target"].partition(".")[2]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(sys.argv[1], "a", encoding="utf-8") as file:
            file.write(json.dumps({"action": action, "body": body}) + "\n")
        answer = json.dumps(ANSWERS[action](body)).encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
