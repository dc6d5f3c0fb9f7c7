#include "weights.h"

#include "cpu_products.h"
#include "mlx/memory.h"
#include "mlx/ops.h"
#include "mlx/transforms.h"

namespace mx = mlx::core;

namespace parley {

namespace {

Weight panels(const mx::array& values) {
  auto stored = to_panels(values);
  mx::eval(stored);
  Weight weight{stored, std::nullopt, std::nullopt, std::nullopt};
  weight.panel_rows = values.shape(-2);
  return weight;
}

}  // namespace

Loader::Loader(
    const Plan& plan,
    const Layout& layout,
    const ModelInfo& info,
    const std::function<void(uint64_t, uint64_t)>& on_progress)
    : plan_(plan),
      layout_(layout),
      info_(info),
      reader_(plan.files, [this, on_progress](uint64_t bytes) {
        done_ += bytes;
        on_progress(done_, layout_.bytes);
      }) {}

Parameters Loader::load() {
  auto rows = weight(layout_.embedding, false);
  auto embedding_lora = lora(layout_.embedding, false);
  std::vector<std::unique_ptr<Layer>> layers;
  for (const auto& layout : layout_.layers) {
    layers.push_back(layout->load(*this));
    mx::clear_cache();
  }
  auto norm = floats(layout_.norm);
  auto head =
      layout_.head ? linear(*layout_.head) : tied_head(rows, embedding_lora);
  return {
      Embedding(std::move(rows), info_.dtype, std::move(embedding_lora)),
      std::move(layers),
      std::move(norm),
      std::move(head)};
}

mx::array Loader::floats(const TensorEntry* tensor) {
  auto values = mx::astype(reader_.read(*tensor), info_.dtype);
  mx::eval(values);
  return values;
}

Weight Loader::weight(const LinearLayout& from, bool is_matrix) {
  if (from.weight->is_transposed) {
    auto values = floats(from.weight);
    if (info_.has_own_products) return panels(mx::swapaxes(values, -1, -2));
    Weight matrix{values, std::nullopt, std::nullopt, std::nullopt};
    matrix.is_transposed = true;
    return matrix;
  }
  if (!from.quantization) {
    return plain(floats(from.weight), is_matrix);
  }
  auto words = reader_.read(*from.weight);
  std::optional<mx::array> biases;
  if (from.biases) biases = floats(from.biases);
  auto scales = from.biases ? floats(from.scales) : reader_.read(*from.scales);
  const auto& q = *from.quantization;
  std::optional<mx::array> global_scale;
  if (from.global_scale) global_scale = reader_.read(*from.global_scale);
  if (!info_.is_unpacked) return {words, scales, biases, q, global_scale};
  return plain(
      global_scale ? unpack_experts(words, scales, *global_scale, q)
                   : unpack(words, scales, biases, q, std::nullopt),
      is_matrix);
}

mx::array Loader::unpack(
    const mx::array& words,
    const mx::array& scales,
    const std::optional<mx::array>& biases,
    const Quantization& q,
    const std::optional<mx::array>& global_scale) const {
  return mx::dequantize(
      words,
      scales,
      biases,
      q.group_size,
      q.bits,
      q.mode,
      global_scale,
      info_.dtype);
}

/** MLX unpacks only one matrix with a global scale at a time. */
mx::array Loader::unpack_experts(
    const mx::array& words,
    const mx::array& scales,
    const mx::array& global_scale,
    const Quantization& q) const {
  std::vector<mx::array> matrices;
  for (int i = 0; i < words.shape(0); ++i) {
    auto one = [i](const mx::array& x) {
      return mx::contiguous(mx::take(x, i, 0));
    };
    matrices.push_back(
        unpack(one(words), one(scales), std::nullopt, q, one(global_scale)));
  }
  return mx::stack(matrices);
}

/** The embedding is read by rows, so it is never stored as panels. */
Weight Loader::plain(const mx::array& values, bool is_matrix) {
  if (is_matrix && info_.has_own_products) return panels(values);
  mx::eval(values);
  return {values, std::nullopt, std::nullopt, std::nullopt};
}

/** Keeps the stored type, as mlx-lm does, except in a float32 model. */
mx::array Loader::factor(const TensorEntry* tensor, bool is_swapped) {
  auto values = reader_.read(*tensor);
  if (is_swapped) values = mx::contiguous(mx::swapaxes(values, -1, -2));
  if (info_.dtype == mx::float32) values = mx::astype(values, mx::float32);
  mx::eval(values);
  return values;
}

/** mlx-lm stores the factors of experts as [out, in]. */
std::optional<Lora> Loader::lora(const LinearLayout& from, bool is_swapped) {
  if (!from.lora) return std::nullopt;
  Lora lora{
      factor(from.lora->a, is_swapped),
      factor(from.lora->b, is_swapped),
      plan_.adapter->scale};
  if (from.lora->lengths) lora.lengths = factor(from.lora->lengths, false);
  return lora;
}

/** The head whose rows are the embedding's: a second copy if it has panels. */
Linear Loader::tied_head(
    const Weight& rows, const std::optional<Lora>& lora) const {
  std::optional<Lora> tied;
  if (lora) {
    tied = {
        mx::transpose(lora->b),
        mx::transpose(lora->a),
        lora->scale,
        lora->lengths};
    if (tied->lengths) tied->lengths = dora_ratios(rows, *tied);
  }
  return Linear(
      info_.has_own_products ? panels(rows.values) : rows,
      std::nullopt,
      std::move(tied));
}

Linear Loader::linear(const LinearLayout& from) {
  std::optional<mx::array> bias;
  if (from.bias) bias = floats(from.bias);
  auto factors = lora(from, false);
  if (!factors || !factors->lengths) {
    return Linear(weight(from, true), bias, std::move(factors));
  }
  auto stored = weight(from, false);
  factors->lengths = dora_ratios(stored, *factors);
  if (!stored.quantization) stored = plain(stored.values, true);
  return Linear(std::move(stored), bias, std::move(factors));
}

ExpertLinear Loader::experts(const LinearLayout& from) {
  auto bias = floats(from.bias);
  return ExpertLinear(weight(from, true), bias, lora(from, true));
}

ExpertPair Loader::expert_pair(
    const LinearLayout& first, const LinearLayout& second) {
  auto have_one_type = [](const TensorEntry* a, const TensorEntry* b) {
    return a ? b && a->dtype == b->dtype : !b;
  };
  // A full adapter may replace one of two tensors, in another type.
  const bool can_join = !info_.is_unpacked && first.quantization &&
                        !first.global_scale &&
                        first.quantization == second.quantization &&
                        have_one_type(first.scales, second.scales) &&
                        have_one_type(first.biases, second.biases) &&
                        have_one_type(first.bias, second.bias);
  if (!can_join) return {experts(first), experts(second)};
  auto joined = [&](const TensorEntry* a, const TensorEntry* b, bool is_float) {
    auto values = reader_.read_joined(*a, *b);
    if (is_float) values = mx::astype(values, info_.dtype);
    mx::eval(values);
    return values;
  };
  std::optional<mx::array> biases;
  if (first.biases) biases = joined(first.biases, second.biases, true);
  auto scales = joined(first.scales, second.scales, biases.has_value());
  auto words = joined(first.weight, second.weight, false);
  auto bias = joined(first.bias, second.bias, true);
  return {
      ExpertLinear(
          {words, scales, biases, first.quantization}, bias, std::nullopt),
      lora(first, true),
      lora(second, true)};
}

Parameters load_parameters(
    const Plan& plan,
    const Layout& layout,
    const ModelInfo& info,
    const std::function<void(uint64_t, uint64_t)>& on_progress) {
  return Loader(plan, layout, info, on_progress).load();
}

}  // namespace parley
