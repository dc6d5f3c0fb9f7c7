#include "weights.h"

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
    Embedding embedding(weight(layout_.embedding, false));
    std::vector<Layer> layers;
    for (size_t i = 0; i < layout_.layers.size(); ++i) {
      layers.push_back(layer(layout_.layers[i], plan_.config.is_sliding[i]));
      mx::clear_cache();
    }
    auto norm = floats(layout_.norm);
    return {
        std::move(embedding),
        std::move(layers),
        std::move(norm),
        linear(layout_.head)};
  }

 private:
  mx::array floats(const TensorEntry* tensor) {
    auto values = mx::astype(reader_.read(*tensor), info_.dtype);
    mx::eval(values);
    return values;
  }

  Weight weight(const LinearLayout& from, bool is_matrix) {
    if (!from.quantization) {
      return plain(floats(from.weight), is_matrix);
    }
    auto words = reader_.read(*from.weight);
    std::optional<mx::array> biases;
    if (from.biases) biases = floats(from.biases);
    auto scales =
        from.biases ? floats(from.scales) : reader_.read(*from.scales);
    const auto& q = *from.quantization;
    if (!info_.is_unpacked) return {words, scales, biases, q};
    auto values = mx::dequantize(
        words,
        scales,
        biases,
        q.group_size,
        q.bits,
        q.mode,
        std::nullopt,
        info_.dtype);
    return plain(values, is_matrix);
  }

  /** Plain BLAS is faster on [in, out]; the embedding is read by rows. */
  Weight plain(const mx::array& values, bool is_matrix) {
    const bool is_transposed = is_matrix && info_.is_unpacked;
    auto stored =
        is_transposed ? mx::contiguous(mx::swapaxes(values, -1, -2)) : values;
    mx::eval(stored);
    return {stored, std::nullopt, std::nullopt, std::nullopt, is_transposed};
  }

  Linear linear(const LinearLayout& from) {
    std::optional<mx::array> bias;
    if (from.bias) bias = floats(from.bias);
    return Linear(weight(from, true), bias);
  }

  ExpertLinear experts(const LinearLayout& from) {
    auto bias = floats(from.bias);
    return ExpertLinear(weight(from, true), bias);
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
