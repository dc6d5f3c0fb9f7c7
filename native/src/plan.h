#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
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

struct LinearScaling {
  float factor;
};

/** Llama 3's scaling: long wavelengths are stretched, short ones are kept. */
struct Llama3Scaling {
  float factor;
  float low_frequency_factor;
  float high_frequency_factor;
  int original_context_length;
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

using RopeScaling =
    std::variant<std::monostate, LinearScaling, Llama3Scaling, Yarn>;

/** Sinks in the attention, and a mixture of experts with a clipped SwiGLU. */
struct GptOssConfig {
  int experts;
  int experts_per_token;
};

/** The graph of Llama, Mistral, Qwen2, Qwen3 and their like. */
struct DenseConfig {
  /** Of the projections to queries, keys and values. */
  bool has_qkv_biases;
  bool has_output_bias;
  bool has_mlp_biases;
  /** Norms of each head's queries and keys. */
  bool has_qk_norms;
};

/** What every architecture has. */
struct CommonConfig {
  std::string model_type;
  int layers;
  int hidden_size;
  int intermediate_size;
  int heads;
  int kv_heads;
  int head_dim;
  int vocab_size;
  int context_length;
  /** Tokens that a sliding layer attends to; 0 if no layer slides. */
  int sliding_window;
  std::vector<bool> is_sliding;
  float rms_norm_eps;
  float rope_theta;
  RopeScaling rope_scaling;
  /** Whether neighbouring dimensions turn together. */
  bool has_traditional_rope = false;
  /** Whether the embedding is also the head if lm_head.weight is missing. */
  bool has_tied_embeddings = false;

  std::optional<int> window() const {
    if (sliding_window == 0) return std::nullopt;
    return sliding_window;
  }
};

/** config.json after the preflight has checked it. */
struct Config : CommonConfig {
  std::variant<GptOssConfig, DenseConfig> own;
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
