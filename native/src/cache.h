#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "mlx/array.h"

namespace parley {

/** What a layer may attend to: a mode of MLX's attention, or a mask. */
struct Mask {
  std::string mode;
  std::optional<mlx::core::array> array;
};

/** The mask for `count` tokens after `length`, as mlx-lm's caches make it. */
Mask make_mask(int length, int count, std::optional<int> window);

/** Of one layer, each [1, kv heads, tokens, head dim] and contiguous. */
struct KeysAndValues {
  mlx::core::array keys;
  mlx::core::array values;
};

/** A copy with buffers of its own; not evaluated. */
KeysAndValues copy(const KeysAndValues& view);

/**
 * Tokens that a full-attention layer has room for once it has held `length`
 * of them: 256, then a quarter more and up to the next 256, again and again,
 * and never more than the context. Depends on nothing else, so that memory can
 * be forecast.
 */
int full_capacity(int length, int context_length);

/** The same for a sliding layer, when `count` tokens are appended at once. */
int sliding_capacity(int window, int count);

/**
 * The keys and values of one layer in buffers that MLX writes in place, as it
 * does when nobody else holds them: no view is kept, and steps run one behind
 * the other. A layer with full attention keeps all tokens. A sliding one keeps
 * the end, and moves the last window - 1 to a new buffer when the present one
 * is full: O(1) per token, and going back is exact while the window is there.
 */
class LayerCache {
 public:
  LayerCache(std::optional<int> window, int context_length);

  /**
   * Makes room for tokens up to `length` after those that are `held`, and
   * evaluates it: the old buffer is gone before the next one is made.
   */
  void make_room(int held, int length);

  /**
   * Appends after `held` tokens, where there is room for them; gives what they
   * may look at.
   */
  KeysAndValues append(
      int held, const mlx::core::array& keys, const mlx::core::array& values);

  /** The buffers: evaluating them ends a prefill chunk. */
  void collect(std::vector<mlx::core::array>& into) const;

  bool is_sliding() const { return window_.has_value(); }

  /** Whether all that tokens after `length` look at is still here. */
  bool can_end_at(int length) const;

  /** What tokens after `length` look at. A view: not to be kept. */
  KeysAndValues end(int length) const;

  /** Holds `length` tokens, the last of which are a copy of `end`. */
  void restore(int length, const KeysAndValues& end);

  /** As if `length` tokens, at least one, had been read; all zeros. */
  void pretend(int length, int heads, int head_dim, mlx::core::Dtype dtype);

  size_t bytes() const;

 private:
  int start_of_view(int length) const;
  int capacity(int held, int length) const;

  std::optional<int> window_;
  int context_length_;
  /** The token in the buffers' first row. */
  int first_ = 0;
  std::optional<KeysAndValues> buffers_;
};

}  // namespace parley
