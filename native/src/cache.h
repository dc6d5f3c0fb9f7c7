#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "mlx/array.h"

namespace parley {

/** A mask mode of MLX's attention, or an explicit mask. */
struct Mask {
  std::string mode;
  std::optional<mlx::core::array> array;
};

/** Mask for `count` tokens after `length` tokens, as in mlx-lm's caches. */
Mask make_mask(int length, int count, std::optional<int> window);

/** Keys and values of a layer: [1, kv heads, tokens, head dim], contiguous. */
struct KeysAndValues {
  mlx::core::array keys;
  mlx::core::array values;
};

/** Returns a copy with its own buffers; not evaluated. */
KeysAndValues copy(const KeysAndValues& view);

/**
 * Capacity in tokens of a full-attention layer that has had `length` tokens.
 * Starts at 256 and grows by a quarter, rounded up to a multiple of 256, up to
 * the context length. Depends on nothing else, so that the memory forecast can
 * use it.
 */
int full_capacity(int length, int context_length);

/** Capacity of a sliding layer if `count` tokens are appended at once. */
int sliding_capacity(int window, int count);

/**
 * The keys and values of one layer. MLX writes the buffers in place only if
 * nothing else refers to them, so never keep views, and run steps one after
 * another. A full-attention layer keeps all tokens. A sliding layer moves the
 * last window - 1 tokens to a new buffer when its buffer is full: O(1) per
 * token, and truncation is exact while the window is still in the buffer.
 */
class LayerCache {
 public:
  LayerCache(std::optional<int> window, int context_length);

  /**
   * Makes room for `length` tokens in total; `old_length` of them exist.
   * Evaluates each new buffer, so that the old one is freed before the next.
   */
  void make_room(int old_length, int length);

  /**
   * Appends after `old_length` tokens; needs room for them. Returns the keys
   * and values that the new tokens may attend to.
   */
  KeysAndValues append(
      int old_length,
      const mlx::core::array& keys,
      const mlx::core::array& values);

  /** Adds the buffers to `into`; evaluating them completes a prefill chunk. */
  void collect(std::vector<mlx::core::array>& into) const;

  bool is_sliding() const { return window_.has_value(); }

  /** Whether all that tokens after `length` attend to is still present. */
  bool can_end_at(int length) const;

  /** What tokens after `length` attend to. A view: don't keep it. */
  KeysAndValues end(int length) const;

  /** Sets the length to `length` tokens; copies the last ones from `end`. */
  void restore(int length, const KeysAndValues& end);

  /** Fills the cache with zeros for `length` tokens, at least one. */
  void pretend(int length, int heads, int head_dim, mlx::core::Dtype dtype);

  size_t bytes() const;

 private:
  int start_of_view(int length) const;
  int capacity(int old_length, int length) const;

  std::optional<int> window_;
  int context_length_;
  /** Position of the token in the buffers' first row. */
  int first_ = 0;
  std::optional<KeysAndValues> buffers_;
};

}  // namespace parley
