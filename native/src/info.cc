#include "info.h"

#include <algorithm>
#include <set>

namespace mx = mlx::core;

namespace parley {

namespace {

mx::Dtype activation_type(const Layout& layout, const Device& device) {
  if (device.is_float32) return mx::float32;
  const auto& e = layout.embedding;
  if (!e.quantization) return e.weight->dtype;
  return e.biases ? e.scales->dtype : mx::bfloat16;
}

uint64_t resident_bytes(
    const Layout& layout,
    mx::Dtype dtype,
    bool is_unpacked,
    bool has_own_products) {
  uint64_t bytes = 0;
  for (const auto* tensor : layout.adapter_tensors) {
    const auto element = tensor->dtype.size();
    const bool is_cast = dtype == mx::float32;
    bytes += is_cast ? tensor->bytes / element * dtype.size() : tensor->bytes;
  }
  if (is_unpacked) {
    // On the CPU a tied head has panels of its own.
    const auto tied = has_own_products && !layout.head;
    const auto elements =
        layout.elements + (tied ? layout.embedding.elements : 0);
    return bytes + elements * dtype.size();
  }
  for (const auto* tensor : layout.tensors) {
    const bool is_packed =
        tensor->dtype == mx::uint32 || tensor->dtype == mx::uint8;
    bytes += is_packed ? tensor->bytes
                       : tensor->bytes / tensor->dtype.size() * dtype.size();
  }
  return bytes;
}

/** A cast or unpacked tensor is in memory twice, or 3 times if transposed. */
uint64_t loading_bytes(
    const Layout& layout, mx::Dtype dtype, bool is_unpacked) {
  uint64_t max_bytes = 0;
  for (const auto* tensor : layout.tensors) {
    const bool is_packed = tensor->dtype == mx::uint32;
    if (!is_unpacked && (is_packed || tensor->dtype == dtype)) continue;
    max_bytes = std::max(max_bytes, tensor->bytes);
  }
  return is_unpacked ? max_bytes + layout.max_elements * dtype.size()
                     : max_bytes;
}

std::optional<AdapterInfo> adapter_info(const Plan& plan) {
  if (!plan.adapter) return std::nullopt;
  const auto& [kind, rank, scale, tensors] = *plan.adapter;
  std::set<std::string> modules;
  for (const auto& [name, tensor] : tensors) {
    modules.insert(name.substr(0, name.rfind('.')));
  }
  return AdapterInfo{rank, scale, static_cast<int>(modules.size())};
}

}  // namespace

ModelInfo describe(
    const Plan& plan,
    const Layout& layout,
    const LoadOptions& options,
    const Device& device) {
  const auto& c = plan.config;
  const auto dtype = options.dtype.value_or(activation_type(layout, device));
  const bool is_small = layout.elements * dtype.size() <= device.unpack_up_to;
  const bool is_unpacked = options.weights == WeightsMode::kUnpacked ||
                           (layout.has_global_scale && !device.is_gpu) ||
                           (options.weights == WeightsMode::kAuto && is_small &&
                            dtype == mx::float32);
  const bool has_own_products =
      is_unpacked && !device.is_gpu && dtype == mx::float32;
  const auto* mixture = std::get_if<GptOssConfig>(&c.own);
  return {
      .model_type = c.model_type,
      .layers = c.layers,
      .hidden_size = c.hidden_size,
      .intermediate_size = c.intermediate_size,
      .heads = c.heads,
      .kv_heads = c.kv_heads,
      .head_dim = c.head_dim,
      .vocab_size = c.vocab_size,
      .context_length = c.context_length,
      .experts = mixture ? mixture->experts : 0,
      .experts_per_token = mixture ? mixture->experts_per_token : 0,
      .sliding_window = c.sliding_window,
      .sliding_layers = static_cast<int>(
          std::count(c.is_sliding.begin(), c.is_sliding.end(), true)),
      .quantization = layout.quantization,
      .weight_bytes = layout.bytes,
      .resident_bytes =
          resident_bytes(layout, dtype, is_unpacked, has_own_products),
      .loading_bytes = loading_bytes(layout, dtype, is_unpacked),
      .cache_bytes_per_token =
          uint64_t{2} * c.layers * c.kv_heads * c.head_dim * dtype.size(),
      .is_unpacked = is_unpacked,
      .has_own_products = has_own_products,
      .adapter = adapter_info(plan),
      .device = device.name,
      .dtype = dtype,
  };
}

}  // namespace parley
