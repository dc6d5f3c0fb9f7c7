"""Makes random gpt_oss model folders in every layout that users have."""

import json
from pathlib import Path

import mlx.core as mx
from weights import MXFP4, MXFP8, NVFP4, NVFP4_GLOBAL, Weights, affine, save

ROUTER = {"group_size": 64, "bits": 8}

# layout -> (packing of the experts, packing of the rest); None: not packed
LAYOUTS = {
    "mxfp4-q4": (MXFP4, affine(4)),
    "mxfp4-q8": (MXFP4, affine(8)),
    "affine-4": (affine(4), affine(4)),
    "affine-3-32": (affine(3, 32), affine(3, 32)),
    "mxfp4": (MXFP4, MXFP4),
    "mxfp8": (MXFP8, MXFP8),
    "nvfp4": (NVFP4, NVFP4),
    "nvfp4-global": (NVFP4_GLOBAL, NVFP4),
    # The same numbers, for mlx-lm on the CPU, which has no product with a global scale.
    "nvfp4-global-unpacked": ({**NVFP4_GLOBAL, "is_unpacked": True}, NVFP4),
    "bf16": (None, None),
    "raw": (MXFP4, None),
}


class Maker(Weights):
    def __init__(self, spec):
        self.spec = spec
        self.experts, rest = LAYOUTS[spec["layout"]]
        super().__init__(spec["seed"], rest)

    def expert_linear(self, path, rows, columns, gain):
        count = self.spec["experts"]
        weight = self.normal((count, rows, columns), gain / columns**0.5)
        self.put(path, weight, self.experts)
        self.weights[f"{path}.bias"] = self.normal((count, rows), 0.1 * gain)

    def layer(self, base):
        s = self.spec
        hidden, inner = s["hiddenSize"], s["intermediateSize"]
        queries, keys = s["heads"] * s["headDim"], s["kvHeads"] * s["headDim"]
        self.weights[f"{base}.input_layernorm.weight"] = self.normal((hidden,), 0.2, 1)
        self.weights[f"{base}.post_attention_layernorm.weight"] = self.normal(
            (hidden,), 0.2, 1
        )
        self.linear(f"{base}.self_attn.q_proj", queries, hidden, 1.5)
        self.linear(f"{base}.self_attn.k_proj", keys, hidden, 1.5)
        self.linear(f"{base}.self_attn.v_proj", keys, hidden, 2)
        self.linear(f"{base}.self_attn.o_proj", hidden, queries, 2)
        # As large as a few keys, so that a missing sink changes every weight.
        self.weights[f"{base}.self_attn.sinks"] = self.normal((s["heads"],), 1, 2)
        packing = None if self.rest is None else affine(**ROUTER)
        self.linear(f"{base}.mlp.router", s["experts"], hidden, 2, packing=packing)
        # Large enough that the limit of the gate has an effect.
        self.expert_linear(f"{base}.mlp.experts.gate_proj", inner, hidden, 4)
        self.expert_linear(f"{base}.mlp.experts.up_proj", inner, hidden, 4)
        self.expert_linear(f"{base}.mlp.experts.down_proj", hidden, inner, 0.3)

    def model(self):
        s = self.spec
        hidden, vocabulary = s["hiddenSize"], s["vocabSize"]
        self.put("model.embed_tokens", self.normal((vocabulary, hidden), 1), self.rest)
        for index in range(s["layers"]):
            self.layer(f"model.layers.{index}")
        self.weights["model.norm.weight"] = self.normal((hidden,), 0.2, 1)
        self.linear("lm_head", vocabulary, hidden, 3, has_bias=False)


def interleave(gate, up, axis):
    return mx.flatten(mx.stack([gate, up], axis=axis + 1), axis, axis + 1)


def as_openai(weights):
    """Uses the names and the row order of OpenAI's own files."""
    result = {}
    for name, value in weights.items():
        base, _, part = name.rpartition(".")
        if base.endswith("gate_proj"):
            up = weights[name.replace("gate_proj", "up_proj")]
            base = base.replace("gate_proj", "gate_up_proj")
            value = interleave(value, up, 1)
        elif base.endswith("up_proj"):
            continue
        if not base.endswith(("gate_up_proj", "down_proj")):
            result[name] = value
        elif part == "weight":
            rows = value.view(mx.uint8)
            result[f"{base}_blocks"] = mx.unflatten(rows, -1, (-1, 16))
        else:
            result[f"{base}_{part}"] = value
    return result


def make_config(spec, modules):
    s = spec
    config = {
        "architectures": ["GptOssForCausalLM"],
        "model_type": "gpt_oss",
        "num_hidden_layers": s["layers"],
        "hidden_size": s["hiddenSize"],
        "intermediate_size": s["intermediateSize"],
        "num_attention_heads": s["heads"],
        "num_key_value_heads": s["kvHeads"],
        "head_dim": s["headDim"],
        "num_local_experts": s["experts"],
        "num_experts_per_tok": s["expertsPerToken"],
        "vocab_size": s["vocabSize"],
        "max_position_embeddings": 131072,
        "sliding_window": s["slidingWindow"],
        "layer_types": s["layerTypes"],
        "rms_norm_eps": 1e-5,
        "swiglu_limit": 7.0,
    }
    rope = {"rope_type": "default"}
    if s["isYarn"]:
        rope = {
            "rope_type": "yarn",
            "factor": 32.0,
            "beta_fast": 32.0,
            "beta_slow": 1.0,
            "original_max_position_embeddings": 4096,
            "truncate": False,
        }
    if s["ropeKey"] == "rope_parameters":
        config["rope_parameters"] = {"rope_theta": 150000, **rope}
    else:
        config["rope_theta"] = 150000
        config["rope_scaling"] = rope if s["isYarn"] else None
    if s["layout"] == "raw":
        names = ["self_attn", "mlp.router", "embed_tokens", "lm_head"]
        config["quantization_config"] = {
            "quant_method": "mxfp4",
            "modules_to_not_convert": names,
        }
    elif modules:
        experts = (p for path, p in modules.items() if "experts" in path)
        general = next(experts, modules["lm_head"])
        table = dict(general)
        for path, packing in modules.items():
            if packing == general:
                continue
            # mlx-lm writes the result of its predicate: no mode means affine.
            table[path] = {**packing}
            if not s["hasModes"] and packing["mode"] == "affine":
                del table[path]["mode"]
        config["quantization"] = table
        config["quantization_config"] = table
    return config


def make_model(spec, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(spec)
    maker.model()
    weights = maker.weights
    if spec["layout"] == "raw":
        weights = as_openai(weights)
    save(folder, weights, spec["shards"])
    config = make_config(spec, maker.modules)
    (folder / "config.json").write_text(json.dumps(config))
