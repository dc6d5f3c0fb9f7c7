"""Makes random dense model folders: llama, mistral, qwen2 and qwen3."""

import json
from pathlib import Path

from weights import MXFP4, MXFP8, NVFP4, Weights, affine, save

PACKINGS = {"bf16": None, "mxfp4": MXFP4, "mxfp8": MXFP8, "nvfp4": NVFP4}

ROPES = {
    "none": None,
    "linear": {"rope_type": "linear", "factor": 4.0},
    # Short original contexts, so that each kind of wavelength occurs.
    "llama3": {
        "rope_type": "llama3",
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 128,
    },
    "yarn": {
        "rope_type": "yarn",
        "factor": 4.0,
        "original_max_position_embeddings": 128,
    },
}


def packing_of(layout):
    """e.g. "affine-4-64", or "mixed": 4 bits with some modules of 6 or 8."""
    if layout == "mixed":
        return affine(4)
    if layout.startswith("affine-"):
        _, bits, group_size = layout.split("-")
        return affine(int(bits), int(group_size))
    return PACKINGS[layout]


class DenseMaker(Weights):
    def __init__(self, spec):
        super().__init__(spec["seed"], packing_of(spec["layout"]))
        self.spec = spec
        self.is_mixed = spec["layout"] == "mixed"

    def module(self, path, rows, columns, gain, has_bias=False):
        is_wide = self.is_mixed and path.endswith(("v_proj", "down_proj", "lm_head"))
        packing = affine(6) if is_wide else self.rest
        self.linear(path, rows, columns, gain, has_bias, packing)

    def layer(self, base):
        s = self.spec
        hidden, inner = s["hiddenSize"], s["intermediateSize"]
        queries, keys = s["heads"] * s["headDim"], s["kvHeads"] * s["headDim"]
        attention, mlp = f"{base}.self_attn", f"{base}.mlp"
        has_biases = s["hasBiases"]
        has_qkv_biases = has_biases or s["architecture"] == "qwen2"
        for name in ("input_layernorm", "post_attention_layernorm"):
            self.weights[f"{base}.{name}.weight"] = self.normal((hidden,), 0.2, 1)
        self.module(f"{attention}.q_proj", queries, hidden, 1.5, has_qkv_biases)
        self.module(f"{attention}.k_proj", keys, hidden, 1.5, has_qkv_biases)
        self.module(f"{attention}.v_proj", keys, hidden, 2, has_qkv_biases)
        self.module(f"{attention}.o_proj", hidden, queries, 2, has_biases)
        if s["architecture"] == "qwen3":
            for name in ("q_norm", "k_norm"):
                norm = self.normal((s["headDim"],), 0.3, 1.2)
                self.weights[f"{attention}.{name}.weight"] = norm
        self.module(f"{mlp}.gate_proj", inner, hidden, 2, has_biases)
        self.module(f"{mlp}.up_proj", inner, hidden, 2, has_biases)
        self.module(f"{mlp}.down_proj", hidden, inner, 0.7, has_biases)

    def model(self):
        s = self.spec
        hidden, vocabulary = s["hiddenSize"], s["vocabSize"]
        packing = affine(8, 32) if self.is_mixed else self.rest
        self.put("model.embed_tokens", self.normal((vocabulary, hidden), 1), packing)
        for index in range(s["layers"]):
            self.layer(f"model.layers.{index}")
        self.weights["model.norm.weight"] = self.normal((hidden,), 0.2, 1)
        if not s["isTied"]:
            self.module("lm_head", vocabulary, hidden, 3)


def make_config(spec, maker):
    s = spec
    config = {
        "model_type": s["architecture"],
        "num_hidden_layers": s["layers"],
        "hidden_size": s["hiddenSize"],
        "intermediate_size": s["intermediateSize"],
        "num_attention_heads": s["heads"],
        "num_key_value_heads": s["kvHeads"],
        "vocab_size": s["vocabSize"],
        "max_position_embeddings": 32768,
        "rms_norm_eps": 1e-6,
        "tie_word_embeddings": s["isTied"],
    }
    is_llama = s["architecture"] in ("llama", "mistral")
    if s["architecture"] != "qwen2":
        config["head_dim"] = s["headDim"]
    if is_llama:
        config["attention_bias"] = config["mlp_bias"] = s["hasBiases"]
    if s["isTraditional"]:
        config["rope_traditional"] = True
    if s["slidingWindow"]:
        config["sliding_window"] = s["slidingWindow"]
    if s["layerTypes"]:
        config["layer_types"] = s["layerTypes"]
    rope = ROPES[s["rope"]]
    if s["ropeKey"] == "rope_parameters":
        rope = rope or {"rope_type": "default"}
        config["rope_parameters"] = {"rope_theta": s["ropeTheta"], **rope}
    else:
        config["rope_theta"] = s["ropeTheta"]
        config["rope_scaling"] = rope
    if maker.rest:
        table = dict(maker.rest)
        table.update({p: q for p, q in maker.modules.items() if q != maker.rest})
        config["quantization"] = config["quantization_config"] = table
    return config


def make_dense_model(spec, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    maker = DenseMaker(spec)
    maker.model()
    save(folder, maker.weights, spec["shards"])
    (folder / "config.json").write_text(json.dumps(make_config(spec, maker)))
