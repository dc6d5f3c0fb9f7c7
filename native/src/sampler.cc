#include "sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mlx/ops.h"
#include "mlx/random.h"
#include "mlx/transforms.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** A scalar of `type`, so that operations with it keep that type. */
mx::array number(double value, mx::Dtype type) {
  return mx::array(static_cast<float>(value), type);
}

mx::array minus_infinity(mx::Dtype type) {
  return number(-std::numeric_limits<double>::infinity(), type);
}

mx::array normalize(const mx::array& logits) {
  return mx::subtract(logits, mx::logsumexp(logits, -1, true));
}

/** Keeps the most likely tokens whose probabilities sum up to `top_p`. */
mx::array keep_top_p(const mx::array& logprobs, double top_p) {
  auto sorted = mx::sort(logprobs, -1);
  auto probabilities = mx::exp(mx::astype(sorted, mx::float32));
  auto above = mx::cumsum(probabilities, -1, true, false);
  auto first = [](const mx::array& row) {
    return mx::slice(row, mx::Shape{0, 0}, mx::Shape{1, 1});
  };
  auto total = mx::add(first(above), first(probabilities));
  // A smaller top_p is 0 in float32 and would drop even the likeliest token.
  auto share = number(std::max(top_p, kMinScale), mx::float32);
  auto is_dropped = mx::greater_equal(above, mx::multiply(share, total));
  auto dropped = mx::sum(is_dropped, -1, true);
  auto threshold = mx::take_along_axis(sorted, dropped, -1);
  return mx::where(
      mx::less(logprobs, threshold),
      minus_infinity(logprobs.dtype()),
      logprobs);
}

/** Keeps tokens with at least `min_p` times the highest probability. */
mx::array keep_min_p(const mx::array& logprobs, double min_p) {
  auto threshold = mx::add(
      mx::max(logprobs, -1, true), number(std::log(min_p), logprobs.dtype()));
  return mx::where(
      mx::less(logprobs, threshold),
      minus_infinity(logprobs.dtype()),
      logprobs);
}

mx::array keep_top_k(const mx::array& logprobs, int top_k) {
  const int size = logprobs.shape(-1);
  if (top_k >= size) return logprobs;
  auto order = mx::argpartition(mx::negative(logprobs), top_k - 1, -1);
  auto dropped = mx::slice(order, mx::Shape{0, top_k}, mx::Shape{1, size});
  return mx::put_along_axis(
      logprobs, dropped, minus_infinity(logprobs.dtype()), -1);
}

}  // namespace

void Draw::start() const {
  std::vector<mx::array> wanted{token};
  if (logprob) wanted.push_back(*logprob);
  mx::async_eval(std::move(wanted));
}

Sampler::Sampler(
    const Sampling& sampling,
    const std::vector<int32_t>& recent,
    bool wants_logprobs)
    : sampling_(sampling),
      wants_logprobs_(wants_logprobs),
      key_(mx::random::key(sampling.seed)) {
  if (sampling.repetition_penalty == 1) return;
  recent_ =
      mx::array(recent.begin(), {static_cast<int>(recent.size())}, mx::int32);
}

Draw Sampler::operator()(const mx::array& input, mx::array logits) {
  if (recent_) logits = penalize(input, logits);
  std::optional<mx::array> logprobs;
  if (wants_logprobs_ || sampling_.temperature > 0) {
    logprobs = normalize(logits);
  }
  auto token = choose(logits, logprobs);
  if (!wants_logprobs_) return {token, std::nullopt};
  auto index = mx::expand_dims(token, -1);
  auto logprob = mx::take_along_axis(*logprobs, index, -1);
  return {token, mx::astype(mx::squeeze(logprob, -1), mx::float32)};
}

/** Penalises a repeated token only once, as in mlx-lm. */
mx::array Sampler::penalize(const mx::array& input, const mx::array& logits) {
  auto fresh = mx::astype(mx::reshape(input, {1}), mx::int32);
  auto tokens = mx::concatenate({*recent_, fresh}, 0);
  const int size = tokens.shape(0);
  if (size > sampling_.repetition_context) {
    tokens = mx::slice(
        tokens, mx::Shape{size - sampling_.repetition_context}, {size});
  }
  recent_ = tokens;
  auto penalty = number(sampling_.repetition_penalty, logits.dtype());
  auto chosen = mx::take(logits, tokens, -1);
  return mx::put_along_axis(
      logits,
      mx::expand_dims(tokens, 0),
      mx::where(
          mx::less(chosen, number(0, logits.dtype())),
          mx::multiply(chosen, penalty),
          mx::divide(chosen, penalty)),
      -1);
}

mx::array Sampler::choose(
    const mx::array& logits, const std::optional<mx::array>& logprobs) {
  if (sampling_.temperature == 0) return mx::argmax(logits, -1);
  auto kept = *logprobs;
  if (sampling_.top_p < 1) kept = keep_top_p(kept, sampling_.top_p);
  if (sampling_.min_p > 0) kept = keep_min_p(kept, sampling_.min_p);
  if (sampling_.top_k > 0) kept = keep_top_k(kept, sampling_.top_k);
  auto [next, use] = mx::random::split(key_);
  key_ = next;
  auto scaled =
      mx::multiply(kept, number(1 / sampling_.temperature, kept.dtype()));
  return mx::random::categorical(scaled, -1, use);
}

}  // namespace parley
