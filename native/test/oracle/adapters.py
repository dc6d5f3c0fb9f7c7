"""Random LoRA adapters in mlx-lm's format, with mlx-lm's own names."""

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
    linear_to_lora_layers(model, spec["layers"], parameters)
    random = np.random.default_rng(spec["seed"])
    tensors = {}
    for name, value in tree_flatten(model.parameters()):
        if not name.endswith(("lora_a", "lora_b")):
            continue
        # With these standard deviations the adapter changes a row about as much as its weight.
        values = random.normal(0, 0.1, value.shape).astype(np.float32)
        tensors[name] = mx.array(values)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mx.save_safetensors(str(folder / "adapters.safetensors"), tensors)
    config = {
        "fine_tune_type": "lora",
        "num_layers": spec["layers"],
        "lora_parameters": parameters,
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
