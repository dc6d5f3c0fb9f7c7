#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device.h"
#include "layout.h"
#include "mlx/dtype.h"
#include "plan.h"

namespace parley {

struct AdapterInfo {
  /** Rank and scale are 0 in a full adapter. */
  int rank;
  float scale;
  /** Number of modules that the adapter changes. */
  int modules;
};

/** ModelInfo of index.d.ts. Sizes in bytes. */
struct ModelInfo {
  std::string model_type;
  int layers;
  int hidden_size;
  int intermediate_size;
  int heads;
  int kv_heads;
  int head_dim;
  int vocab_size;
  int context_length;
  int experts;
  int experts_per_token;
  int sliding_window;
  int sliding_layers;
  std::string quantization;
  uint64_t weight_bytes;
  uint64_t resident_bytes;
  /** Additional memory while loading, for the tensor that needs the most. */
  uint64_t loading_bytes;
  uint64_t cache_bytes_per_token;
  bool is_unpacked;
  /**
   * Whether cpu_products.h computes the products: on the CPU, if unpacked.
   * Packed models use the GPU's graph on the CPU too, so that tests cover it.
   */
  bool has_own_products;
  std::optional<AdapterInfo> adapter = std::nullopt;
  std::string device;
  /** Type of the activations. */
  mlx::core::Dtype dtype = mlx::core::float32;
};

ModelInfo describe(
    const Plan& plan,
    const Layout& layout,
    const LoadOptions& options,
    const Device& device);

}  // namespace parley
