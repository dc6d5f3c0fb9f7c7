#include "tensor_table.h"

#include "error.h"

namespace mx = mlx::core;

namespace parley {

std::string show(const std::vector<int>& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) {
    text += (i ? ", " : "") + std::to_string(shape[i]);
  }
  return text + "]";
}

bool is_float(mx::Dtype dtype) {
  return dtype == mx::float32 || dtype == mx::bfloat16 || dtype == mx::float16;
}

void refuse_tensor(
    const std::string& name,
    const std::string& reason,
    const std::string& why) {
  throw EngineError(
      "model-invalid",
      "The tensor " + name.substr(0, 120) + " " + why +
          ". Download it again or choose another version.",
      reason);
}

void refuse_unexpected(const std::string& name) {
  refuse_tensor(
      name,
      "tensor-unexpected",
      "has no place in the model that the config describes");
}

void miss_tensor(const std::string& name) {
  throw EngineError(
      "model-incomplete",
      "The tensor " + name +
          " is missing from the weight files. Download the model again.",
      "tensor-missing");
}

void expect_shape(const TensorEntry& tensor, const std::vector<int>& shape) {
  if (tensor.shape == shape) return;
  refuse_tensor(
      tensor.name,
      "shape-unexpected",
      "has the shape " + show(tensor.shape) + " where the config says " +
          show(shape));
}

void expect_float(const TensorEntry& tensor) {
  if (is_float(tensor.dtype)) return;
  refuse_tensor(tensor.name, "dtype-unexpected", "is not floating point");
}

const TensorEntry* TensorTable::find(const std::string& name) const {
  auto it = tensors_.find(name);
  return it == tensors_.end() ? nullptr : &it->second;
}

const TensorEntry* TensorTable::take(const std::string& name) {
  auto* tensor = find(name);
  if (!tensor) miss_tensor(name);
  taken_.push_back(tensor);
  return tensor;
}

const TensorEntry* TensorTable::take_floats(
    const std::string& name, const std::vector<int>& shape) {
  auto* tensor = take(name);
  expect_float(*tensor);
  expect_shape(*tensor, shape);
  return tensor;
}

void TensorTable::expect_all_taken() const {
  if (taken_.size() == tensors_.size()) return;
  const std::set<const TensorEntry*> taken(taken_.begin(), taken_.end());
  for (const auto& [name, tensor] : tensors_) {
    if (taken.count(&tensor)) continue;
    refuse_unexpected(tensor.name);
  }
}

}  // namespace parley
