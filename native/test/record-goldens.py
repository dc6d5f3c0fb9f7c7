"""Records logits and tokens of the tiny model in mlx-lm, for native/test/goldens.test.ts.

    pip install -r native/test/requirements.txt
    python native/test/record-goldens.py

Uses float32 on the CPU, like the engine. Run it again whenever
native/tiny-model/model changes.
"""

import hashlib
import json
from pathlib import Path

import mlx.core as mx
from mlx_lm.models.cache import make_prompt_cache
from mlx_lm.sample_utils import make_sampler
from mlx_lm.utils import load_model

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "tiny-model" / "model"
TARGET = HERE / "goldens" / "tiny-model.json"

CHUNK = 64
COLUMNS = 128  # logits to keep from each row, evenly spaced
CONTINUATION = 40
ROWS = [0, 1, 2, 28, 29, 30, 39, 40]  # rows to keep
GREEDY = 48
SAMPLED = 32


def make_prompt(length, vocabulary):
    """Ids that repeat at several distances, below the special tokens."""
    ids, state = [], length
    for i in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        near, far = i - 1 - state % 7, i - 100 - state % 60
        if state % 5 == 0 and near >= 0:
            ids.append(ids[near])
        elif state % 5 == 1 and far >= 0:
            ids.append(ids[far])
        else:
            ids.append((state >> 8) % (vocabulary - 64))
    return ids


def read(model, cache, prompt):
    """Logits [1, vocab] after the prompt, read like in mlx-lm's generate."""
    for start in range(0, len(prompt) - 1, CHUNK):
        chunk = prompt[start : min(start + CHUNK, len(prompt) - 1)]
        model(mx.array([chunk]), cache=cache)
        mx.eval([c.state[:2] for c in cache])
    return step(model, cache, prompt[-1])


def step(model, cache, token):
    logits = model(mx.array([[token]]), cache=cache)[:, -1]
    mx.eval(logits)
    return logits


def number(value):
    return float(f"{float(value):.9g}")


def keep(logits):
    row = logits[0]
    top = mx.sort(row)[-2:].tolist()
    stride = row.size // COLUMNS
    return {
        "argmax": int(mx.argmax(row)),
        "margin": number(top[1] - top[0]),
        "spread": number(mx.max(row) - mx.min(row)),
        "columns": [number(v) for v in row[::stride][:COLUMNS].tolist()],
    }


def record(model, prompt):
    cache = make_prompt_cache(model)
    rows = {0: keep(read(model, cache, prompt))}
    continuation = make_prompt(CONTINUATION, len(prompt) + 2000)
    for i, token in enumerate(continuation, 1):
        logits = step(model, cache, token)
        if i in ROWS:
            rows[i] = keep(logits)

    cache = make_prompt_cache(model)
    logits = read(model, cache, prompt)
    greedy, margins = [], []
    for _ in range(GREEDY):
        kept = keep(logits)
        greedy.append(kept["argmax"])
        margins.append(kept["margin"])
        logits = step(model, cache, greedy[-1])

    mx.random.seed(7)
    sampler = make_sampler(temp=0.9, top_p=0.95)
    cache = make_prompt_cache(model)
    logits = read(model, cache, prompt)
    sampled = []
    for _ in range(SAMPLED):
        logprobs = logits - mx.logsumexp(logits, keepdims=True)
        sampled.append(int(sampler(logprobs)))
        logits = step(model, cache, sampled[-1])
    return {
        "prompt": prompt,
        "continuation": continuation,
        "rows": rows,
        "greedy": greedy,
        "greedyMargins": margins,
        "sampled": {"temperature": 0.9, "topP": 0.95, "seed": 7, "tokens": sampled},
    }


def main():
    mx.set_default_device(mx.cpu)
    model, config = load_model(MODEL)
    model.set_dtype(mx.float32)
    vocabulary = config["vocab_size"]
    prompts = [make_prompt(n, vocabulary) for n in (12, 99, 400)]
    goldens = {
        "mlx": mx.__version__,
        "weights": hashlib.sha256((MODEL / "model.safetensors").read_bytes()).hexdigest(),
        "columnStride": vocabulary // COLUMNS,
        "prompts": [record(model, prompt) for prompt in prompts],
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(goldens, separators=(",", ":")) + "\n")
    print(f"wrote {TARGET.relative_to(HERE.parent.parent)}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
