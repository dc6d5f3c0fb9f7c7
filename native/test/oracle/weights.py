"""Random weights in mlx-lm's packings, and their files."""

import json

import mlx.core as mx
import numpy as np
from mlx_lm.models.switch_layers import _quantize_experts

MXFP4 = {"group_size": 32, "bits": 4, "mode": "mxfp4"}
MXFP8 = {"group_size": 32, "bits": 8, "mode": "mxfp8"}
NVFP4 = {"group_size": 16, "bits": 4, "mode": "nvfp4"}
NVFP4_GLOBAL = {**NVFP4, "global_scale": True}


def affine(bits, group_size=64):
    return {"group_size": group_size, "bits": bits, "mode": "affine"}


def dequantize_experts(words, scales, global_scale, arguments):
    experts = range(words.shape[0])
    return mx.stack(
        [
            mx.dequantize(
                words[e],
                scales[e],
                global_scale=global_scale[e],
                dtype=mx.float32,
                **arguments,
            )
            for e in experts
        ]
    )


class Weights:
    """`rest`: packing of what `linear` adds, or None."""

    def __init__(self, seed, rest):
        self.random = np.random.default_rng(seed)
        self.weights = {}
        self.modules = {}
        self.rest = rest

    def normal(self, shape, deviation, mean=0.0):
        values = self.random.normal(mean, deviation, shape).astype(np.float32)
        return mx.array(values).astype(mx.bfloat16)

    def put(self, path, weight, packing):
        """Adds a matrix under its module's path, packed or not."""
        if packing is None:
            self.weights[f"{path}.weight"] = weight
            return
        arguments = {key: packing[key] for key in ("group_size", "bits", "mode")}
        if packing.get("global_scale"):
            words, scales, scale = _quantize_experts(weight, **arguments)
            if packing.get("is_unpacked"):
                self.weights[f"{path}.weight"] = dequantize_experts(
                    words, scales, scale, arguments
                )
                return
            biases = ()
            self.weights[f"{path}.global_scale"] = scale
        else:
            words, scales, *biases = mx.quantize(weight, **arguments)
        self.weights[f"{path}.weight"] = words
        self.weights[f"{path}.scales"] = scales
        if biases:
            self.weights[f"{path}.biases"] = biases[0]
        self.modules[path] = packing

    def linear(self, path, rows, columns, gain, has_bias=True, packing="rest"):
        packing = self.rest if packing == "rest" else packing
        self.put(path, self.normal((rows, columns), gain / columns**0.5), packing)
        if has_bias:
            self.weights[f"{path}.bias"] = self.normal((rows,), 0.1 * gain)


def save(folder, weights, shards):
    if shards == 1:
        mx.save_safetensors(str(folder / "model.safetensors"), weights)
        return
    names = sorted(weights)
    files = {}
    for index in range(shards):
        file = f"model-{index + 1:05d}-of-{shards:05d}.safetensors"
        part = {name: weights[name] for name in names[index::shards]}
        mx.save_safetensors(str(folder / file), part, {"format": "mlx"})
        files.update({name: file for name in part})
    index = {"metadata": {}, "weight_map": files}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
