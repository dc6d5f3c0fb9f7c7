#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan.h"

namespace parley {

/** The tensors of an adapter for one matrix, as mlx-lm stores them. */
struct LoraLayout {
  const TensorEntry* a;
  const TensorEntry* b;
  /** DoRA's lengths of the rows. */
  const TensorEntry* lengths = nullptr;
};

/** A matrix [out, in], or one per expert, and its packing. */
struct LinearLayout {
  const TensorEntry* weight = nullptr;
  const TensorEntry* scales = nullptr;
  const TensorEntry* biases = nullptr;
  const TensorEntry* bias = nullptr;
  /** nvfp4 may have one number for each expert. */
  const TensorEntry* global_scale = nullptr;
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

/** The role of each tensor. Points into itself and into the plan's adapter. */
struct Layout {
  /** By mlx-lm's names, which may differ from those in the files. */
  TensorMap by_name;
  LinearLayout embedding;
  std::vector<LayerLayout> layers;
  const TensorEntry* norm;
  /** Absent if the embedding is also the head. */
  std::optional<LinearLayout> head;

  /** Every tensor of the model that the graph needs, without duplicates. */
  std::vector<const TensorEntry*> tensors;
  std::vector<const TensorEntry*> adapter_tensors;
  /** MLX multiplies weights with a global scale only on a GPU. */
  bool has_global_scale = false;
  /** Stored bytes of all these tensors. */
  uint64_t bytes = 0;
  /** Elements of the unpacked model. */
  uint64_t elements = 0;
  /** e.g. "mxfp4 experts, affine 8-bit rest", "bfloat16" */
  std::string quantization;
};

/**
 * Finds every tensor of the graph and checks names, shapes, types and packing
 * against the config. Reads no files. Throws model-invalid, model-incomplete or
 * model-unsupported with the name of the tensor.
 */
Layout make_layout(const Plan& plan);

}  // namespace parley
