#pragma once

#include <optional>

#include "mlx/array.h"
#include "plan.h"

namespace parley {

/** Rotary positions with YaRN, as mlx-lm's rope_utils.py computes them. */
class Rope {
 public:
  Rope(const Config& config, YarnRounding rounding);

  /** x: [batch, heads, tokens, head_dim], its first token at `offset`. */
  mlx::core::array operator()(const mlx::core::array& x, int offset) const;

 private:
  int dims_;
  float theta_;
  float scale_ = 1;
  /** Wavelengths: MLX takes their reciprocal. */
  std::optional<mlx::core::array> frequencies_;
};

}  // namespace parley
