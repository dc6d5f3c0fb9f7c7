"""Converts an exported folder back to a checkpoint with float weights, for further training: `python unpack.py ../model run`.

The inverse of export.py, except that values stay rounded by the quantisation.
"""
import sys
from pathlib import Path

import mlx.core as mx
from mlx_lm.utils import dequantize_model, load_model
from mlx.utils import tree_flatten

PARTS = {"gate_proj": "g", "up_proj": "u", "down_proj": "d", "q_proj": "q", "k_proj": "k", "v_proj": "v", "o_proj": "o"}


def main(folder, run):
    model, _ = load_model(Path(folder))
    model = dequantize_model(model)
    model.set_dtype(mx.float32)
    out = {}
    for name, value in tree_flatten(model.parameters()):
        keys = name.split(".")
        if name == "lm_head.weight": out["E"] = value
        elif name == "model.norm.weight": out["nf.weight"] = value
        elif keys[1] == "layers":
            block, bias = f"blocks.{keys[2]}", "b" if keys[-1] == "bias" else ""
            if keys[3].endswith("layernorm"): out[f"{block}.{'n1' if keys[3].startswith('input') else 'n2'}.weight"] = value
            elif keys[3] == "self_attn": out[f"{block}.a." + ("sinks" if keys[4] == "sinks" else PARTS[keys[4]] + bias)] = value
            elif keys[4] == "router": out[f"{block}.m.r{bias}"] = value
            else: out[f"{block}.m.{PARTS[keys[5]]}{bias}"] = value
    Path(run).mkdir(exist_ok=True)
    mx.save_safetensors(str(Path(run) / "checkpoint.safetensors"), out)
    print(len(out), "tensors")


if __name__ == "__main__":
    main(*sys.argv[1:3])
