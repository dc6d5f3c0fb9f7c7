#pragma once

#include <optional>

#include "mlx/array.h"

namespace parley {

// Products of float32 on the CPU. MLX's wheel for Linux brings the reference
// BLAS, whose loops are scalar; these give the same bits many times as quickly.

/** [.., out, in] → [.., panels, in, kPanelWidth], the form that they take. */
mlx::core::array to_panels(const mlx::core::array& weights);

/** x Wᵀ + bias, for a W of `out` rows. */
mlx::core::array multiply_panels(
    const mlx::core::array& x,
    const mlx::core::array& panels,
    int out,
    const std::optional<mlx::core::array>& bias);

/** As `gather_mm` with W of `out` rows for each expert, and x [.., 1, in]. */
mlx::core::array gather_panels(
    const mlx::core::array& x,
    const mlx::core::array& panels,
    int out,
    const mlx::core::array& experts);

/** Whether `attend_on_cpu` can: in float32, and heads of whole panels. */
bool can_attend_on_cpu(const mlx::core::array& q);

/**
 * What MLX's `scaled_dot_product_attention` gives with a causal mask that looks
 * at the last `window` tokens.
 * @param q [1, heads, count, dim], k and v [1, kv heads, length, dim]
 */
mlx::core::array attend_on_cpu(
    const mlx::core::array& q,
    const mlx::core::array& k,
    const mlx::core::array& v,
    float scale,
    std::optional<int> window,
    const mlx::core::array& sinks);

}  // namespace parley
