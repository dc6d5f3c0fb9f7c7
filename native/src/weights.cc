#include "weights.h"

#include "cpu_products.h"
#include "mlx/memory.h"
#include "mlx/ops.h"
#include "mlx/transforms.h"
#include "reader.h"

namespace mx = mlx::core;

namespace parley {

namespace {

class Loader {
 public:
  Loader(
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

  Parameters load() {
    auto rows = weight(layout_.embedding, false);
    auto embedding_lora = lora(layout_.embedding, false);
    std::vector<Layer> layers;
    for (size_t i = 0; i < layout_.layers.size(); ++i) {
      layers.push_back(layer(layout_.layers[i], plan_.config.is_sliding[i]));
      mx::clear_cache();
    }
    auto norm = floats(layout_.norm);
    auto head = layout_.head
                    ? linear(*layout_.head)
                    : Linear(rows, std::nullopt, tied(rows, embedding_lora));
    return {
        Embedding(std::move(rows), info_.dtype, std::move(embedding_lora)),
        std::move(layers),
        std::move(norm),
        std::move(head),
        info_.has_own_products};
  }

 private:
  mx::array floats(const TensorEntry* tensor) {
    auto values = mx::astype(reader_.read(*tensor), info_.dtype);
    mx::eval(values);
    return values;
  }

  Weight weight(const LinearLayout& from, bool is_matrix) {
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
    auto scales =
        from.biases ? floats(from.scales) : reader_.read(*from.scales);
    const auto& q = *from.quantization;
    std::optional<mx::array> global_scale;
    if (from.global_scale) global_scale = reader_.read(*from.global_scale);
    if (!info_.is_unpacked) return {words, scales, biases, q, global_scale};
    return plain(
        global_scale ? unpack_experts(words, scales, *global_scale, q)
                     : unpack(words, scales, biases, q, std::nullopt),
        is_matrix);
  }

  mx::array unpack(
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
  mx::array unpack_experts(
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
  Weight plain(const mx::array& values, bool is_matrix) {
    if (is_matrix && info_.has_own_products) return panels(values);
    mx::eval(values);
    return {values, std::nullopt, std::nullopt, std::nullopt};
  }

  static Weight panels(const mx::array& values) {
    auto stored = to_panels(values);
    mx::eval(stored);
    Weight weight{stored, std::nullopt, std::nullopt, std::nullopt};
    weight.panel_rows = values.shape(-2);
    return weight;
  }

  /** Keeps the stored type, as mlx-lm does, except in a float32 model. */
  mx::array factor(const TensorEntry* tensor, bool is_swapped) {
    auto values = reader_.read(*tensor);
    if (is_swapped) values = mx::contiguous(mx::swapaxes(values, -1, -2));
    if (info_.dtype == mx::float32) values = mx::astype(values, mx::float32);
    mx::eval(values);
    return values;
  }

  /** mlx-lm stores the factors of experts as [out, in]. */
  std::optional<Lora> lora(const LinearLayout& from, bool is_swapped) {
    if (!from.lora) return std::nullopt;
    Lora lora{
        factor(from.lora->a, is_swapped),
        factor(from.lora->b, is_swapped),
        plan_.adapter->scale};
    if (from.lora->lengths) lora.lengths = factor(from.lora->lengths, false);
    return lora;
  }

  /** The LoRA of the head, if the embedding is also the head. */
  static std::optional<Lora> tied(
      const Weight& rows, const std::optional<Lora>& lora) {
    if (!lora) return std::nullopt;
    Lora result{
        mx::transpose(lora->b),
        mx::transpose(lora->a),
        lora->scale,
        lora->lengths};
    if (result.lengths) result.lengths = dora_ratios(rows, result);
    return result;
  }

  Linear linear(const LinearLayout& from) {
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

  ExpertLinear experts(const LinearLayout& from) {
    auto bias = floats(from.bias);
    return ExpertLinear(weight(from, true), bias, lora(from, true));
  }

  Layer layer(const LayerLayout& from, bool is_sliding) {
    auto input_norm = floats(from.input_norm);
    Attention attention{
        linear(from.q),
        linear(from.k),
        linear(from.v),
        linear(from.o),
        floats(from.sinks)};
    auto post_attention_norm = floats(from.post_attention_norm);
    Experts mixture{
        linear(from.router),
        experts(from.gate),
        experts(from.up),
        experts(from.down)};
    return {
        std::move(input_norm),
        std::move(attention),
        std::move(post_attention_norm),
        std::move(mixture),
        is_sliding};
  }

  const Plan& plan_;
  const Layout& layout_;
  const ModelInfo& info_;
  uint64_t done_ = 0;
  TensorReader reader_;
};

}  // namespace

Parameters load_parameters(
    const Plan& plan,
    const Layout& layout,
    const ModelInfo& info,
    const std::function<void(uint64_t, uint64_t)>& on_progress) {
  return Loader(plan, layout, info, on_progress).load();
}

}  // namespace parley
