#include "device.h"

#include <algorithm>
#include <variant>

#include "error.h"
#include "mlx/device.h"
#include "mlx/memory.h"
#include "mlx/version.h"

namespace mx = mlx::core;

namespace parley {

namespace {

constexpr uint64_t kMebibyte = 1 << 20;
constexpr uint64_t kGibibyte = 1 << 30;

uint64_t size_fact(const std::string& key) {
  const auto& facts = mx::device_info(mx::Device::gpu);
  auto it = facts.find(key);
  const auto* size =
      it == facts.end() ? nullptr : std::get_if<size_t>(&it->second);
  return size ? *size : 0;
}

}  // namespace

bool has_gpu() {
  return mx::is_available(mx::Device::gpu);
}

Device open_device() {
  if (std::string(mx::version()) != PARLEY_MLX_VERSION) {
    throw EngineError(
        "engine-version",
        std::string("The engine needs MLX ") + PARLEY_MLX_VERSION +
            " and found " + mx::version() + ". Install Parley again.");
  }
  const bool is_gpu = has_gpu();
  const mx::Device device = is_gpu ? mx::Device::gpu : mx::Device::cpu;
  mx::set_default_device(device);
  std::string name = is_gpu ? "GPU" : "CPU";
  if (is_gpu) {
    const auto& facts = mx::device_info(device);
    auto it = facts.find("device_name");
    if (it != facts.end()) {
      if (auto* text = std::get_if<std::string>(&it->second)) name = *text;
    }
  }
  return {is_gpu, name};
}

void limit_cache(const Device& device) {
  mx::set_cache_limit(device.is_gpu ? kGibibyte : 256 * kMebibyte);
}

void wire(const Device& device, uint64_t weight_bytes) {
  if (!device.is_gpu) return;
  // macOS and other apps keep the larger of 8 GiB and 35 % of the memory.
  const uint64_t memory = size_fact("memory_size");
  const uint64_t reserve = std::max<uint64_t>(8 * kGibibyte, memory / 20 * 7);
  const uint64_t spare = memory > reserve ? memory - reserve : 0;
  const uint64_t limit = std::min(
      {weight_bytes + kGibibyte,
       size_fact("max_recommended_working_set_size"),
       spare});
  if (limit > 0) mx::set_wired_limit(limit);
}

}  // namespace parley
