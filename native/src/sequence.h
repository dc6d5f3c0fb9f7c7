#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "cache.h"
#include "plan.h"

namespace parley {

/** What sliding layers need to go on from a place: one for each of them. */
using Checkpoint = std::vector<KeysAndValues>;

/**
 * The tokens that one conversation has in the cache. Its full layers can be
 * cut anywhere; its sliding layers can go back to a checkpoint. Engine thread
 * only.
 */
class Sequence {
 public:
  explicit Sequence(const Config& config);

  int length() const { return length_; }

  /** Room for `count` more tokens; then forward(layers()), then advance. */
  void reserve(int count);
  std::vector<LayerCache>& layers() { return layers_; }
  void advance(int count) { length_ += count; }

  /** Waits until all that was appended is there. */
  void evaluate();

  /** Keeps what is needed to come back to the present length. */
  void checkpoint();
  void forget(int length);

  /**
   * Cuts to `length`: 0, a checkpoint, or as far back as the windows of the
   * sliding layers are still whole (the last append can always be undone).
   * Throws refused.
   */
  void truncate(int length);

  /** Throws refused where truncate would. */
  void check_end(int length) const;

  /** The first `length` tokens, for which truncate's rule holds. */
  Sequence fork(int length) const;

  void pretend(int length, mlx::core::Dtype dtype);

  /** Checkpoints in `counted` belong to another sequence as well. */
  size_t bytes(std::set<const Checkpoint*>& counted) const;

 private:
  bool can_end_at(int length) const;
  void clear();
  void restore(const Checkpoint& from, int length);
  Checkpoint copy_ends(int length) const;

  const Config* config_;
  std::vector<LayerCache> layers_;
  /** By length. Shared by forks: they are never written to. */
  std::map<int, std::shared_ptr<const Checkpoint>> checkpoints_;
  int length_ = 0;
};

}  // namespace parley
