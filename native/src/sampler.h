#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mlx/array.h"

namespace parley {

/** What float32 can hold, and its reciprocal. */
constexpr double kLeastScale = 1e-30;
constexpr double kMostScale = 1e30;

/** What index.d.ts calls Sampling, in Python's precision as mlx-lm has it. */
struct Sampling {
  double temperature;
  double top_p;
  double min_p;
  /** 0: all. */
  int top_k;
  /** 1: none. */
  double repetition_penalty;
  int repetition_context;
  uint64_t seed;
};

/** A token [1] and, if wanted, its log-probability [1]. */
struct Draw {
  mlx::core::array token;
  std::optional<mlx::core::array> logprob;

  /** Begins their computation without waiting for it. */
  void start() const;
};

/**
 * Draws tokens as mlx-lm's sample_utils.py does, from a sequence of keys of
 * its own: the same seed gives the same tokens whatever ran before. All of it
 * stays on the device, so that a token can be drawn before the one ahead of
 * it is known to the host.
 */
class Sampler {
 public:
  /** `recent`: the end of what was read before the first input. */
  Sampler(
      const Sampling& sampling,
      const std::vector<int32_t>& recent,
      bool wants_logprobs);

  /** The token after `input` [1], from the logits [1, vocab] behind it. */
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
  /** The tokens that the repetition penalty looks at, the newest last. */
  std::optional<mlx::core::array> recent_;
};

}  // namespace parley
