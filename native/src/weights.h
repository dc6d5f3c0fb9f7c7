#pragma once

#include <functional>
#include <optional>

#include "info.h"
#include "layout.h"
#include "linear.h"
#include "model.h"
#include "plan.h"
#include "reader.h"

namespace parley {

/** Reads the tensors of a layout, in the type of the activations. */
class Loader {
 public:
  Loader(
      const Plan& plan,
      const Layout& layout,
      const ModelInfo& info,
      const std::function<void(uint64_t, uint64_t)>& on_progress);

  Parameters load();

  mlx::core::array floats(const TensorEntry* tensor);
  Linear linear(const LinearLayout& from);
  ExpertLinear experts(const LinearLayout& from);
  /** One product for both if they are packed alike and stay packed. */
  ExpertPair expert_pair(const LinearLayout& first, const LinearLayout& second);

  /** Whether cpu_products.h computes the products. */
  bool has_own_products() const { return info_.has_own_products; }

 private:
  Weight weight(const LinearLayout& from, bool is_matrix);
  mlx::core::array unpack(
      const mlx::core::array& words,
      const mlx::core::array& scales,
      const std::optional<mlx::core::array>& biases,
      const Quantization& q,
      const std::optional<mlx::core::array>& global_scale) const;
  mlx::core::array unpack_experts(
      const mlx::core::array& words,
      const mlx::core::array& scales,
      const mlx::core::array& global_scale,
      const Quantization& q) const;
  Weight plain(const mlx::core::array& values, bool is_matrix);
  mlx::core::array factor(const TensorEntry* tensor, bool is_swapped);
  std::optional<Lora> lora(const LinearLayout& from, bool is_swapped);
  Linear tied_head(const Weight& rows, const std::optional<Lora>& lora) const;

  const Plan& plan_;
  const Layout& layout_;
  const ModelInfo& info_;
  uint64_t done_ = 0;
  TensorReader reader_;
};

/**
 * Reads every tensor of `layout` into memory, in the type of the activations,
 * unpacked if `info.is_unpacked`. `on_progress` gets bytes read and in total.
 */
Parameters load_parameters(
    const Plan& plan,
    const Layout& layout,
    const ModelInfo& info,
    const std::function<void(uint64_t, uint64_t)>& on_progress);

}  // namespace parley
