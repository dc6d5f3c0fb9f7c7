#pragma once

#include <cstddef>

namespace parley {

/** Columns of a panel: a contiguous stripe of a matrix [in, out]. */
constexpr int kPanelWidth = 32;

/** A float32 matrix whose rows are `stride` elements apart. */
template <typename T>
struct Rows {
  T* data;
  size_t stride;

  T* operator[](size_t row) const { return data + row * stride; }
  Rows from(size_t row, size_t column) const {
    return {data + row * stride + column, stride};
  }
};

/**
 * out [rows, width] = x [rows, depth] · panel [depth, kPanelWidth]. Uses the
 * first `width` columns of the panel, but all must be readable.
 *
 * Sums each element in the order of `depth` without fused operations, like the
 * reference BLAS, so that results equal those of MLX's CPU backend bit for bit.
 */
void multiply_panel(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> panel,
    int width,
    Rows<float> out);

/** out [rows, columns] = x [rows, depth] · w [columns, depth]ᵀ, same sums. */
void multiply_transposed(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> w,
    int columns,
    Rows<float> out);

}  // namespace parley
