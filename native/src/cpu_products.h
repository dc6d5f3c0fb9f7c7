#pragma once

#include <optional>

#include "mlx/array.h"

namespace parley {

// Products of float32 on the CPU. MLX's wheel for Linux uses the reference
// BLAS, whose loops are scalar; these functions return the same bits faster.

/** [.., out, in] → [.., panels, in, kPanelWidth], the layout of `panels`. */
mlx::core::array to_panels(const mlx::core::array& weights);

/** x Wᵀ + bias, where W has `out` rows. */
mlx::core::array multiply_panels(
    const mlx::core::array& x,
    const mlx::core::array& panels,
    int out,
    const std::optional<mlx::core::array>& bias);

/** Like `gather_mm`: each expert's W has `out` rows, and x is [.., 1, in]. */
mlx::core::array gather_panels(
    const mlx::core::array& x,
    const mlx::core::array& panels,
    int out,
    const mlx::core::array& experts);

/** `attend_on_cpu` needs float32 and a head dimension of whole panels. */
bool can_attend_on_cpu(const mlx::core::array& q);

/**
 * Same result as MLX's `scaled_dot_product_attention` with a causal mask over
 * the last `window` tokens.
 * @param q [1, heads, count, dim], k and v [1, kv heads, length, dim]
 */
mlx::core::array attend_on_cpu(
    const mlx::core::array& q,
    const mlx::core::array& k,
    const mlx::core::array& v,
    float scale,
    std::optional<int> window,
    const std::optional<mlx::core::array>& sinks);

}  // namespace parley
