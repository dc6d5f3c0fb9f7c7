"""Computes reference results with mlx-lm, for native/test/oracle/oracle.ts.

Reads one JSON request per line on stdin and writes one JSON answer per line on
stdout. A request has a `command` of COMMANDS; an answer is {"value": ...} or
{"error": ...}. Everything runs on the CPU.
"""

import json
import sys
import traceback

import mlx.core as mx

# Must come before mlx-lm creates its streams.
mx.set_default_device(mx.cpu)
# On the CPU it would run a C++ compiler for every constant, with equal results.
mx.disable_compile()

from adapters import make_adapter  # noqa: E402
from answers import Answers  # noqa: E402
from dense_models import make_dense_model  # noqa: E402
from models import make_model  # noqa: E402

answers = Answers()
COMMANDS = {
    "make": lambda r: make_model(r["spec"], r["folder"]),
    "makeDense": lambda r: make_dense_model(r["spec"], r["folder"]),
    "makeAdapter": lambda r: make_adapter(r["model"], r["folder"], r["spec"]),
    "logits": answers.logits,
    "generate": answers.generate,
}


def main():
    # Keeps the output of libraries out of stdout.
    replies, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = {"value": COMMANDS[request["command"]](request)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=replies, flush=True)


if __name__ == "__main__":
    main()
