#pragma once

#include <optional>
#include <utility>

#include "layout.h"
#include "mlx/array.h"

namespace parley {

/** A packed or plain matrix [out, in], or [experts, out, in]. */
struct Weight {
  mlx::core::array values;
  std::optional<mlx::core::array> scales;
  std::optional<mlx::core::array> biases;
  std::optional<Quantization> quantization;
  /** One number for each expert, in some files of nvfp4. */
  std::optional<mlx::core::array> global_scale = std::nullopt;
  /** Whether a plain matrix is stored as [in, out], as in some files. */
  bool is_transposed = false;
  /** If set, `values` are panels (cpu_products.h) of this many rows. */
  std::optional<int> panel_rows = std::nullopt;
};

/**
 * LoRA as in mlx-lm: adds scale · x A B to the output of a layer. For experts A
 * is [experts, in, rank] and B [experts, rank, out].
 */
struct Lora {
  mlx::core::array a;
  mlx::core::array b;
  float scale;
  /**
   * DoRA: `dora_ratios` for a linear layer, the wanted lengths of its rows for
   * an embedding.
   */
  std::optional<mlx::core::array> lengths = std::nullopt;
};

/**
 * DoRA's factors for the outputs of a matrix that is not stored as panels: its
 * wanted lengths of rows over their lengths with LoRA.
 */
mlx::core::array dora_ratios(const Weight& weight, const Lora& lora);

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

/** One linear layer per expert; `experts` selects one for each row of x. */
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

/** Two expert layers of the same input, such as gate and up. */
class ExpertPair {
 public:
  ExpertPair(ExpertLinear first, ExpertLinear second)
      : first_(std::move(first)), second_(std::move(second)) {}

  /**
   * One product for both: each expert's rows of `joined` are the first layer's,
   * then the second's, as many. `loras` belong to the two halves.
   */
  ExpertPair(
      ExpertLinear joined,
      std::optional<Lora> first_lora,
      std::optional<Lora> second_lora)
      : first_(std::move(joined)),
        first_lora_(std::move(first_lora)),
        second_lora_(std::move(second_lora)) {}

  std::pair<mlx::core::array, mlx::core::array> operator()(
      const mlx::core::array& x,
      const mlx::core::array& experts,
      bool is_sorted) const;

 private:
  ExpertLinear first_;
  std::optional<ExpertLinear> second_;
  std::optional<Lora> first_lora_, second_lora_;
};

class Embedding {
 public:
  /** `type`: type of the returned rows. */
  Embedding(Weight weight, mlx::core::Dtype type, std::optional<Lora> lora)
      : weight_(std::move(weight)), type_(type), lora_(std::move(lora)) {}

  mlx::core::array operator()(const mlx::core::array& tokens) const;

 private:
  Weight weight_;
  mlx::core::Dtype type_;
  std::optional<Lora> lora_;
};

}  // namespace parley
