#include <optional>
#include <vector>

#include "activation.h"
#include "architectures.h"
#include "attention.h"
#include "mlx/fast.h"
#include "mlx/ops.h"
#include "raw_layout.h"
#include "weights.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** From this many rows on, tokens are sorted by expert. */
constexpr int kSortFrom = 64;
/**
 * The slope and the limit of gpt-oss's gate. mlx-lm reads neither from the
 * config.
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

/** What all layers of a model share. */
struct Shared {
  CommonConfig config;
  GptOssConfig own;
  Activation swiglu;
};

using SharedPointer = std::shared_ptr<const Shared>;

struct GptOssLayout : LayerLayout {
  SharedPointer shared;
  bool is_sliding;
  const TensorEntry* input_norm;
  AttentionLayout attention;
  const TensorEntry* post_attention_norm;
  LinearLayout router;
  LinearLayout gate, up, down;

  std::unique_ptr<Layer> load(Loader& loader) const override;
};

/** Sends each token to a few experts. */
class Mixture {
 public:
  Mixture(const GptOssLayout& layout, Loader& loader)
      : shared_(layout.shared),
        router_(loader.linear(layout.router)),
        gate_and_up_(loader.expert_pair(layout.gate, layout.up)),
        down_(loader.experts(layout.down)) {}

  mx::array operator()(const mx::array& x) const {
    const int count = shared_->own.experts_per_token;
    auto scores = router_(x);
    auto order = mx::argpartition(scores, -count, -1);
    auto start = mx::Shape(order.ndim(), 0);
    start.back() = shared_->own.experts - count;
    auto chosen = mx::slice(order, start, order.shape());
    auto weights =
        mx::softmax(mx::take_along_axis(scores, chosen, -1), -1, true);

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
    auto [gate, up] = gate_and_up_(rows, experts, is_sorted);
    auto out = down_(shared_->swiglu({up, gate})[0], experts, is_sorted);
    if (inverse) {
      out = mx::unflatten(mx::take(out, *inverse, 0), 0, chosen.shape());
    }
    return mx::sum(
        mx::multiply(mx::squeeze(out, -2), mx::expand_dims(weights, -1)), -2);
  }

 private:
  SharedPointer shared_;
  Linear router_;
  ExpertPair gate_and_up_;
  ExpertLinear down_;
};

/** The operations of mlx-lm's gpt_oss.py, so that tests can compare. */
class GptOssLayer : public Layer {
 public:
  GptOssLayer(const GptOssLayout& layout, Loader& loader)
      : shared_(layout.shared),
        input_norm_(loader.floats(layout.input_norm)),
        attention_(
            layout.attention, layout.shared->config, layout.is_sliding, loader),
        post_attention_norm_(loader.floats(layout.post_attention_norm)),
        mixture_(layout, loader) {}

  mx::array operator()(
      const mx::array& x, const Step& step, LayerCache& cache) const override {
    const auto eps = shared_->config.rms_norm_eps;
    auto seen = mx::add(
        x, attention_(mx::fast::rms_norm(x, input_norm_, eps), step, cache));
    return mx::add(
        seen, mixture_(mx::fast::rms_norm(seen, post_attention_norm_, eps)));
  }

 private:
  SharedPointer shared_;
  mx::array input_norm_;
  Attention attention_;
  mx::array post_attention_norm_;
  Mixture mixture_;
};

std::unique_ptr<Layer> GptOssLayout::load(Loader& loader) const {
  return std::make_unique<GptOssLayer>(*this, loader);
}

class GptOss : public Architecture {
 public:
  explicit GptOss(SharedPointer shared) : shared_(std::move(shared)) {}

  TensorMap sanitize(const TensorMap& tensors) const override {
    return sanitize_gpt_oss(tensors, shared_->config, shared_->own);
  }

  std::unique_ptr<LayerLayout> layer(
      LayoutMaker& maker, int index) const override {
    const auto& c = shared_->config;
    const int experts = shared_->own.experts;
    const auto base = "model.layers." + std::to_string(index) + ".";
    const auto mlp = base + "mlp.";
    const std::vector<int> inward{experts, c.intermediate_size, c.hidden_size};
    const std::vector<int> outward{experts, c.hidden_size, c.intermediate_size};
    const MatrixOptions of_experts{.has_bias = true, .kind = Kind::kExperts};
    auto l = std::make_unique<GptOssLayout>();
    l->shared = shared_;
    l->is_sliding = c.is_sliding[index];
    l->input_norm =
        maker.vector(base + "input_layernorm.weight", c.hidden_size);
    l->attention = attention_layout(
        maker,
        c,
        base + "self_attn.",
        {.has_qkv_biases = true, .has_output_bias = true, .has_sinks = true});
    l->post_attention_norm =
        maker.vector(base + "post_attention_layernorm.weight", c.hidden_size);
    l->router = maker.matrix(
        mlp + "router",
        {experts, c.hidden_size},
        {.has_bias = true, .kind = Kind::kRouter});
    l->gate = maker.matrix(mlp + "experts.gate_proj", inward, of_experts);
    l->up = maker.matrix(mlp + "experts.up_proj", inward, of_experts);
    l->down = maker.matrix(mlp + "experts.down_proj", outward, of_experts);
    return l;
  }

 private:
  SharedPointer shared_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture(
    const CommonConfig& config, const GptOssConfig& own, const Device& device) {
  auto swiglu = fuse(make_swiglu(kSwigluLimit), device);
  return std::make_unique<GptOss>(
      std::make_shared<Shared>(Shared{config, own, std::move(swiglu)}));
}

}  // namespace parley
