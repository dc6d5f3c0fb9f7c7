#pragma once

#include <memory>
#include <string>

#include "cache.h"
#include "device.h"
#include "layout.h"
#include "mlx/array.h"
#include "plan.h"
#include "rope.h"

namespace parley {

class LayoutMaker;
class Loader;

/** What the layers of one step share. */
struct Step {
  /** Tokens before the step. */
  int length;
  const Rope& rope;
  const Mask& full_mask;
  const Mask& sliding_mask;
};

class Layer {
 public:
  virtual ~Layer() = default;

  /** Appends x [1, count, hidden size] to the cache; returns the same shape. */
  virtual mlx::core::array operator()(
      const mlx::core::array& x, const Step& step, LayerCache& cache) const = 0;
};

/** The tensors of one layer. */
class LayerLayout {
 public:
  virtual ~LayerLayout() = default;
  virtual std::unique_ptr<Layer> load(Loader& loader) const = 0;
};

/** What differs between kinds of models: the names and the graph of a layer. */
class Architecture {
 public:
  virtual ~Architecture() = default;

  /** Returns the tensors by mlx-lm's names, as its `sanitize` does. */
  virtual TensorMap sanitize(const TensorMap& tensors) const = 0;

  /** Takes the tensors of layer `index`. Throws as `make_layout`. */
  virtual std::unique_ptr<LayerLayout> layer(
      LayoutMaker& maker, int index) const = 0;
};

}  // namespace parley
