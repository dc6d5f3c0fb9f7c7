#pragma once

#include <cstdint>
#include <string>

#include "mlx/dtype.h"

namespace parley {

/** What differs between Metal and the CPU. Engine thread only. */
struct Device {
  bool is_gpu;
  std::string name;
};

/** Chooses Metal where there is one. Throws engine-version. */
Device open_device();

/** The device that `open_device` would choose, without touching it. */
bool has_gpu();

/** Keeps buffers that are not in use to a sensible amount. */
void limit_cache(const Device& device);

/** Keeps the weights in memory on Metal; a no-op on the CPU. */
void wire(const Device& device, uint64_t weight_bytes);

}  // namespace parley
