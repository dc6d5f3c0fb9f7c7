#include "cache.h"

#include <algorithm>

#include "mlx/ops.h"
#include "mlx/transforms.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** Buffers grow in steps of this many tokens, as in mlx-lm. */
constexpr int kStep = 256;

mx::array empty(const mx::array& like, int capacity) {
  auto shape = like.shape();
  shape[2] = capacity;
  return mx::zeros(shape, like.dtype());
}

mx::array rows(const mx::array& buffer, int start, int end) {
  auto stop = buffer.shape();
  stop[2] = end;
  return mx::slice(buffer, mx::Shape{0, 0, start, 0}, stop);
}

mx::array write(const mx::array& buffer, int at, const mx::array& fresh) {
  auto stop = fresh.shape();
  stop[2] = at + fresh.shape(2);
  return mx::slice_update(buffer, fresh, mx::Shape{0, 0, at, 0}, stop);
}

/**
 * Returns a new buffer. `contiguous` may return a view of the old one, and so
 * may `slice_update` if it overwrites the whole buffer.
 */
mx::array copy_rows(const mx::array& buffer, int start, int end, int capacity) {
  if (end - start < capacity) {
    return write(empty(buffer, capacity), 0, rows(buffer, start, end));
  }
  const int middle = start + (end - start) / 2;
  return mx::concatenate(
      {rows(buffer, start, middle), rows(buffer, middle, end)}, 2);
}

}  // namespace

KeysAndValues copy(const KeysAndValues& view) {
  const int count = view.keys.shape(2);
  return {
      copy_rows(view.keys, 0, count, count),
      copy_rows(view.values, 0, count, count)};
}

int full_capacity(int length, int context_length) {
  int capacity = kStep;
  while (capacity < length) {
    capacity = (capacity / 4 * 5 + kStep - 1) / kStep * kStep;
  }
  return std::min(capacity, std::max(length, context_length));
}

int sliding_capacity(int window, int count) {
  return window - 1 + std::max(count, kStep);
}

LayerCache::LayerCache(std::optional<int> window, int context_length)
    : window_(window), context_length_(context_length) {}

int LayerCache::start_of_view(int length) const {
  return window_ ? std::max(0, length - (*window_ - 1)) : 0;
}

int LayerCache::capacity(int old_length, int length) const {
  return window_ ? sliding_capacity(*window_, length - old_length)
                 : full_capacity(length, context_length_);
}

void LayerCache::make_room(int old_length, int length) {
  if (!buffers_ || length - first_ <= buffers_->keys.shape(2)) return;
  const int start = start_of_view(old_length);
  for (auto* buffer : {&buffers_->keys, &buffers_->values}) {
    *buffer = copy_rows(
        *buffer,
        start - first_,
        old_length - first_,
        capacity(old_length, length));
    mx::eval(*buffer);
  }
  first_ = start;
}

KeysAndValues LayerCache::append(
    int old_length, const mx::array& keys, const mx::array& values) {
  const int length = old_length + keys.shape(2);
  if (!buffers_) {
    const int rows = capacity(old_length, length);
    buffers_ = {empty(keys, rows), empty(values, rows)};
  }
  auto& [k, v] = *buffers_;
  k = write(k, old_length - first_, keys);
  v = write(v, old_length - first_, values);
  const int start = start_of_view(old_length) - first_;
  const int end = length - first_;
  return {rows(k, start, end), rows(v, start, end)};
}

void LayerCache::collect(std::vector<mx::array>& into) const {
  if (!buffers_) return;
  into.push_back(buffers_->keys);
  into.push_back(buffers_->values);
}

bool LayerCache::can_end_at(int length) const {
  return first_ <= start_of_view(length);
}

KeysAndValues LayerCache::end(int length) const {
  const int start = start_of_view(length);
  return {
      rows(buffers_->keys, start - first_, length - first_),
      rows(buffers_->values, start - first_, length - first_)};
}

void LayerCache::restore(int length, const KeysAndValues& end) {
  const int count = end.keys.shape(2);
  const int capacity = this->capacity(length - 1, length);
  first_ = length - count;
  buffers_ = {
      copy_rows(end.keys, 0, count, capacity),
      copy_rows(end.values, 0, count, capacity)};
  mx::eval(buffers_->keys, buffers_->values);
}

void LayerCache::pretend(int length, int heads, int head_dim, mx::Dtype dtype) {
  first_ = start_of_view(length);
  const mx::Shape shape{1, heads, capacity(length - 1, length), head_dim};
  buffers_ = {mx::zeros(shape, dtype), mx::zeros(shape, dtype)};
  mx::eval(buffers_->keys, buffers_->values);
}

size_t LayerCache::bytes() const {
  return buffers_ ? buffers_->keys.nbytes() + buffers_->values.nbytes() : 0;
}

Mask make_mask(int length, int count, std::optional<int> window) {
  if (count == 1) return {"", std::nullopt};
  if (!window) return {"causal", std::nullopt};
  const int before = std::min(*window - 1, length);
  if (before + count <= *window) return {"causal", std::nullopt};
  auto keys = mx::expand_dims(mx::arange(0, before + count, mx::int32), 0);
  auto queries =
      mx::expand_dims(mx::arange(before, before + count, mx::int32), 1);
  auto mask = mx::logical_and(
      mx::greater_equal(queries, keys),
      mx::less(queries, mx::add(keys, mx::array(*window, mx::int32))));
  return {"array", mask};
}

}  // namespace parley
