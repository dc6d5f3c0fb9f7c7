"""Makes the larger model of `npm run bench -- engine`: about 300 MB of random weights in the MXFP4-Q4 layout.

    python generated_model.py FOLDER TOKENIZER_FOLDER

Experts are mxfp4, the router is affine 8-bit, everything else is affine 4-bit. Only its speed matters: the packed words
are random bits, and the tokenizer is that of the tiny model.
"""

import json
import shutil
import sys
from pathlib import Path

import mlx.core as mx
import numpy as np

LAYERS, HIDDEN, INNER, HEADS, KV_HEADS, HEAD_DIM, EXPERTS, VOCABULARY = 10, 1024, 1024, 16, 2, 64, 16, 16384

MXFP4 = {"group_size": 32, "bits": 4, "mode": "mxfp4"}
AFFINE_4 = {"group_size": 64, "bits": 4, "mode": "affine"}
AFFINE_8 = {"group_size": 64, "bits": 8, "mode": "affine"}

CONFIG = {
    "model_type": "gpt_oss",
    "architectures": ["GptOssForCausalLM"],
    "num_hidden_layers": LAYERS,
    "layer_types": ["sliding_attention", "full_attention"] * (LAYERS // 2),
    "hidden_size": HIDDEN,
    "intermediate_size": INNER,
    "num_attention_heads": HEADS,
    "num_key_value_heads": KV_HEADS,
    "head_dim": HEAD_DIM,
    "num_local_experts": EXPERTS,
    "num_experts_per_tok": 4,
    "experts_per_token": 4,
    "vocab_size": VOCABULARY,
    "sliding_window": 128,
    "max_position_embeddings": 131072,
    "initial_context_length": 4096,
    "rms_norm_eps": 1e-5,
    "swiglu_limit": 7.0,
    "rope_theta": 150000,
    "rope_scaling": {
        "rope_type": "yarn",
        "factor": 32.0,
        "beta_fast": 32.0,
        "beta_slow": 1.0,
        "original_max_position_embeddings": 4096,
        "truncate": False,
    },
    "attention_bias": True,
    "tie_word_embeddings": False,
}

random = np.random.default_rng(4)


def normal(*shape, size=0.1):
    return mx.array(random.standard_normal(shape, np.float32) * size).astype(mx.bfloat16)


def matrix(shape, packing):
    """A packed matrix [..., out, in] with the standard deviation of a trained one, 1 / sqrt(in)."""
    *rows, width = shape
    groups = (*rows, width // packing["group_size"])
    words = random.integers(0, 2**32, (*rows, width * packing["bits"] // 32), np.uint32)
    spread = width**-0.5
    if packing["mode"] == "mxfp4":
        # The sixteen values of fp4 have a standard deviation of 2.9; exponents are biased by 127.
        exponent = 127 + round(np.log2(spread / 2.9))
        return {"weight": mx.array(words), "scales": mx.full(groups, exponent, mx.uint8)}
    steps = 2 ** packing["bits"] - 1
    scale = spread * 12**0.5 / steps
    scales = mx.full(groups, scale, mx.bfloat16)
    return {"weight": mx.array(words), "scales": scales, "biases": scales * (-steps / 2)}


def modules():
    """Yields (path, shape of the matrix, shape of its bias, packing)."""
    width, kv_width = HEADS * HEAD_DIM, KV_HEADS * HEAD_DIM
    yield "model.embed_tokens", (VOCABULARY, HIDDEN), None, AFFINE_4
    yield "lm_head", (VOCABULARY, HIDDEN), None, AFFINE_4
    for layer in range(LAYERS):
        attention, mlp = f"model.layers.{layer}.self_attn", f"model.layers.{layer}.mlp"
        yield f"{attention}.q_proj", (width, HIDDEN), (width,), AFFINE_4
        yield f"{attention}.k_proj", (kv_width, HIDDEN), (kv_width,), AFFINE_4
        yield f"{attention}.v_proj", (kv_width, HIDDEN), (kv_width,), AFFINE_4
        yield f"{attention}.o_proj", (HIDDEN, width), (HIDDEN,), AFFINE_4
        yield f"{mlp}.router", (EXPERTS, HIDDEN), (EXPERTS,), AFFINE_8
        yield f"{mlp}.experts.gate_proj", (EXPERTS, INNER, HIDDEN), (EXPERTS, INNER), MXFP4
        yield f"{mlp}.experts.up_proj", (EXPERTS, INNER, HIDDEN), (EXPERTS, INNER), MXFP4
        yield f"{mlp}.experts.down_proj", (EXPERTS, HIDDEN, INNER), (EXPERTS, HIDDEN), MXFP4


def main(folder, tokenizer_folder):
    mx.set_default_device(mx.cpu)
    quantization = dict(MXFP4)
    weights = {"model.norm.weight": mx.ones(HIDDEN, mx.bfloat16)}
    for path, shape, bias_shape, packing in modules():
        if packing != MXFP4:
            quantization[path] = packing
        for name, value in matrix(shape, packing).items():
            weights[f"{path}.{name}"] = value
        if bias_shape:
            weights[f"{path}.bias"] = normal(*bias_shape)
    for layer in range(LAYERS):
        weights[f"model.layers.{layer}.input_layernorm.weight"] = mx.ones(HIDDEN, mx.bfloat16)
        weights[f"model.layers.{layer}.post_attention_layernorm.weight"] = mx.ones(HIDDEN, mx.bfloat16)
        weights[f"model.layers.{layer}.self_attn.sinks"] = normal(HEADS, size=1)
    folder.mkdir(parents=True, exist_ok=True)
    mx.save_safetensors(str(folder / "model.safetensors"), weights, {"format": "mlx"})
    config = {**CONFIG, "quantization": quantization, "quantization_config": quantization}
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    for name in ("tokenizer.json", "tokenizer_config.json", "generation_config.json"):
        shutil.copy(tokenizer_folder / name, folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
