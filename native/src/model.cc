#include "model.h"

#include <cmath>

#include "cpu_products.h"
#include "error.h"
#include "mlx/compile.h"
#include "mlx/fast.h"
#include "mlx/ops.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** From this many rows on, tokens are sorted by expert. */
constexpr int kSortFrom = 64;
/**
 * The slope and the limit of gpt-oss's gate. mlx-lm and transformers read
 * neither from the config.
 */
constexpr float kAlpha = 1.702f;
constexpr float kSwigluLimit = 7.0f;

/** (up, gate) → clipped SwiGLU; scalars have the type of the activations. */
Activation make_swiglu(float limit) {
  return [limit](const std::vector<mx::array>& inputs) {
    const auto type = inputs[0].dtype();
    auto number = [type](float value) { return mx::array(value, type); };
    auto gate = mx::minimum(inputs[1], number(limit));
    auto up = mx::clip(inputs[0], number(-limit), number(limit));
    auto open =
        mx::multiply(gate, mx::sigmoid(mx::multiply(number(kAlpha), gate)));
    return std::vector<mx::array>{mx::multiply(mx::add(up, number(1)), open)};
  };
}

mx::array heads_first(const mx::array& x, int heads, int head_dim) {
  return mx::swapaxes(
      mx::reshape(x, {x.shape(0), x.shape(1), heads, head_dim}), 1, 2);
}

/**
 * A single float32 scalar would turn all later activations into float32: the
 * logits would look right, but a GPU would be several times slower.
 */
void check_type(const mx::array& x, mx::Dtype type, const char* part, int at) {
  if (x.dtype() == type) return;
  throw EngineError(
      "engine-failed",
      std::string("The engine left the model's number type in ") + part + " " +
          std::to_string(at) +
          ". This is a mistake in Parley: report it with the model's name.");
}

}  // namespace

Model::Model(
    const Config& config,
    YarnRounding rounding,
    const Device& device,
    Parameters parameters)
    : config_(config),
      parameters_(std::move(parameters)),
      rope_(config, rounding),
      swiglu_(make_swiglu(kSwigluLimit)) {
  if (device.can_fuse) swiglu_ = mx::compile(std::move(swiglu_), true);
}

mx::array Model::norm(const mx::array& x, const mx::array& weight) const {
  return mx::fast::rms_norm(x, weight, config_.rms_norm_eps);
}

mx::array Model::attend(
    const Layer& layer,
    const mx::array& x,
    int length,
    const Mask& mask,
    LayerCache& cache) const {
  const auto& c = config_;
  const auto& a = layer.attention;
  auto q = heads_first(a.q(x), c.heads, c.head_dim);
  auto k = heads_first(a.k(x), c.kv_heads, c.head_dim);
  auto v = heads_first(a.v(x), c.kv_heads, c.head_dim);
  auto [keys, values] = cache.append(length, rope_(k, length), v);
  q = rope_(q, length);
  const auto scale = 1.0f / std::sqrt(static_cast<float>(c.head_dim));
  std::optional<int> window;
  if (layer.is_sliding) window = c.sliding_window;
  auto out = parameters_.has_own_products && can_attend_on_cpu(q)
                 ? attend_on_cpu(q, keys, values, scale, window, a.sinks)
                 : mx::fast::scaled_dot_product_attention(
                       q, keys, values, scale, mask.mode, mask.array, a.sinks);
  return a.o(mx::flatten(mx::swapaxes(out, 1, 2), -2, -1));
}

mx::array Model::mix(const Experts& e, const mx::array& x) const {
  const int count = config_.experts_per_token;
  auto scores = e.router(x);
  auto order = mx::argpartition(scores, -count, -1);
  auto start = mx::Shape(order.ndim(), 0);
  start.back() = config_.experts - count;
  auto chosen = mx::slice(order, start, order.shape());
  auto weights = mx::softmax(mx::take_along_axis(scores, chosen, -1), -1, true);

  auto rows = mx::expand_dims(x, {-2, -3});
  auto experts = chosen;
  const bool is_sorted = static_cast<int>(chosen.size()) >= kSortFrom;
  std::optional<mx::array> inverse;
  if (is_sorted) {
    auto flat = mx::flatten(chosen);
    auto by_expert = mx::argsort(flat);
    inverse = mx::argsort(by_expert);
    auto token =
        mx::floor_divide(by_expert, mx::array(count, by_expert.dtype()));
    rows = mx::take(mx::flatten(rows, 0, -3), token, 0);
    experts = mx::take(flat, by_expert, 0);
  }
  auto up = e.up(rows, experts, is_sorted);
  auto gate = e.gate(rows, experts, is_sorted);
  auto out = e.down(swiglu_({up, gate})[0], experts, is_sorted);
  if (inverse) {
    out = mx::unflatten(mx::take(out, *inverse, 0), 0, chosen.shape());
  }
  return mx::sum(
      mx::multiply(mx::squeeze(out, -2), mx::expand_dims(weights, -1)), -2);
}

mx::array Model::forward(
    const mx::array& tokens,
    int length,
    std::vector<LayerCache>& caches) const {
  const int count = tokens.shape(1);
  const auto full = make_mask(length, count, std::nullopt);
  const auto sliding = make_mask(length, count, config_.sliding_window);
  auto x = parameters_.embedding(tokens);
  const auto type = parameters_.norm.dtype();
  check_type(x, type, "embedding", 0);
  for (size_t i = 0; i < parameters_.layers.size(); ++i) {
    const auto& layer = parameters_.layers[i];
    const auto& mask = layer.is_sliding ? sliding : full;
    x = mx::add(
        x, attend(layer, norm(x, layer.input_norm), length, mask, caches[i]));
    x = mx::add(x, mix(layer.experts, norm(x, layer.post_attention_norm)));
    check_type(x, type, "layer", static_cast<int>(i));
  }
  return x;
}

mx::array Model::logits(const mx::array& hidden) const {
  const int last = hidden.shape(1) - 1;
  auto row = mx::slice(
      hidden, mx::Shape{0, last, 0}, mx::Shape{1, last + 1, hidden.shape(2)});
  return mx::squeeze(parameters_.head(norm(row, parameters_.norm)), 1);
}

}  // namespace parley
