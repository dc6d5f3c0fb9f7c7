#include "device.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "error.h"
#include "mlx/device.h"
#include "mlx/memory.h"
#include "mlx/version.h"

namespace mx = mlx::core;

namespace parley {

namespace {

constexpr uint64_t kGibibyte = uint64_t{1} << 30;

/** Limits for MLX's cache of free buffers, which is unlimited on Metal. */
constexpr uint64_t kCacheOnGpu = kGibibyte;
constexpr uint64_t kCacheOnCpu = kGibibyte / 4;

/** Memory that a step needs in addition to the weights. */
constexpr uint64_t kMargin = kGibibyte;

/** Leaves 8 GiB to macOS and other programs, or 35 % of a large memory. */
uint64_t spare_memory(uint64_t memory) {
  const uint64_t reserve = std::max(8 * kGibibyte, memory / 20 * 7);
  return memory > reserve ? memory - reserve : 0;
}

template <typename T>
T fact(const std::string& key, T fallback) {
  const auto& facts = mx::device_info(mx::Device::gpu);
  auto it = facts.find(key);
  const auto* found = it == facts.end() ? nullptr : std::get_if<T>(&it->second);
  return found ? *found : fallback;
}

Device find_gpu() {
  try {
    return {
        .is_gpu = true,
        .name = fact<std::string>("device_name", "GPU"),
        .memory = fact<size_t>("memory_size", 0),
        .recommended = fact<size_t>("max_recommended_working_set_size", 0),
        .is_float32 = false,
        .unpack_up_to = 0,
        .can_fuse = true,
    };
  } catch (const std::exception& error) {
    throw EngineError(
        "engine-failed",
        std::string("The graphics processor can’t be used: ") + error.what() +
            ". Restart the Mac and try again.");
  }
}

Device find_cpu() {
  const auto memory = static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                      static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  return {
      .is_gpu = false,
      .name = "CPU",
      .memory = memory,
      .recommended = memory / 5 * 4,
      .is_float32 = true,
      // MLX's CPU kernels for packed weights are scalar.
      .unpack_up_to = memory / 4,
      .can_fuse = false,
  };
}

}  // namespace

Device find_device() {
  return mx::is_available(mx::Device::gpu) ? find_gpu() : find_cpu();
}

Device open_device() {
  if (std::string(mx::version()) != PARLEY_MLX_VERSION) {
    throw EngineError(
        "engine-version",
        std::string("The engine needs MLX ") + PARLEY_MLX_VERSION +
            " and found " + mx::version() + ". Install Parley again.");
  }
  auto device = find_device();
  mx::set_default_device(device.is_gpu ? mx::Device::gpu : mx::Device::cpu);
  mx::set_cache_limit(device.is_gpu ? kCacheOnGpu : kCacheOnCpu);
  return device;
}

uint64_t wired_limit(uint64_t weights, const Device& device) {
  // MLX throws if the limit is above the device's maximum.
  return std::min(
      {weights + kMargin, device.recommended, spare_memory(device.memory)});
}

void wire(uint64_t weights, const Device& device) {
  const char* setting = std::getenv("PARLEY_WIRE");
  if (!device.is_gpu || (setting && std::string_view(setting) == "off")) return;
  const uint64_t limit = wired_limit(weights, device);
  if (limit > 0) mx::set_wired_limit(limit);
}

}  // namespace parley
