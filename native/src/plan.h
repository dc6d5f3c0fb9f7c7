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
  /** Type of the activations; default: depends on the device. */
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

/** config.json after the preflight has checked it. */
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
  float rope_theta;
  std::optional<Yarn> yarn;
  /** Whether the embedding is also the head if lm_head.weight is missing. */
  bool has_tied_embeddings = false;
};

/** The packing of a weight: arguments of MLX's `quantize`. */
struct Quantization {
  std::string mode;
  int bits;
  int group_size;

  bool operator==(const Quantization&) const = default;
};

/** The packing that the config declares, in general and by module path. */
struct DeclaredQuantization {
  std::optional<Quantization> general;
  /** An empty value means: declared as not quantised. */
  std::map<std::string, std::optional<Quantization>> modules;
};

/** Rows of a stored tensor: OpenAI's files interleave gate and up. */
enum class Rows { kAll, kEven, kOdd };

/** Location of a tensor. The preflight has checked its extent. */
struct TensorEntry {
  std::string name;
  int file;
  /** Offset of the whole stored tensor, even if only some rows are used. */
  uint64_t offset;
  /** Bytes of the rows that are used. */
  uint64_t bytes;
  mlx::core::Dtype dtype;
  std::vector<int> shape;
  Rows rows = Rows::kAll;
  /** Bytes of one row, if only every other row is used. */
  uint64_t row_bytes = 0;
  /** Whether it is stored as [in, out]; mlx-lm has [out, in]. */
  bool is_transposed = false;
};

using TensorMap = std::map<std::string, TensorEntry>;

/** DoRA is LoRA with a length for each row; full has tensors of the model. */
enum class AdapterKind { kLora, kDora, kFull };

/** An adapter in mlx-lm's format. */
struct Adapter {
  AdapterKind kind;
  /** Rank and scale are 0 in a full adapter. */
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
