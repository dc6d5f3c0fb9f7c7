#include "linear.h"

#include "mlx/ops.h"

namespace mx = mlx::core;

namespace parley {

mx::array Linear::operator()(const mx::array& x) const {
  const auto& w = weight_;
  if (w.quantization) {
    const auto& q = *w.quantization;
    auto y = mx::quantized_matmul(
        x, w.values, *w.scales, w.biases, true, q.group_size, q.bits, q.mode);
    return bias_ ? mx::add(y, *bias_) : y;
  }
  auto matrix = w.is_transposed ? w.values : mx::transpose(w.values);
  return bias_ ? mx::addmm(*bias_, x, matrix) : mx::matmul(x, matrix);
}

mx::array ExpertLinear::operator()(
    const mx::array& x, const mx::array& experts, bool is_sorted) const {
  const auto& w = weight_;
  auto apply = [&] {
    if (w.quantization) {
      const auto& q = *w.quantization;
      return mx::gather_qmm(
          x,
          w.values,
          *w.scales,
          w.biases,
          std::nullopt,
          experts,
          true,
          q.group_size,
          q.bits,
          q.mode,
          std::nullopt,
          is_sorted);
    }
    auto matrix = w.is_transposed ? w.values : mx::swapaxes(w.values, -1, -2);
    return mx::gather_mm(x, matrix, std::nullopt, experts, is_sorted);
  };
  return mx::add(apply(), mx::expand_dims(mx::take(bias_, experts, 0), -2));
}

mx::array Embedding::operator()(const mx::array& tokens) const {
  const auto& w = weight_;
  auto rows = mx::take(w.values, tokens, 0);
  if (!w.quantization) return rows;
  const auto& q = *w.quantization;
  std::optional<mx::array> biases;
  if (w.biases) biases = mx::take(*w.biases, tokens, 0);
  return mx::dequantize(
      rows,
      mx::take(*w.scales, tokens, 0),
      biases,
      q.group_size,
      q.bits,
      q.mode);
}

}  // namespace parley
