#include "cache.h"

#include <algorithm>

#include "mlx/ops.h"

namespace mx = mlx::core;

namespace parley {

namespace {

constexpr int kStep = 256;

/** `buffer` with room for `count` more tokens after `length`. */
mx::array grow(
    const std::optional<mx::array>& buffer, int length, const mx::array& like) {
  const int count = like.shape(2);
  auto shape = like.shape();
  shape[2] = (kStep + count - 1) / kStep * kStep;
  auto fresh = mx::zeros(shape, like.dtype());
  if (!buffer || length == 0) return fresh;
  auto kept = buffer->shape();
  kept[2] = length;
  return mx::concatenate(
      {mx::slice(*buffer, mx::Shape{0, 0, 0, 0}, kept), fresh}, 2);
}

mx::array store(
    const std::optional<mx::array>& buffer,
    int length,
    const mx::array& fresh) {
  const int end = length + fresh.shape(2);
  const bool has_room = buffer && buffer->shape(2) >= end;
  auto stop = fresh.shape();
  stop[2] = end;
  return mx::slice_update(
      has_room ? *buffer : grow(buffer, length, fresh),
      fresh,
      mx::Shape{0, 0, length, 0},
      stop);
}

mx::array view(const mx::array& buffer, int start, int end) {
  auto stop = buffer.shape();
  stop[2] = end;
  return mx::slice(buffer, mx::Shape{0, 0, start, 0}, stop);
}

}  // namespace

std::pair<mx::array, mx::array> LayerCache::append(
    int length,
    const mx::array& keys,
    const mx::array& values,
    std::optional<int> window) {
  keys_ = store(keys_, length, keys);
  values_ = store(values_, length, values);
  const int end = length + keys.shape(2);
  const int start = window ? std::max(0, length - (*window - 1)) : 0;
  return {view(*keys_, start, end), view(*values_, start, end)};
}

void LayerCache::collect(std::vector<mx::array>& into) const {
  if (!keys_) return;
  into.push_back(*keys_);
  into.push_back(*values_);
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
