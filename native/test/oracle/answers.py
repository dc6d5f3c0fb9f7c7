"""Computes logits and tokens of a model folder with mlx-lm."""

import base64
import json
from pathlib import Path

import mlx.core as mx
import numpy as np
from mlx_lm.generate import generate_step
from mlx_lm.models import gpt_oss
from mlx_lm.models.cache import make_prompt_cache
from mlx_lm.sample_utils import make_logits_processors, make_sampler
from mlx_lm.tuner.utils import load_adapters
from mlx_lm.utils import load_model


class RouterMargins:
    """Records the smallest margin between a chosen and a rejected expert."""

    def __init__(self):
        self.margins = []
        self.original = gpt_oss.mlx_topk
        gpt_oss.mlx_topk = self.topk

    def topk(self, scores, k, axis=-1):
        if k < scores.shape[-1]:
            ordered = mx.sort(scores, axis=-1)
            gaps = ordered[..., -k] - ordered[..., -k - 1]
            self.margins.append(mx.min(gaps))
        return self.original(scores, k, axis)

    def take(self):
        margins, self.margins = self.margins, []
        return min((float(margin) for margin in margins), default=1.0)


def rope_override(folder):
    """Translates `rope_parameters`, which mlx-lm does not read, to the old keys."""
    config = json.loads((folder / "config.json").read_text())
    rope = config.get("rope_parameters")
    if not rope:
        return None
    return {"rope_scaling": rope, "rope_theta": rope["rope_theta"]}


def encode(row):
    values = np.array(row.astype(mx.float32), dtype="<f4")
    return base64.b64encode(values.tobytes()).decode()


class Answers:
    def __init__(self):
        self.loaded = None
        self.router = RouterMargins()

    def model(self, request):
        """Caches the last model, because requests for a model come in a row."""
        key = (request["model"], request.get("adapter"), request["dtype"])
        if self.loaded is None or self.loaded[0] != key:
            folder = Path(request["model"])
            model, _ = load_model(folder, model_config=rope_override(folder))
            if request.get("adapter"):
                model = load_adapters(model, request["adapter"])
                model.eval()
            model.set_dtype(getattr(mx, request["dtype"]))
            self.loaded = (key, model)
        return self.loaded[1]

    def logits(self, request):
        """Logits after the prompt and after each token of the continuation."""
        model = self.model(request)
        cache = make_prompt_cache(model)
        prompt, chunk = request["prompt"], request["chunk"]
        self.router.take()
        for start in range(0, len(prompt) - 1, chunk):
            part = prompt[start : min(start + chunk, len(prompt) - 1)]
            model(mx.array([part]), cache=cache)
            mx.eval([c.state for c in cache])
        rows = []
        for token in [prompt[-1], *request["continuation"]]:
            row = model(mx.array([[token]]), cache=cache)[0, -1]
            mx.eval(row)
            rows.append(encode(row))
        return {"rows": rows, "routerMargin": self.router.take()}

    def generate(self, request):
        """Tokens and log-probabilities from mlx-lm's own generation loop."""
        model = self.model(request)
        sampler = make_sampler(
            temp=request["temperature"],
            top_p=request["topP"],
            min_p=request["minP"],
            top_k=request["topK"],
        )
        processors = make_logits_processors(
            repetition_penalty=request["repetitionPenalty"],
            repetition_context_size=request["repetitionContext"],
        )
        mx.random.seed(request["seed"])
        steps = generate_step(
            mx.array(request["prompt"]),
            model,
            max_tokens=request["maxTokens"],
            sampler=sampler,
            logits_processors=processors,
            prefill_step_size=request["chunk"],
        )
        self.router.take()
        drawn = [(token, float(row[token])) for token, row in steps]
        self.router.take()
        return {
            "tokens": [token for token, _ in drawn],
            "logprobs": [logprob for _, logprob in drawn],
        }
