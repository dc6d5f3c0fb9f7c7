#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan.h"
#include "tensor_table.h"

namespace parley {

class Architecture;
class LayerLayout;

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

/** The role of each tensor. Points into itself and into the plan's adapter. */
struct Layout {
  /** By mlx-lm's names, which may differ from those in the files. */
  TensorMap by_name;
  LinearLayout embedding;
  std::vector<std::unique_ptr<LayerLayout>> layers;
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
  /** Elements of the largest matrix, or of the experts of one. */
  uint64_t max_elements = 0;
  /** e.g. "mxfp4 experts, affine 8-bit rest", "bfloat16" */
  std::string quantization;
};

/** Kinds of matrices, which differ in LoRA's shapes and in the summary. */
enum class Kind { kMatrix, kRouter, kExperts, kEmbedding };

struct MatrixOptions {
  bool has_bias = false;
  Kind kind = Kind::kMatrix;
};

/** Takes the tensors of a model one by one, and checks each. */
class LayoutMaker {
 public:
  LayoutMaker(const Plan& plan, const Architecture& architecture);
  Layout make();

  const TensorEntry* vector(const std::string& name, int size);

  /** Takes a matrix by the path of its module; experts have a first axis. */
  LinearLayout matrix(
      const std::string& path,
      const std::vector<int>& shape,
      const MatrixOptions& options = {});

 private:
  bool is_full() const;
  void replace_tensors();
  std::optional<LoraLayout> lora(
      const std::string& path, const std::vector<int>& shape, Kind kind);
  const TensorEntry* lengths(
      const std::string& path, const std::vector<int>& shape, Kind kind);
  void unpack(
      const std::string& path,
      const std::vector<int>& shape,
      LinearLayout& result);
  void expect_supported(const TensorEntry& weight, const Quantization& q);
  void check_declared(const std::string& path, const LinearLayout& linear);
  std::string summary() const;

  const Plan& plan_;
  const Architecture& architecture_;
  TensorMap by_name_;
  TensorTable model_;
  TensorTable adapter_;
  Layout layout_;
  /** Packings of the experts and of the rest, for the summary. */
  std::set<std::string> experts_, rest_;
};

/**
 * Finds every tensor of the graph and checks names, shapes, types and packing
 * against the config. Reads no files. Throws model-invalid, model-incomplete or
 * model-unsupported with the name of the tensor.
 */
Layout make_layout(const Plan& plan, const Architecture& architecture);

}  // namespace parley
