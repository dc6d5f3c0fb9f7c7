#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "info.h"
#include "model.h"
#include "sampler.h"
#include "sequence.h"

namespace parley {

using Tokens = std::vector<int32_t>;

struct DecodeRequest {
  Sampling sampling;
  int32_t last_token;
  int max_tokens;
  std::vector<int32_t> stop_tokens;
  /** The tokens before `last_token`, for the repetition penalty. */
  std::vector<int32_t> recent_tokens;
  bool wants_logprobs;
};

/** Gets a token and its log-probability, or 0 if that was not requested. */
using OnToken = std::function<void(int32_t, float)>;

enum class DecodeEnd { kStop, kLength, kCancelled };

/** Time of a decode: our own share and MLX's. */
struct DecodeStatistics {
  int tokens = 0;
  /** Time to build the graphs. */
  double build_seconds = 0;
  /** Time to submit them to MLX, which on the CPU blocks if it has too many. */
  double submit_seconds = 0;
  /** Time spent waiting for tokens. */
  double wait_seconds = 0;
};

/** A loaded model and its caches. Engine thread only, unless stated. */
class Session {
 public:
  /** `on_progress` gets bytes read and total bytes; it may throw to cancel. */
  static std::unique_ptr<Session> load(
      const Plan& plan,
      const LoadOptions& options,
      const std::function<void(uint64_t, uint64_t)>& on_progress);

  const ModelInfo& info() const { return info_; }

  /** Tokens in the selected sequence. Any thread. */
  int length() const { return length_; }
  /** Bytes of all sequences. Any thread. */
  size_t cache_bytes() const { return cache_bytes_; }

  /** These clear the selected sequence if they fail. */
  void prefill(const Tokens& tokens);
  std::vector<float> logits(const Tokens& tokens);
  /**
   * Appends `tokens`. Returns for each the log-probability that the token at
   * the same place in `targets` follows it.
   */
  std::vector<float> score(const Tokens& tokens, const Tokens& targets);
  DecodeEnd decode(
      const DecodeRequest& request,
      const OnToken& on_token,
      const std::atomic<bool>& is_cancelled,
      DecodeStatistics& statistics);
  void truncate(int length);
  void pretend(int length);

  /** These keep the selected sequence if they fail. */
  void checkpoint();
  void forget(int length);
  /**
   * Selects a new sequence with the first `length` tokens. Returns its number.
   */
  int fork(int length);
  void select(int sequence);
  /** Throws refused for the selected sequence. */
  void drop(int sequence);

 private:
  Session(const Config& config, ModelInfo info, Model model);

  mlx::core::array append(const mlx::core::array& tokens);
  mlx::core::array append(const Tokens& tokens);
  void check_tokens(const Tokens& tokens) const;
  void check_room(size_t length, size_t count) const;
  void check_sequence(int sequence) const;
  Sequence& selected() { return sequences_.at(selected_); }
  void publish();
  void wait_for_running();
  template <typename Step>
  auto guarded(Step step);
  DecodeEnd run_decode(
      const DecodeRequest& request,
      const OnToken& on_token,
      const std::atomic<bool>& is_cancelled,
      DecodeStatistics& statistics);

  const Config config_;
  ModelInfo info_;
  Model model_;
  std::map<int, Sequence> sequences_;
  int selected_ = 0;
  int next_sequence_ = 1;
  /** A token after the last requested one, which MLX may still compute. */
  std::optional<mlx::core::array> running_;
  std::atomic<int> length_ = 0;
  std::atomic<size_t> cache_bytes_ = 0;
};

}  // namespace parley
