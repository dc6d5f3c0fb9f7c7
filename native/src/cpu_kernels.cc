#include "cpu_kernels.h"

#include <algorithm>
#include <vector>

// Compiles two versions and chooses by the processor at run time.
#if defined(__x86_64__) && defined(__linux__)
#define PARLEY_FOR_EACH_CPU __attribute__((target_clones("avx2", "default")))
#else
#define PARLEY_FOR_EACH_CPU
#endif

namespace parley {

namespace {

constexpr int kLaneWidth = 8;
constexpr int kLanes = kPanelWidth / kLaneWidth;
/** With more rows the sums would not fit in the registers. */
constexpr int kTileRows = 3;
/** This part of a panel stays in the L1 cache while all rows use it. */
constexpr int kDepthAtOnce = 256;

typedef float Lane
    __attribute__((vector_size(kLaneWidth * 4), aligned(4), may_alias));

const Lane& lane(const float* at) {
  return *reinterpret_cast<const Lane*>(at);
}

/** Adds to the sums in `out`, or starts them if `is_first`. */
template <int kRows>
__attribute__((always_inline)) inline void multiply_tile(
    Rows<const float> x,
    int depth,
    Rows<const float> panel,
    bool is_first,
    Rows<float> out) {
  Lane sums[kRows][kLanes] = {};
  for (int r = 0; r < kRows && !is_first; ++r) {
    for (int i = 0; i < kLanes; ++i) {
      sums[r][i] = lane(out[r] + i * kLaneWidth);
    }
  }
  for (int k = 0; k < depth; ++k) {
    Lane weights[kLanes];
    for (int i = 0; i < kLanes; ++i) {
      weights[i] = lane(panel[k] + i * kLaneWidth);
    }
    for (int r = 0; r < kRows; ++r) {
      const float value = x[r][k];
      for (int i = 0; i < kLanes; ++i) sums[r][i] += value * weights[i];
    }
  }
  for (int r = 0; r < kRows; ++r) {
    for (int i = 0; i < kLanes; ++i) {
      *reinterpret_cast<Lane*>(out[r] + i * kLaneWidth) = sums[r][i];
    }
  }
}

PARLEY_FOR_EACH_CPU void multiply_tiles(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> panel,
    bool is_first,
    Rows<float> out) {
  int row = 0;
  for (; row + kTileRows <= rows; row += kTileRows) {
    multiply_tile<kTileRows>(
        x.from(row, 0), depth, panel, is_first, out.from(row, 0));
  }
  for (; row < rows; ++row) {
    multiply_tile<1>(x.from(row, 0), depth, panel, is_first, out.from(row, 0));
  }
}

/** [columns, depth] → [depth, kPanelWidth], padded with zeros. */
void transpose(Rows<const float> from, int columns, int depth, Rows<float> to) {
  for (int k = 0; k < depth; ++k) {
    for (int column = 0; column < columns; ++column) {
      to[k][column] = from[column][k];
    }
    std::fill(to[k] + columns, to[k] + kPanelWidth, 0.0f);
  }
}

}  // namespace

void multiply_panel(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> panel,
    int width,
    Rows<float> out) {
  if (width < kPanelWidth) {
    // `out` has no room for whole lanes, so compute each row in a buffer.
    float whole[kPanelWidth];
    for (int row = 0; row < rows; ++row) {
      multiply_tiles(
          x.from(row, 0), 1, depth, panel, true, {whole, kPanelWidth});
      std::copy(whole, whole + width, out[row]);
    }
    return;
  }
  for (int done = 0; done < depth; done += kDepthAtOnce) {
    const int count = std::min(kDepthAtOnce, depth - done);
    multiply_tiles(
        x.from(0, done), rows, count, panel.from(done, 0), done == 0, out);
  }
}

void multiply_transposed(
    Rows<const float> x,
    int rows,
    int depth,
    Rows<const float> w,
    int columns,
    Rows<float> out) {
  std::vector<float> buffer(static_cast<size_t>(depth) * kPanelWidth);
  const Rows<float> panel = {buffer.data(), kPanelWidth};
  for (int column = 0; column < columns; column += kPanelWidth) {
    const int width = std::min(kPanelWidth, columns - column);
    transpose(w.from(column, 0), width, depth, panel);
    multiply_panel(
        x,
        rows,
        depth,
        {buffer.data(), kPanelWidth},
        width,
        out.from(0, column));
  }
}

}  // namespace parley
