"""mlx-lm's side of `npm run bench -- engine`: one JSON request per line on stdin, one JSON result per line on stdout.

Measures the wall-clock time of mlx-lm's own `generate_step` with its default settings and its own caches.
"""

import copy
import json
import re
import resource
import sys
import time
from pathlib import Path

import mlx.core as mx
import mlx_lm
from mlx_lm.generate import generate_step
from mlx_lm.models.cache import KVCache, LRUPromptCache, make_prompt_cache
from mlx_lm.utils import load_model

NAME = "model"


class ReadingIsDone(Exception):
    """Stops `generate_step` after the prompt is read and before anything is decoded."""


class Side:
    model = None

    def load(self, folder, dtype):
        """`dtype`: the type to compute in; None keeps the stored type."""
        self.model, _ = load_model(Path(folder))
        if dtype:
            self.model.set_dtype(getattr(mx, dtype))
        mx.eval(self.model.parameters())
        self.kept = LRUPromptCache()
        return {
            "version": mlx_lm.__version__,
            "mlxVersion": mx.__version__,
            "dtype": str(self.dtype()).removeprefix("mlx.core."),
        }

    def dtype(self):
        return self.model.model.norm.weight.dtype

    def filled(self, length):
        """Caches in the state after `length` tokens, filled with zeros."""
        args = self.model.args
        caches = make_prompt_cache(self.model)
        for cache in caches if length else ():
            is_full = isinstance(cache, KVCache)
            kept = length if is_full else min(length, cache.max_size)
            room = -(-kept // cache.step) * cache.step if is_full else kept
            head_dim = getattr(args, "head_dim", None) or args.hidden_size // args.num_attention_heads
            shape = (1, args.num_key_value_heads, room, head_dim)
            cache.keys, cache.values = mx.zeros(shape, self.dtype()), mx.zeros(shape, self.dtype())
            cache.offset = length
            if not is_full:
                cache._idx = kept
            mx.eval(cache.keys, cache.values)
        return caches

    def read(self, context, tokens):
        """Reads `tokens` so that the context then has `context` tokens."""
        caches = self.filled(context - len(tokens))
        times = []

        def on_progress(done, _):
            times.append(time.perf_counter())
            if done == len(tokens):
                raise ReadingIsDone

        # generate_step starts decoding from the last token instead of reading it, so add one.
        prompt = mx.array([*tokens, tokens[0]])
        try:
            next(generate_step(prompt, self.model, prompt_cache=caches, max_tokens=1, prompt_progress_callback=on_progress))
        except ReadingIsDone:
            pass
        return {"seconds": times[-1] - times[0], "tokens": len(tokens)}

    def decode(self, context, token, count):
        """Decodes `count` tokens after `context` tokens; returns the time from the first to the last one."""
        caches = self.filled(context)
        times = []
        for _ in generate_step(mx.array([token]), self.model, prompt_cache=caches, max_tokens=count):
            times.append(time.perf_counter())
        # generate_step has already started the next token.
        mx.eval([cache.state for cache in caches])
        return {"seconds": times[-1] - times[0], "tokens": count - 1}

    def reply(self, prompt, count):
        """Decodes `count` tokens of a reply; stores and reuses caches as mlx-lm's own server does."""
        start = time.perf_counter()
        caches, rest = self.kept.fetch_nearest_cache(NAME, prompt)
        cached = len(prompt) - len(rest)
        caches = caches or make_prompt_cache(self.model)
        tokens, first = [], None

        def keep(done, _):
            # The server keeps a copy of the cache before the last token of the prompt.
            if done == len(rest) - 1:
                self.kept.insert_cache(NAME, prompt[:-1], copy.deepcopy(caches), cache_type="user")

        stream = generate_step(
            mx.array(rest), self.model, prompt_cache=caches, max_tokens=count, prompt_progress_callback=keep
        )
        for token, _ in stream:
            first = first or time.perf_counter()
            tokens.append(token)
        mx.eval([cache.state for cache in caches])
        self.kept.insert_cache(NAME, [*prompt, *tokens], caches)
        return {"firstTokenSeconds": first - start, "cachedTokens": cached}

    def forget(self):
        self.kept = LRUPromptCache()
        mx.clear_cache()
        return {}

    def memory(self, reset=False):
        peak = mx.get_peak_memory()
        if reset:
            mx.reset_peak_memory()
        return {"mlxBytes": peak, "processBytes": max_resident_bytes()}


def max_resident_bytes():
    """Peak resident memory. On Linux `getrusage` includes the parent's peak; macOS has no /proc."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


def main():
    side = Side()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = getattr(side, request.pop("do"))(**request)
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
