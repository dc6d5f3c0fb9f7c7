#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan.h"

namespace parley {

/** What a LoRA adapter adds to a matrix, as mlx-lm stores it. */
struct LoraLayout {
  const TensorEntry* a;
  const TensorEntry* b;
};

/** A matrix [out, in], or one for each expert, and how it is packed. */
struct LinearLayout {
  const TensorEntry* weight = nullptr;
  const TensorEntry* scales = nullptr;
  const TensorEntry* biases = nullptr;
  const TensorEntry* bias = nullptr;
  std::optional<Quantization> quantization;
  std::optional<LoraLayout> lora;
  uint64_t elements = 0;
};

struct LayerLayout {
  const TensorEntry* input_norm;
  const TensorEntry* post_attention_norm;
  const TensorEntry* sinks;
  LinearLayout q, k, v, o;
  LinearLayout router;
  LinearLayout gate, up, down;
};

/** Which tensor is what. Its pointers are into itself and the plan's adapter.
 */
struct Layout {
  /** By the names of mlx-lm, whatever those in the files are. */
  TensorMap by_name;
  LinearLayout embedding;
  std::vector<LayerLayout> layers;
  const TensorEntry* norm;
  /** Absent: the embedding is the head too. */
  std::optional<LinearLayout> head;

  /** Every tensor of the model that the graph needs, once. */
  std::vector<const TensorEntry*> tensors;
  std::vector<const TensorEntry*> adapter_tensors;
  /** Of all these tensors, as they are stored. */
  uint64_t bytes = 0;
  /** Of the model, once it is unpacked. */
  uint64_t elements = 0;
  /** e.g. "mxfp4 experts, affine 8-bit rest", "bfloat16" */
  std::string quantization;
};

/**
 * Finds every tensor of the graph and checks names, shapes and types against
 * the config, and the packing against what the config declares. Reads nothing.
 * Throws model-invalid, model-incomplete or model-unsupported, each naming the
 * tensor.
 */
Layout make_layout(const Plan& plan);

}  // namespace parley
