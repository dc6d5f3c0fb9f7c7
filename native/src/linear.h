#pragma once

#include <optional>

#include "layout.h"
#include "mlx/array.h"

namespace parley {

/** A packed or plain matrix [out, in], or [experts, out, in]. */
struct Weight {
  mlx::core::array values;
  std::optional<mlx::core::array> scales;
  std::optional<mlx::core::array> biases;
  std::optional<Quantization> quantization;
  /** Plain matrices may be stored as [in, out]: faster with plain BLAS. */
  bool is_transposed = false;
};

/** y = x Wᵀ + b */
class Linear {
 public:
  Linear(Weight weight, std::optional<mlx::core::array> bias)
      : weight_(std::move(weight)), bias_(std::move(bias)) {}

  mlx::core::array operator()(const mlx::core::array& x) const;

 private:
  Weight weight_;
  std::optional<mlx::core::array> bias_;
};

/** A linear layer for each expert; each row of x goes to the one it is given.
 */
class ExpertLinear {
 public:
  ExpertLinear(Weight weight, mlx::core::array bias)
      : weight_(std::move(weight)), bias_(std::move(bias)) {}

  mlx::core::array operator()(
      const mlx::core::array& x,
      const mlx::core::array& experts,
      bool is_sorted) const;

 private:
  Weight weight_;
  mlx::core::array bias_;
};

class Embedding {
 public:
  explicit Embedding(Weight weight) : weight_(std::move(weight)) {}

  mlx::core::array operator()(const mlx::core::array& tokens) const;

 private:
  Weight weight_;
};

}  // namespace parley
