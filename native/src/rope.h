#pragma once

#include <optional>

#include "mlx/array.h"
#include "plan.h"

namespace parley {

/** Rotary position embedding with its scalings, as in mlx-lm's rope_utils.py.
 */
class Rope {
 public:
  Rope(const CommonConfig& config, YarnRounding rounding);

  /** x: [batch, heads, tokens, head_dim]; the first token is at `offset`. */
  mlx::core::array operator()(const mlx::core::array& x, int offset) const;

 private:
  int dims_;
  float theta_;
  bool is_traditional_;
  /** Factor of the positions. */
  float position_scale_ = 1;
  /** Factor of the rotated vectors. */
  float scale_ = 1;
  /** Actually wavelengths: MLX uses their reciprocal. */
  std::optional<mlx::core::array> frequencies_;
};

}  // namespace parley
