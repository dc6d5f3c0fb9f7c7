#include "model.h"

#include "error.h"
#include "mlx/fast.h"
#include "mlx/ops.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/**
 * A single float32 scalar would turn all later activations into float32: the
 * logits would look right, but a GPU would be several times slower.
 */
void check_type(const mx::array& x, mx::Dtype type, const char* part, int at) {
  if (x.dtype() == type) return;
  throw EngineError(
      "engine-failed",
      std::string("The engine left the model's number type in ") + part + " " +
          std::to_string(at) +
          ". This is a mistake in Parley: report it with the model's name.");
}

}  // namespace

Model::Model(
    const CommonConfig& config, YarnRounding rounding, Parameters parameters)
    : config_(config),
      parameters_(std::move(parameters)),
      rope_(config, rounding) {}

mx::array Model::forward(
    const mx::array& tokens,
    int length,
    std::vector<LayerCache>& caches) const {
  const int count = tokens.shape(1);
  const auto full = make_mask(length, count, std::nullopt);
  const auto sliding = make_mask(length, count, config_.window());
  const Step step{length, rope_, full, sliding};
  auto x = parameters_.embedding(tokens);
  const auto type = parameters_.norm.dtype();
  check_type(x, type, "embedding", 0);
  for (size_t i = 0; i < parameters_.layers.size(); ++i) {
    x = (*parameters_.layers[i])(x, step, caches[i]);
    check_type(x, type, "layer", static_cast<int>(i));
  }
  return x;
}

mx::array Model::logits(const mx::array& hidden) const {
  const int count = hidden.shape(1);
  return mx::squeeze(logits(hidden, count - 1, count), 1);
}

mx::array Model::logits(const mx::array& hidden, int start, int end) const {
  auto rows = mx::slice(
      hidden, mx::Shape{0, start, 0}, mx::Shape{1, end, hidden.shape(2)});
  auto normed =
      mx::fast::rms_norm(rows, parameters_.norm, config_.rms_norm_eps);
  return parameters_.head(normed);
}

}  // namespace parley
