#pragma once

#include <cstdint>

#include "mlx/array.h"

namespace parley {

struct Sampling {
  float temperature;
  float top_p;
  uint64_t seed;
};

/**
 * Draws tokens as mlx-lm's sample_utils.py does, from a sequence of keys of
 * its own: the same seed gives the same tokens whatever ran before.
 */
class Sampler {
 public:
  explicit Sampler(const Sampling& sampling);

  /** The next token [1] from logits [1, vocab]. */
  mlx::core::array operator()(const mlx::core::array& logits);

 private:
  Sampling sampling_;
  mlx::core::array key_;
};

}  // namespace parley
