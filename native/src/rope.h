#pragma once

#include <optional>

#include "mlx/array.h"
#include "plan.h"

namespace parley {

/** Rotary position embedding with YaRN, as in mlx-lm's rope_utils.py. */
class Rope {
 public:
  Rope(const Config& config, YarnRounding rounding);

  /** x: [batch, heads, tokens, head_dim]; the first token is at `offset`. */
  mlx::core::array operator()(const mlx::core::array& x, int offset) const;

 private:
  int dims_;
  float theta_;
  float scale_ = 1;
  /** Actually wavelengths: MLX uses their reciprocal. */
  std::optional<mlx::core::array> frequencies_;
};

}  // namespace parley
