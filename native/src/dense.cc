#include <vector>

#include "activation.h"
#include "architectures.h"
#include "attention.h"
#include "mlx/fast.h"
#include "mlx/ops.h"
#include "weights.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** (gate, up) → SwiGLU */
std::vector<mx::array> swiglu(const std::vector<mx::array>& inputs) {
  const auto& gate = inputs[0];
  return {mx::multiply(mx::multiply(gate, mx::sigmoid(gate)), inputs[1])};
}

/** What all layers of a model share. */
struct Shared {
  CommonConfig config;
  DenseConfig own;
  Activation swiglu;
};

using SharedPointer = std::shared_ptr<const Shared>;

struct DenseLayout : LayerLayout {
  SharedPointer shared;
  bool is_sliding;
  const TensorEntry* input_norm;
  AttentionLayout attention;
  const TensorEntry* post_attention_norm;
  LinearLayout gate, up, down;

  std::unique_ptr<Layer> load(Loader& loader) const override;
};

/** The operations of mlx-lm's llama.py, qwen2.py and qwen3.py. */
class DenseLayer : public Layer {
 public:
  DenseLayer(const DenseLayout& layout, Loader& loader)
      : shared_(layout.shared),
        input_norm_(loader.floats(layout.input_norm)),
        attention_(
            layout.attention, layout.shared->config, layout.is_sliding, loader),
        post_attention_norm_(loader.floats(layout.post_attention_norm)),
        gate_(loader.linear(layout.gate)),
        up_(loader.linear(layout.up)),
        down_(loader.linear(layout.down)) {}

  mx::array operator()(
      const mx::array& x, const Step& step, LayerCache& cache) const override {
    const auto eps = shared_->config.rms_norm_eps;
    auto seen = mx::add(
        x, attention_(mx::fast::rms_norm(x, input_norm_, eps), step, cache));
    auto inner = mx::fast::rms_norm(seen, post_attention_norm_, eps);
    return mx::add(seen, down_(shared_->swiglu({gate_(inner), up_(inner)})[0]));
  }

 private:
  SharedPointer shared_;
  mx::array input_norm_;
  Attention attention_;
  mx::array post_attention_norm_;
  Linear gate_, up_, down_;
};

std::unique_ptr<Layer> DenseLayout::load(Loader& loader) const {
  return std::make_unique<DenseLayer>(*this, loader);
}

class Dense : public Architecture {
 public:
  explicit Dense(SharedPointer shared) : shared_(std::move(shared)) {}

  /** Old files have the frequencies of the rotation, which the config gives. */
  TensorMap sanitize(const TensorMap& tensors) const override {
    TensorMap used = tensors;
    std::erase_if(used, [](const auto& entry) {
      return entry.first.find("self_attn.rotary_emb.inv_freq") !=
             std::string::npos;
    });
    if (shared_->config.has_tied_embeddings) used.erase("lm_head.weight");
    return used;
  }

  std::unique_ptr<LayerLayout> layer(
      LayoutMaker& maker, int index) const override {
    const auto& c = shared_->config;
    const auto& own = shared_->own;
    const auto base = "model.layers." + std::to_string(index) + ".";
    const auto mlp = base + "mlp.";
    const std::vector<int> inward{c.intermediate_size, c.hidden_size};
    const MatrixOptions options{.has_bias = own.has_mlp_biases};
    auto l = std::make_unique<DenseLayout>();
    l->shared = shared_;
    l->is_sliding = c.is_sliding[index];
    l->input_norm =
        maker.vector(base + "input_layernorm.weight", c.hidden_size);
    l->attention = attention_layout(
        maker,
        c,
        base + "self_attn.",
        {.has_qkv_biases = own.has_qkv_biases,
         .has_output_bias = own.has_output_bias,
         .has_qk_norms = own.has_qk_norms});
    l->post_attention_norm =
        maker.vector(base + "post_attention_layernorm.weight", c.hidden_size);
    l->gate = maker.matrix(mlp + "gate_proj", inward, options);
    l->up = maker.matrix(mlp + "up_proj", inward, options);
    l->down = maker.matrix(
        mlp + "down_proj", {c.hidden_size, c.intermediate_size}, options);
    return l;
  }

 private:
  SharedPointer shared_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture(
    const CommonConfig& config, const DenseConfig& own, const Device& device) {
  return std::make_unique<Dense>(
      std::make_shared<Shared>(Shared{config, own, fuse(swiglu, device)}));
}

}  // namespace parley
