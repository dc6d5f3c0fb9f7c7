"""Random adapters in mlx-lm's format, with mlx-lm's own names."""

import json
from pathlib import Path

import mlx.core as mx
import numpy as np
from mlx.utils import tree_flatten
from mlx_lm.tuner.utils import linear_to_lora_layers
from mlx_lm.utils import load_model


def make_adapter(model_folder, folder, spec):
    model, _ = load_model(Path(model_folder), lazy=True)
    parameters = {
        "rank": spec["rank"],
        "scale": spec["scale"],
        "dropout": 0.0,
        "keys": spec["keys"],
    }
    kind = spec["type"]
    if kind != "full":
        linear_to_lora_layers(model, spec["layers"], parameters, kind == "dora")
    random = np.random.default_rng(spec["seed"])
    tensors = {}
    for name, value in tree_flatten(model.parameters()):
        path, _, part = name.rpartition(".")
        if kind == "full":
            # A full fine-tuning saves all that was trained: nothing that is packed.
            if path.removeprefix("model.layers.0.") not in spec["keys"]:
                continue
            if mx.issubdtype(value.dtype, mx.floating) and part != "scales":
                noise = random.normal(0, 0.1, value.shape).astype(np.float32)
                tensors[name] = value.astype(mx.float32) + mx.array(noise)
        elif part in ("lora_a", "lora_b"):
            # With these standard deviations the adapter changes a row about as much as its weight.
            values = random.normal(0, 0.1, value.shape).astype(np.float32)
            tensors[name] = mx.array(values)
        elif part == "m":
            factors = random.uniform(0.5, 1.5, value.shape).astype(np.float32)
            tensors[name] = value.astype(mx.float32) * mx.array(factors)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mx.save_safetensors(str(folder / "adapters.safetensors"), tensors)
    config = {
        "fine_tune_type": kind,
        "num_layers": spec["layers"],
        "lora_parameters": parameters,
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
