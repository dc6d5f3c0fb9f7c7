#pragma once

#include <optional>
#include <string>

#include "layer.h"
#include "linear.h"

namespace parley {

struct AttentionOptions {
  bool has_qkv_biases = false;
  bool has_output_bias = false;
  /** Norms of each head's queries and keys, before the rotation. */
  bool has_qk_norms = false;
  /** One more score for each head, which takes a share of the softmax. */
  bool has_sinks = false;
};

struct AttentionLayout {
  LinearLayout q, k, v, o;
  const TensorEntry* q_norm = nullptr;
  const TensorEntry* k_norm = nullptr;
  const TensorEntry* sinks = nullptr;
};

/** Takes the tensors below `path`, which ends with a dot. */
AttentionLayout attention_layout(
    LayoutMaker& maker,
    const CommonConfig& config,
    const std::string& path,
    const AttentionOptions& options);

/** Grouped-query attention with rotary positions, over all or a window. */
class Attention {
 public:
  /** Refers to `config`. */
  Attention(
      const AttentionLayout& layout,
      const CommonConfig& config,
      bool is_sliding,
      Loader& loader);

  mlx::core::array operator()(
      const mlx::core::array& x, const Step& step, LayerCache& cache) const;

 private:
  const CommonConfig& config_;
  Linear q_, k_, v_, o_;
  std::optional<mlx::core::array> q_norm_, k_norm_, sinks_;
  bool is_sliding_;
  /** Whether cpu_products.h computes the products. */
  bool has_own_products_;
};

}  // namespace parley
