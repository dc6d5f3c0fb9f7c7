#include "linear.h"

#include "cpu_products.h"
#include "mlx/ops.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** y + scale · z, where z is x A B. Uses the same types as mlx-lm. */
mx::array add_lora(
    const mx::array& y, const mx::array& z, float scale, mx::Dtype type) {
  auto scaled = mx::multiply(mx::array(scale, z.dtype()), z);
  return mx::add(y, mx::astype(scaled, type));
}

mx::array multiply(
    const Weight& w, const std::optional<mx::array>& bias, const mx::array& x) {
  if (w.quantization) {
    const auto& q = *w.quantization;
    auto y = mx::quantized_matmul(
        x, w.values, *w.scales, w.biases, true, q.group_size, q.bits, q.mode);
    return bias ? mx::add(y, *bias) : y;
  }
  if (w.panel_rows) return multiply_panels(x, w.values, *w.panel_rows, bias);
  auto matrix = w.is_transposed ? w.values : mx::transpose(w.values);
  return bias ? mx::addmm(*bias, x, matrix) : mx::matmul(x, matrix);
}

mx::array gather(
    const Weight& w,
    const mx::array& x,
    const mx::array& experts,
    bool is_sorted) {
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
  if (w.panel_rows) return gather_panels(x, w.values, *w.panel_rows, experts);
  auto matrix = w.is_transposed ? w.values : mx::swapaxes(w.values, -1, -2);
  return mx::gather_mm(x, matrix, std::nullopt, experts, is_sorted);
}

}  // namespace

mx::array Linear::operator()(const mx::array& x) const {
  auto y = multiply(weight_, bias_, x);
  if (!lora_) return y;
  auto z = mx::matmul(mx::matmul(x, lora_->a), lora_->b);
  return add_lora(y, z, lora_->scale, x.dtype());
}

mx::array ExpertLinear::operator()(
    const mx::array& x, const mx::array& experts, bool is_sorted) const {
  auto y = mx::add(
      gather(weight_, x, experts, is_sorted),
      mx::expand_dims(mx::take(bias_, experts, 0), -2));
  if (!lora_) return y;
  auto z = mx::gather_mm(x, lora_->a, std::nullopt, experts, is_sorted);
  z = mx::gather_mm(z, lora_->b, std::nullopt, experts, is_sorted);
  return add_lora(y, z, lora_->scale, x.dtype());
}

mx::array Embedding::operator()(const mx::array& tokens) const {
  const auto& w = weight_;
  auto rows = mx::take(w.values, tokens, 0);
  if (w.quantization) {
    const auto& q = *w.quantization;
    std::optional<mx::array> biases;
    if (w.biases) biases = mx::take(*w.biases, tokens, 0);
    rows = mx::dequantize(
        rows,
        mx::take(*w.scales, tokens, 0),
        biases,
        q.group_size,
        q.bits,
        q.mode,
        std::nullopt,
        type_);
  }
  if (!lora_) return rows;
  auto z = mx::matmul(mx::take(lora_->a, tokens, 0), lora_->b);
  return add_lora(rows, z, lora_->scale, rows.dtype());
}

}  // namespace parley
