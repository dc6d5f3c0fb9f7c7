#pragma once

#include <cstdint>
#include <string>

namespace parley {

/** All that differs between Metal and the CPU. Sizes in bytes. */
struct Device {
  bool is_gpu;
  std::string name;
  /** Of the machine. */
  uint64_t memory;
  /** What the device may hold at once without slowing the machine down. */
  uint64_t recommended;
  /** Whether the activations are in float32, whatever the weights are in. */
  bool is_float32;
  /** Up to this size in float32 weights are quicker unpacked than packed. */
  uint64_t unpack_up_to;
  /** Whether MLX can fuse operations without a compiler of C++. */
  bool can_fuse;
};

/**
 * Metal where there is one, without changing anything of it. Any thread.
 * Throws engine-failed where Metal has no device.
 */
Device find_device();

/**
 * Makes MLX use the device and keep few buffers that are not in use. Engine
 * thread only. Throws engine-version, engine-failed.
 */
Device open_device();

/**
 * How much Metal may keep in memory for weights of a size: them and what they
 * need beside them, but no more than the device is recommended to hold, and
 * never what macOS and other programs need.
 */
uint64_t wired_limit(uint64_t weights, const Device& device);

/**
 * Keeps the weights in memory on Metal; PARLEY_WIRE=off in the environment
 * leaves that to macOS. Once, before the load: changing the limit while Metal
 * works has made macOS panic (mlx#3186). Engine thread only.
 */
void wire(uint64_t weights, const Device& device);

}  // namespace parley
