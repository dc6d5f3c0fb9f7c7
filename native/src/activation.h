#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "device.h"
#include "mlx/array.h"
#include "mlx/compile.h"

namespace parley {

/** Element-wise operations on arrays of one shape. */
using Activation = std::function<std::vector<mlx::core::array>(
    const std::vector<mlx::core::array>&)>;

/** Returns one operation for all of them, where the device can do that. */
inline Activation fuse(Activation activation, const Device& device) {
  if (!device.can_fuse) return activation;
  return mlx::core::compile(std::move(activation), true);
}

}  // namespace parley
