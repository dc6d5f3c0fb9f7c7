#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "cache.h"
#include "device.h"
#include "layout.h"
#include "linear.h"
#include "mlx/array.h"
#include "plan.h"
#include "rope.h"

namespace parley {

using Activation = std::function<std::vector<mlx::core::array>(
    const std::vector<mlx::core::array>&)>;

struct Attention {
  Linear q, k, v, o;
  mlx::core::array sinks;
};

struct Experts {
  Linear router;
  ExpertLinear gate, up, down;
};

struct Layer {
  mlx::core::array input_norm;
  Attention attention;
  mlx::core::array post_attention_norm;
  Experts experts;
  bool is_sliding;
};

struct Parameters {
  Embedding embedding;
  std::vector<Layer> layers;
  mlx::core::array norm;
  Linear head;
  /** Whether cpu_products.h computes the products. */
  bool has_own_products;
};

/**
 * The gpt_oss graph. It has the same operations as mlx-lm's gpt_oss.py, so that
 * tests can compare with mlx-lm. Engine thread only.
 */
class Model {
 public:
  Model(
      const Config& config,
      YarnRounding rounding,
      const Device& device,
      Parameters parameters);

  /**
   * Appends `tokens` [1, count] to the caches. Returns the last hidden states.
   */
  mlx::core::array forward(
      const mlx::core::array& tokens,
      int length,
      std::vector<LayerCache>& caches) const;

  /** Logits [1, vocab] for the token after the last one of `hidden`. */
  mlx::core::array logits(const mlx::core::array& hidden) const;

 private:
  mlx::core::array attend(
      const Layer& layer,
      const mlx::core::array& x,
      int length,
      const Mask& mask,
      LayerCache& cache) const;
  mlx::core::array mix(const Experts& experts, const mlx::core::array& x) const;
  mlx::core::array norm(
      const mlx::core::array& x, const mlx::core::array& weight) const;

  Config config_;
  Parameters parameters_;
  Rope rope_;
  Activation swiglu_;
};

}  // namespace parley
