#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlx/array.h"

namespace parley {

/** What a layer may attend to: a mode of MLX's attention, or a mask. */
struct Mask {
  std::string mode;
  std::optional<mlx::core::array> array;
};

/**
 * The keys and values of one layer, in the order of their tokens. Sliding
 * layers keep all of theirs too and look at the end of them, so that
 * forgetting the newest tokens is exact and free.
 */
class LayerCache {
 public:
  /** Appends at `length`; gives what tokens from there on may look at. */
  std::pair<mlx::core::array, mlx::core::array> append(
      int length,
      const mlx::core::array& keys,
      const mlx::core::array& values,
      std::optional<int> window);

  /** The arrays behind it: evaluating them ends a prefill chunk. */
  void collect(std::vector<mlx::core::array>& into) const;

 private:
  std::optional<mlx::core::array> keys_;
  std::optional<mlx::core::array> values_;
};

/** The mask for `count` tokens after `length`, as mlx-lm's caches make it. */
Mask make_mask(int length, int count, std::optional<int> window);

}  // namespace parley
