#pragma once

#include <set>
#include <string>
#include <vector>

#include "plan.h"

namespace parley {

std::string show(const std::vector<int>& shape);
bool is_float(mlx::core::Dtype dtype);

/** Throws model-invalid with `reason` for the tensor `name`. */
[[noreturn]] void refuse_tensor(
    const std::string& name, const std::string& reason, const std::string& why);

/** Throws model-invalid: no part of the graph has this name. */
[[noreturn]] void refuse_unexpected(const std::string& name);

/** Throws model-incomplete: a tensor that the graph needs is missing. */
[[noreturn]] void miss_tensor(const std::string& name);

/** The tensors of a model or an adapter, and those that the graph took. */
class TensorTable {
 public:
  explicit TensorTable(const TensorMap& tensors) : tensors_(tensors) {}

  /** Returns null if there is none. */
  const TensorEntry* find(const std::string& name) const;
  /** Throws model-incomplete. */
  const TensorEntry* take(const std::string& name);
  /** Takes a floating-point tensor of exactly this shape; else throws. */
  const TensorEntry* take_floats(
      const std::string& name, const std::vector<int>& shape);

  /** Throws model-invalid if the graph did not take a tensor. */
  void expect_all_taken() const;

  const std::vector<const TensorEntry*>& taken() const { return taken_; }

 private:
  const TensorMap& tensors_;
  std::vector<const TensorEntry*> taken_;
};

void expect_shape(const TensorEntry& tensor, const std::vector<int>& shape);
void expect_float(const TensorEntry& tensor);

}  // namespace parley
