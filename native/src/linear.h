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
  /** Plain matrices may be stored as [in, out], as some files have them. */
  bool is_transposed = false;
  /** When set, the values are the panels (cpu_products.h) of so many rows. */
  std::optional<int> panel_rows = std::nullopt;
};

/**
 * scale · x A B, added to what a layer gives: mlx-lm's LoRA. For experts A is
 * [experts, in, rank] and B [experts, rank, out].
 */
struct Lora {
  mlx::core::array a;
  mlx::core::array b;
  float scale;
};

/** y = x Wᵀ + b */
class Linear {
 public:
  Linear(
      Weight weight,
      std::optional<mlx::core::array> bias,
      std::optional<Lora> lora)
      : weight_(std::move(weight)),
        bias_(std::move(bias)),
        lora_(std::move(lora)) {}

  mlx::core::array operator()(const mlx::core::array& x) const;

 private:
  Weight weight_;
  std::optional<mlx::core::array> bias_;
  std::optional<Lora> lora_;
};

/** A linear layer for each expert; each row of x goes to the one it is given.
 */
class ExpertLinear {
 public:
  ExpertLinear(Weight weight, mlx::core::array bias, std::optional<Lora> lora)
      : weight_(std::move(weight)),
        bias_(std::move(bias)),
        lora_(std::move(lora)) {}

  mlx::core::array operator()(
      const mlx::core::array& x,
      const mlx::core::array& experts,
      bool is_sorted) const;

 private:
  Weight weight_;
  mlx::core::array bias_;
  std::optional<Lora> lora_;
};

class Embedding {
 public:
  /** `type`: of the rows that it gives. */
  Embedding(Weight weight, mlx::core::Dtype type, std::optional<Lora> lora)
      : weight_(std::move(weight)), type_(type), lora_(std::move(lora)) {}

  mlx::core::array operator()(const mlx::core::array& tokens) const;

 private:
  Weight weight_;
  mlx::core::Dtype type_;
  std::optional<Lora> lora_;
};

}  // namespace parley
