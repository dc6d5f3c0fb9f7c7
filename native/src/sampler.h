#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mlx/array.h"

namespace parley {

/** These numbers and their reciprocals fit in float32. */
constexpr double kMinScale = 1e-30;
constexpr double kMaxScale = 1e30;

/** Sampling of index.d.ts, in double precision like mlx-lm's Python. */
struct Sampling {
  double temperature;
  double top_p;
  double min_p;
  /** 0 keeps all tokens. */
  int top_k;
  /** 1 means no penalty. */
  double repetition_penalty;
  int repetition_context;
  uint64_t seed;
};

/** A token [1] and, if requested, its log-probability [1]. */
struct Draw {
  mlx::core::array token;
  std::optional<mlx::core::array> logprob;

  /** Starts their computation without waiting for it. */
  void start() const;
};

/**
 * Samples tokens like mlx-lm's sample_utils.py. Each sampler has its own random
 * keys, so that a seed always gives the same tokens. Everything stays on the
 * device, so that it can sample a token before the host knows the previous one.
 */
class Sampler {
 public:
  /** `recent`: the last tokens before the first input. */
  Sampler(
      const Sampling& sampling,
      const std::vector<int32_t>& recent,
      bool wants_logprobs);

  /** Samples the token after `input` [1] from `logits` [1, vocab]. */
  Draw operator()(const mlx::core::array& input, mlx::core::array logits);

 private:
  mlx::core::array penalize(
      const mlx::core::array& input, const mlx::core::array& logits);
  mlx::core::array choose(
      const mlx::core::array& logits,
      const std::optional<mlx::core::array>& logprobs);

  Sampling sampling_;
  bool wants_logprobs_;
  mlx::core::array key_;
  /** Tokens for the repetition penalty, the newest last. */
  std::optional<mlx::core::array> recent_;
};

}  // namespace parley
