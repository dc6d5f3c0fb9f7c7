#pragma once

#include <cstdint>
#include <string>

namespace parley {

/** All differences between Metal and the CPU. Sizes in bytes. */
struct Device {
  bool is_gpu;
  std::string name;
  /** Memory of the machine. */
  uint64_t memory;
  /** Memory that the device may use without slowing down the machine. */
  uint64_t recommended;
  /** Whether activations are float32 regardless of the type of the weights. */
  bool is_float32;
  /** Up to this float32 size, unpacked weights are used: they are faster. */
  uint64_t unpack_up_to;
  /** Whether MLX can fuse operations without a C++ compiler. */
  bool can_fuse;
};

/**
 * Returns the Metal device, or the CPU if there is none. Does not change MLX's
 * state. Any thread. Throws engine-failed if Metal has no device.
 */
Device find_device();

/**
 * Makes MLX use the device and limits its cache of free buffers. Engine thread
 * only. Throws engine-version, engine-failed.
 */
Device open_device();

/**
 * Bytes that Metal may wire for weights of this size: the weights and what a
 * step needs, but not more than the device's recommended size, and not the
 * memory that macOS and other programs need.
 */
uint64_t wired_limit(uint64_t weights, const Device& device);

/**
 * Keeps the weights in memory on Metal, unless the environment has
 * PARLEY_WIRE=off. Call it once, before the load: changing the limit while
 * Metal works can make macOS panic (mlx#3186). Engine thread only.
 */
void wire(uint64_t weights, const Device& device);

}  // namespace parley
