#include "sampler.h"

#include <limits>

#include "mlx/ops.h"
#include "mlx/random.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** Keeps the likeliest tokens that together have `top_p` of the mass. */
mx::array keep_top(const mx::array& logprobs, float top_p) {
  auto sorted = mx::sort(logprobs, -1);
  auto probabilities = mx::exp(mx::astype(sorted, mx::float32));
  auto above = mx::cumsum(probabilities, -1, true, false);
  auto first = [](const mx::array& row) {
    return mx::slice(row, mx::Shape{0, 0}, mx::Shape{1, 1});
  };
  auto total = mx::add(first(above), first(probabilities));
  auto is_dropped =
      mx::greater_equal(above, mx::multiply(mx::array(top_p), total));
  auto dropped = mx::sum(is_dropped, -1, true);
  auto threshold = mx::take_along_axis(sorted, dropped, -1);
  return mx::where(
      mx::less(logprobs, threshold),
      mx::array(-std::numeric_limits<float>::infinity(), logprobs.dtype()),
      logprobs);
}

}  // namespace

Sampler::Sampler(const Sampling& sampling)
    : sampling_(sampling), key_(mx::random::key(sampling.seed)) {}

mx::array Sampler::operator()(const mx::array& logits) {
  if (sampling_.temperature == 0) return mx::argmax(logits, -1);
  auto logprobs = mx::subtract(logits, mx::logsumexp(logits, -1, true));
  if (sampling_.top_p > 0 && sampling_.top_p < 1) {
    logprobs = keep_top(logprobs, sampling_.top_p);
  }
  auto [next, use] = mx::random::split(key_);
  key_ = next;
  auto scaled = mx::multiply(
      logprobs, mx::array(1 / sampling_.temperature, logprobs.dtype()));
  return mx::random::categorical(scaled, -1, use);
}

}  // namespace parley
