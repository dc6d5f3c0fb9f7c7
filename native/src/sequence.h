#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "cache.h"
#include "plan.h"

namespace parley {

/** The windows of all sliding layers at one length. */
using Checkpoint = std::vector<KeysAndValues>;

/**
 * The cached tokens of one conversation. Full-attention layers can be truncated
 * anywhere; sliding layers can return to a checkpoint. Engine thread only.
 */
class Sequence {
 public:
  explicit Sequence(const Config& config);

  int length() const { return length_; }

  /** Makes room for `count` tokens. Then call forward(layers()) and advance. */
  void reserve(int count);
  std::vector<LayerCache>& layers() { return layers_; }
  void advance(int count) { length_ += count; }

  /** Waits until all appended tokens are computed. */
  void evaluate();

  /** Stores what is needed to return to the current length. */
  void checkpoint();
  void forget(int length);

  /**
   * Truncates to `length`: 0, a checkpoint, or a length at which the windows of
   * the sliding layers are still complete, such as before the last append.
   * Throws refused for other lengths.
   */
  void truncate(int length);

  /** Throws refused if `truncate` would. */
  void check_end(int length) const;

  /** Copies the first `length` tokens; same rule for `length` as `truncate`. */
  Sequence fork(int length) const;

  void pretend(int length, mlx::core::Dtype dtype);

  /** Skips checkpoints in `counted` and adds its own: forks share them. */
  size_t bytes(std::set<const Checkpoint*>& counted) const;

 private:
  bool can_end_at(int length) const;
  void clear();
  void restore(const Checkpoint& from, int length);
  Checkpoint copy_ends(int length) const;

  const Config* config_;
  std::vector<LayerCache> layers_;
  /** By length. Forks share them, so they are never modified. */
  std::map<int, std::shared_ptr<const Checkpoint>> checkpoints_;
  int length_ = 0;
};

}  // namespace parley
