"""Answers what mlx-lm says, for native/test/oracle/oracle.ts.

One JSON request a line on stdin, one JSON answer a line on stdout. Requests
name a `command` of COMMANDS; an answer is {"value": ...} or {"error": ...}.
Everything is computed on the CPU.
"""

import json
import sys
import traceback

import mlx.core as mx

# Before mlx-lm makes its streams.
mx.set_default_device(mx.cpu)
# On the CPU it runs a C++ compiler for every constant, for the same values.
mx.disable_compile()

from adapters import make_adapter  # noqa: E402
from answers import Answers  # noqa: E402
from models import make_model  # noqa: E402

answers = Answers()
COMMANDS = {
    "make": lambda r: make_model(r["spec"], r["folder"]),
    "makeAdapter": lambda r: make_adapter(r["model"], r["folder"], r["spec"]),
    "logits": answers.logits,
    "generate": answers.generate,
}


def main():
    # What libraries print must not be taken for an answer.
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
