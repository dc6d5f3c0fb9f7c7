#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mlx/dtype.h"

namespace parley {

enum class WeightsMode { kAuto, kPacked, kUnpacked };
enum class YarnRounding { kMlxLm, kReference };

struct LoadOptions {
  WeightsMode weights = WeightsMode::kAuto;
  YarnRounding yarn = YarnRounding::kMlxLm;
  /** Of the activations; by device if it is not given. */
  std::optional<mlx::core::Dtype> dtype;
};

struct Yarn {
  float factor;
  float beta_fast;
  float beta_slow;
  float mscale;
  float mscale_all_dim;
  int original_context_length;
  bool truncate;
};

/** config.json as the preflight checked it. */
struct Config {
  std::string model_type;
  int layers;
  int hidden_size;
  int intermediate_size;
  int heads;
  int kv_heads;
  int head_dim;
  int experts;
  int experts_per_token;
  int vocab_size;
  int context_length;
  int sliding_window;
  std::vector<bool> is_sliding;
  float rms_norm_eps;
  float swiglu_limit;
  float rope_theta;
  std::optional<Yarn> yarn;
  /** Without lm_head.weight, the embedding is the head too. */
  bool has_tied_embeddings = false;
};

/** How a weight is packed: by MLX's `quantize` with these arguments. */
struct Quantization {
  std::string mode;
  int bits;
  int group_size;

  bool operator==(const Quantization&) const = default;
};

/** What the config declares: in general, and by module path. */
struct DeclaredQuantization {
  std::optional<Quantization> general;
  /** An empty value: declared as not quantised. */
  std::map<std::string, std::optional<Quantization>> modules;
};

/** Which rows of a stored tensor: OpenAI's files interleave gate and up. */
enum class Rows { kAll, kEven, kOdd };

/** Where a tensor lies. The extent was checked against dtype and shape. */
struct TensorEntry {
  std::string name;
  int file;
  /** Of the stored tensor, whichever rows of it are meant. */
  uint64_t offset;
  /** Of the rows that are meant. */
  uint64_t bytes;
  mlx::core::Dtype dtype;
  std::vector<int> shape;
  Rows rows = Rows::kAll;
  /** Bytes of one row, when only every other is meant. */
  uint64_t row_bytes = 0;
  /** Stored as [in, out] where mlx-lm has [out, in]. */
  bool is_transposed = false;
};

using TensorMap = std::map<std::string, TensorEntry>;

/** A LoRA adapter in mlx-lm's format. */
struct Adapter {
  int rank;
  float scale;
  TensorMap tensors;
};

/** A model folder after the preflight in TypeScript. */
struct Plan {
  std::vector<std::string> files;
  Config config;
  DeclaredQuantization quantization;
  TensorMap tensors;
  std::optional<Adapter> adapter;
};

}  // namespace parley
