#pragma once

#include <cstddef>

namespace parley {

/** Columns of a panel: of a matrix [in, out] a stripe that lies in one piece.
 */
constexpr int kPanelWidth = 32;

/** A matrix of float32 whose rows lie `stride` elements apart. */
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
 * out [rows, width] = x [rows, depth] · panel [depth, kPanelWidth], of whose
 * columns all must be readable and the first `width` are used.
 *
 * Each element is summed in the order of `depth` and nothing is fused, as in
 * the reference BLAS: the results are those of MLX's CPU backend, bit for bit.
 */
void multiply_panel(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> panel,
    int width,
    Rows<float> out);

/** out [rows, columns] = x [rows, depth] · w [columns, depth]ᵀ, as above. */
void multiply_transposed(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> w,
    int columns,
    Rows<float> out);

}  // namespace parley
