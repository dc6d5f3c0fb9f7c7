#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "cache.h"
#include "info.h"
#include "model.h"
#include "sampler.h"

namespace parley {

using Tokens = std::vector<int32_t>;

struct DecodeRequest {
  Sampling sampling;
  int32_t last_token;
  int max_tokens;
  std::vector<int32_t> stop_tokens;
  /** The tokens right before `last_token`, for the repetition penalty. */
  std::vector<int32_t> recent_tokens;
  bool wants_logprobs;
};

/** Gets a token and, if the request wants it, its log-probability, else 0. */
using OnToken = std::function<void(int32_t, float)>;

enum class DecodeEnd { kStop, kLength, kCancelled };

/** A loaded model and its cache. Engine thread only, but for `length`. */
class Session {
 public:
  /** `on_progress` gets bytes read and in all; what it throws ends the load. */
  static std::unique_ptr<Session> load(
      const Plan& plan,
      const LoadOptions& options,
      const std::function<void(uint64_t, uint64_t)>& on_progress);

  const ModelInfo& info() const { return info_; }

  /** Tokens in the cache. Any thread. */
  int length() const { return length_; }

  /** Each of these forgets the whole cache when it fails. */
  void prefill(const Tokens& tokens);
  std::vector<float> logits(const Tokens& tokens);
  DecodeEnd decode(
      const DecodeRequest& request,
      const OnToken& on_token,
      const std::atomic<bool>& is_cancelled);

  void truncate(int length);

 private:
  Session(ModelInfo info, Model model);

  mlx::core::array append(const mlx::core::array& tokens);
  mlx::core::array append(const Tokens& tokens);
  void check_tokens(const Tokens& tokens) const;
  void check_room(size_t count) const;
  template <typename Step>
  auto guarded(Step step);
  DecodeEnd run_decode(
      const DecodeRequest& request,
      const OnToken& on_token,
      const std::atomic<bool>& is_cancelled);

  ModelInfo info_;
  Model model_;
  std::vector<LayerCache> caches_;
  std::atomic<int> length_ = 0;
};

}  // namespace parley
