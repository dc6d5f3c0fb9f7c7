#include "rope.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mlx/fast.h"
#include "mlx/ops.h"
#include "mlx/transforms.h"

namespace mx = mlx::core;

namespace parley {

namespace {

double magnitude(double factor, double scale) {
  return factor <= 1 ? 1 : 0.1 * scale * std::log(factor) + 1;
}

mx::array number(double value) {
  return mx::array(static_cast<float>(value));
}

/** theta^(2i / dims) for each pair of dimensions. */
mx::array plain_frequencies(int dims, double theta) {
  return mx::power(
      number(theta),
      mx::divide(mx::arange(0, dims, 2, mx::float32), number(dims)));
}

mx::array llama3_frequencies(
    const Llama3Scaling& scaling, int dims, double theta) {
  const double length = scaling.original_context_length;
  const double low = scaling.low_frequency_factor;
  const double high = scaling.high_frequency_factor;
  const auto factor = number(scaling.factor);
  auto frequencies = plain_frequencies(dims, theta);
  auto wavelengths = mx::multiply(number(2 * std::numbers::pi), frequencies);
  const auto is_long = mx::greater(wavelengths, number(length / low));
  const auto is_medium = mx::logical_and(
      mx::greater(wavelengths, number(length / high)),
      mx::less(wavelengths, number(length / low)));
  auto smooth = mx::divide(
      mx::subtract(mx::divide(number(length), wavelengths), number(low)),
      number(high - low));
  auto between = mx::divide(
      frequencies,
      mx::add(mx::divide(mx::subtract(number(1), smooth), factor), smooth));
  auto ends =
      mx::where(is_long, mx::multiply(frequencies, factor), frequencies);
  return mx::where(is_medium, between, ends);
}

mx::array yarn_frequencies(
    const Yarn& yarn, int dims, double theta, YarnRounding rounding) {
  auto correction = [&](double rotations) {
    return dims *
           std::log(
               yarn.original_context_length /
               (rotations * 2 * std::numbers::pi)) /
           (2 * std::log(theta));
  };
  double low = correction(yarn.beta_fast);
  double high = correction(yarn.beta_slow);
  // mlx-lm always rounds and ignores the config.
  if (rounding == YarnRounding::kMlxLm || yarn.truncate) {
    low = std::floor(low);
    high = std::ceil(high);
  }
  low = std::max(low, 0.0);
  high = std::min(high, dims - 1.0);
  if (low == high) high += 0.001;

  auto ramp = mx::clip(
      mx::divide(
          mx::subtract(mx::arange(0, dims / 2, mx::float32), number(low)),
          number(high - low)),
      number(0),
      number(1));
  auto mask = mx::subtract(number(1), ramp);
  auto extra = plain_frequencies(dims, theta);
  auto inter = mx::multiply(number(yarn.factor), extra);
  return mx::divide(
      mx::multiply(inter, extra),
      mx::add(
          mx::multiply(inter, mask),
          mx::multiply(extra, mx::subtract(number(1), mask))));
}

}  // namespace

Rope::Rope(const CommonConfig& config, YarnRounding rounding)
    : dims_(config.head_dim),
      theta_(config.rope_theta),
      is_traditional_(config.has_traditional_rope) {
  const auto& scaling = config.rope_scaling;
  if (const auto* linear = std::get_if<LinearScaling>(&scaling)) {
    position_scale_ = 1 / linear->factor;
  } else if (const auto* llama3 = std::get_if<Llama3Scaling>(&scaling)) {
    frequencies_ = llama3_frequencies(*llama3, dims_, theta_);
  } else if (const auto* yarn = std::get_if<Yarn>(&scaling)) {
    scale_ = static_cast<float>(
        magnitude(yarn->factor, yarn->mscale) /
        magnitude(yarn->factor, yarn->mscale_all_dim));
    frequencies_ = yarn_frequencies(*yarn, dims_, theta_, rounding);
  }
  if (frequencies_) mx::eval(*frequencies_);
}

mx::array Rope::operator()(const mx::array& x, int offset) const {
  if (!frequencies_) {
    return mx::fast::rope(
        x, dims_, is_traditional_, theta_, position_scale_, offset);
  }
  auto scaled = scale_ == 1 ? x : mx::multiply(x, mx::array(scale_, x.dtype()));
  return mx::fast::rope(
      scaled, dims_, is_traditional_, std::nullopt, 1.0f, offset, frequencies_);
}

}  // namespace parley
