#include "sequence.h"

#include <algorithm>

#include "error.h"
#include "mlx/transforms.h"

namespace mx = mlx::core;

namespace parley {

Sequence::Sequence(const Config& config) : config_(&config) {
  clear();
}

void Sequence::clear() {
  layers_.clear();
  for (const bool is_sliding : config_->is_sliding) {
    std::optional<int> window;
    if (is_sliding) window = config_->sliding_window;
    layers_.emplace_back(window, config_->context_length);
  }
  checkpoints_.clear();
  length_ = 0;
}

void Sequence::reserve(int count) {
  for (auto& layer : layers_) layer.make_room(length_, length_ + count);
}

void Sequence::evaluate() {
  std::vector<mx::array> state;
  for (const auto& layer : layers_) layer.collect(state);
  mx::eval(std::move(state));
}

Checkpoint Sequence::copy_ends(int length) const {
  Checkpoint ends;
  std::vector<mx::array> arrays;
  for (const auto& layer : layers_) {
    if (!layer.is_sliding()) continue;
    ends.push_back(copy(layer.end(length)));
    arrays.push_back(ends.back().keys);
    arrays.push_back(ends.back().values);
  }
  mx::eval(std::move(arrays));
  return ends;
}

void Sequence::checkpoint() {
  if (length_ == 0 || checkpoints_.contains(length_)) return;
  checkpoints_.emplace(
      length_, std::make_shared<const Checkpoint>(copy_ends(length_)));
}

void Sequence::forget(int length) {
  checkpoints_.erase(length);
}

bool Sequence::can_end_at(int length) const {
  return std::all_of(
      layers_.begin(), layers_.end(), [length](const LayerCache& layer) {
        return layer.can_end_at(length);
      });
}

void Sequence::check_end(int length) const {
  const bool is_inside = length >= 0 && length <= length_;
  if (is_inside &&
      (length == 0 || checkpoints_.contains(length) || can_end_at(length))) {
    return;
  }
  throw EngineError(
      "refused",
      "The cache holds " + std::to_string(length_) +
          " tokens and can't be cut to " + std::to_string(length) + ".");
}

void Sequence::restore(const Checkpoint& from, int length) {
  auto end = from.begin();
  for (auto& layer : layers_) {
    if (layer.is_sliding()) layer.restore(length, *end++);
  }
}

void Sequence::truncate(int length) {
  check_end(length);
  if (length == 0) return clear();
  if (!can_end_at(length)) restore(*checkpoints_.at(length), length);
  checkpoints_.erase(checkpoints_.upper_bound(length), checkpoints_.end());
  length_ = length;
}

Sequence Sequence::fork(int length) const {
  check_end(length);
  Sequence result(*config_);
  if (length == 0) return result;
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (layers_[i].is_sliding()) continue;
    result.layers_[i].restore(length, layers_[i].end(length));
  }
  const auto known = checkpoints_.find(length);
  result.restore(
      known == checkpoints_.end() ? copy_ends(length) : *known->second, length);
  result.checkpoints_.insert(
      checkpoints_.begin(), checkpoints_.upper_bound(length));
  result.length_ = length;
  return result;
}

void Sequence::pretend(int length, mx::Dtype dtype) {
  clear();
  if (length == 0) return;
  for (auto& layer : layers_) {
    layer.pretend(length, config_->kv_heads, config_->head_dim, dtype);
  }
  length_ = length;
}

size_t Sequence::bytes(std::set<const Checkpoint*>& counted) const {
  size_t bytes = 0;
  for (const auto& layer : layers_) bytes += layer.bytes();
  for (const auto& [_, checkpoint] : checkpoints_) {
    if (!counted.insert(checkpoint.get()).second) continue;
    for (const auto& end : *checkpoint) {
      bytes += end.keys.nbytes() + end.values.nbytes();
    }
  }
  return bytes;
}

}  // namespace parley
