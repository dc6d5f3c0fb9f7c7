#include "linear.h"

#include <algorithm>

#include "cpu_products.h"
#include "mlx/linalg.h"
#include "mlx/ops.h"
#include "mlx/transforms.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** Unpacked at a time, so that a large matrix is never unpacked as a whole. */
constexpr int kDoraRows = 4096;

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
        w.global_scale,
        is_sorted);
  }
  if (w.panel_rows) return gather_panels(x, w.values, *w.panel_rows, experts);
  auto matrix = w.is_transposed ? w.values : mx::swapaxes(w.values, -1, -2);
  return mx::gather_mm(x, matrix, std::nullopt, experts, is_sorted);
}

mx::array add_expert_lora(
    const mx::array& y,
    const std::optional<Lora>& lora,
    const mx::array& x,
    const mx::array& experts,
    bool is_sorted) {
  if (!lora) return y;
  auto z = mx::gather_mm(x, lora->a, std::nullopt, experts, is_sorted);
  z = mx::gather_mm(z, lora->b, std::nullopt, experts, is_sorted);
  return add_lora(y, z, lora->scale, x.dtype());
}

}  // namespace

mx::array dora_ratios(const Weight& w, const Lora& lora) {
  const int rows = w.values.shape(0);
  const auto a = mx::transpose(mx::astype(lora.a, mx::float32));
  const auto b = mx::multiply(
      mx::array(lora.scale), mx::transpose(mx::astype(lora.b, mx::float32)));
  std::vector<mx::array> lengths;
  for (int start = 0; start < rows; start += kDoraRows) {
    const int end = std::min(rows, start + kDoraRows);
    auto part = [start, end](const mx::array& x) {
      return mx::contiguous(mx::slice(x, {start, 0}, {end, x.shape(1)}));
    };
    auto values = mx::astype(part(w.values), mx::float32);
    if (w.quantization) {
      const auto& q = *w.quantization;
      std::optional<mx::array> biases;
      if (w.biases) biases = part(*w.biases);
      values = mx::dequantize(
          part(w.values),
          part(*w.scales),
          biases,
          q.group_size,
          q.bits,
          q.mode,
          std::nullopt,
          mx::float32);
    }
    values = mx::add(values, mx::matmul(part(b), a));
    lengths.push_back(mx::linalg::norm(values, 1));
    mx::eval(lengths.back());
  }
  auto ratios = mx::divide(*lora.lengths, mx::concatenate(lengths));
  mx::eval(ratios);
  return ratios;
}

mx::array Linear::operator()(const mx::array& x) const {
  const bool is_dora = lora_ && lora_->lengths;
  auto y = multiply(weight_, is_dora ? std::nullopt : bias_, x);
  if (!lora_) return y;
  auto z = mx::matmul(mx::matmul(x, lora_->a), lora_->b);
  y = add_lora(y, z, lora_->scale, x.dtype());
  if (!is_dora) return y;
  y = mx::multiply(mx::astype(*lora_->lengths, x.dtype()), y);
  return bias_ ? mx::add(y, *bias_) : y;
}

mx::array ExpertLinear::operator()(
    const mx::array& x, const mx::array& experts, bool is_sorted) const {
  auto y = mx::add(
      gather(weight_, x, experts, is_sorted),
      mx::expand_dims(mx::take(bias_, experts, 0), -2));
  return add_expert_lora(y, lora_, x, experts, is_sorted);
}

std::pair<mx::array, mx::array> ExpertPair::operator()(
    const mx::array& x, const mx::array& experts, bool is_sorted) const {
  auto first = first_(x, experts, is_sorted);
  if (second_) return {first, (*second_)(x, experts, is_sorted)};
  auto halves = mx::split(first, 2, -1);
  return {
      add_expert_lora(halves[0], first_lora_, x, experts, is_sorted),
      add_expert_lora(halves[1], second_lora_, x, experts, is_sorted)};
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
  rows = add_lora(rows, z, lora_->scale, rows.dtype());
  if (!lora_->lengths) return rows;
  auto ratio = mx::divide(
      mx::take(*lora_->lengths, tokens, 0),
      mx::linalg::norm(mx::astype(rows, mx::float32), -1));
  return mx::multiply(
      mx::astype(mx::expand_dims(ratio, -1), rows.dtype()), rows);
}

}  // namespace parley
