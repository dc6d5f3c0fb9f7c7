#pragma once

#include <memory>
#include <vector>

#include "cache.h"
#include "layer.h"
#include "linear.h"
#include "mlx/array.h"
#include "plan.h"
#include "rope.h"

namespace parley {

struct Parameters {
  Embedding embedding;
  std::vector<std::unique_ptr<Layer>> layers;
  mlx::core::array norm;
  Linear head;
};

/** A decoder: embedding, layers, norm and head. Engine thread only. */
class Model {
 public:
  Model(
      const CommonConfig& config, YarnRounding rounding, Parameters parameters);

  /**
   * Appends `tokens` [1, count] to the caches. Returns the last hidden states.
   */
  mlx::core::array forward(
      const mlx::core::array& tokens,
      int length,
      std::vector<LayerCache>& caches) const;

  /** Logits [1, vocab] for the token after the last one of `hidden`. */
  mlx::core::array logits(const mlx::core::array& hidden) const;

  /** Logits [1, end - start, vocab] for the tokens after those of `hidden`. */
  mlx::core::array logits(
      const mlx::core::array& hidden, int start, int end) const;

 private:
  CommonConfig config_;
  Parameters parameters_;
  Rope rope_;
};

}  // namespace parley
