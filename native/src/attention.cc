#include "attention.h"

#include <cmath>

#include "cpu_products.h"
#include "mlx/fast.h"
#include "mlx/ops.h"
#include "weights.h"

namespace mx = mlx::core;

namespace parley {

AttentionLayout attention_layout(
    LayoutMaker& maker,
    const CommonConfig& c,
    const std::string& path,
    const AttentionOptions& options) {
  const int q_width = c.heads * c.head_dim;
  const int kv_width = c.kv_heads * c.head_dim;
  const MatrixOptions inward{.has_bias = options.has_qkv_biases};
  const MatrixOptions outward{.has_bias = options.has_output_bias};
  AttentionLayout layout;
  layout.q = maker.matrix(path + "q_proj", {q_width, c.hidden_size}, inward);
  layout.k = maker.matrix(path + "k_proj", {kv_width, c.hidden_size}, inward);
  layout.v = maker.matrix(path + "v_proj", {kv_width, c.hidden_size}, inward);
  layout.o = maker.matrix(path + "o_proj", {c.hidden_size, q_width}, outward);
  if (options.has_qk_norms) {
    layout.q_norm = maker.vector(path + "q_norm.weight", c.head_dim);
    layout.k_norm = maker.vector(path + "k_norm.weight", c.head_dim);
  }
  if (options.has_sinks) layout.sinks = maker.vector(path + "sinks", c.heads);
  return layout;
}

Attention::Attention(
    const AttentionLayout& layout,
    const CommonConfig& config,
    bool is_sliding,
    Loader& loader)
    : config_(config),
      q_(loader.linear(layout.q)),
      k_(loader.linear(layout.k)),
      v_(loader.linear(layout.v)),
      o_(loader.linear(layout.o)),
      is_sliding_(is_sliding),
      has_own_products_(loader.has_own_products()) {
  if (layout.q_norm) q_norm_ = loader.floats(layout.q_norm);
  if (layout.k_norm) k_norm_ = loader.floats(layout.k_norm);
  if (layout.sinks) sinks_ = loader.floats(layout.sinks);
}

mx::array Attention::operator()(
    const mx::array& x, const Step& step, LayerCache& cache) const {
  const auto& c = config_;
  auto heads_first = [&](const mx::array& rows,
                         int heads,
                         const std::optional<mx::array>& norm) {
    auto split = mx::reshape(rows, {x.shape(0), x.shape(1), heads, c.head_dim});
    if (norm) split = mx::fast::rms_norm(split, *norm, c.rms_norm_eps);
    return mx::swapaxes(split, 1, 2);
  };
  auto q = heads_first(q_(x), c.heads, q_norm_);
  auto k = heads_first(k_(x), c.kv_heads, k_norm_);
  auto v = heads_first(v_(x), c.kv_heads, std::nullopt);
  auto [keys, values] = cache.append(step.length, step.rope(k, step.length), v);
  q = step.rope(q, step.length);
  // In double precision first, as in Python.
  const auto scale = static_cast<float>(std::pow(c.head_dim, -0.5));
  std::optional<int> window;
  if (is_sliding_) window = c.sliding_window;
  const auto& mask = is_sliding_ ? step.sliding_mask : step.full_mask;
  auto out = has_own_products_ && can_attend_on_cpu(q)
                 ? attend_on_cpu(q, keys, values, scale, window, sinks_)
                 : mx::fast::scaled_dot_product_attention(
                       q, keys, values, scale, mask.mode, mask.array, sinks_);
  return o_(mx::flatten(mx::swapaxes(out, 1, 2), -2, -1));
}

}  // namespace parley
