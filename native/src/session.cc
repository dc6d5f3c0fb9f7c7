#include "session.h"

#include <algorithm>

#include "device.h"
#include "error.h"
#include "mlx/memory.h"
#include "mlx/ops.h"
#include "mlx/transforms.h"
#include "weights.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** Tokens between two clearings of MLX's buffer cache, as in mlx-lm. */
constexpr int kClearEvery = 256;

}  // namespace

std::unique_ptr<Session> Session::load(
    const Plan& plan,
    const LoadOptions& options,
    const std::function<void(uint64_t, uint64_t)>& on_progress) {
  const auto device = open_device();
  const auto layout = make_layout(plan);
  auto info = describe(plan, layout, options, device.is_gpu);
  info.device = device.name;
  limit_cache(device);
  wire(device, info.resident_bytes);
  auto parameters = load_parameters(plan, layout, info, on_progress);
  Model model(plan.config, options.yarn, device, std::move(parameters));
  return std::unique_ptr<Session>(
      new Session(std::move(info), std::move(model)));
}

Session::Session(ModelInfo info, Model model)
    : info_(std::move(info)), model_(std::move(model)), caches_(info_.layers) {}

void Session::check_tokens(const Tokens& tokens) const {
  for (auto token : tokens) {
    if (token < 0 || token >= info_.vocab_size) {
      throw EngineError(
          "refused",
          "The token " + std::to_string(token) +
              " is outside the model's vocabulary of " +
              std::to_string(info_.vocab_size) + ".");
    }
  }
}

void Session::check_room(size_t count) const {
  if (length_ + count > static_cast<size_t>(info_.context_length)) {
    throw EngineError(
        "context-full",
        "The model reads at most " + std::to_string(info_.context_length) +
            " tokens. Shorten the conversation or start a new one.");
  }
}

mx::array Session::append(const mx::array& tokens) {
  auto hidden = model_.forward(tokens, length_, caches_);
  length_ += tokens.shape(1);
  return hidden;
}

mx::array Session::append(const Tokens& tokens) {
  return append(mx::array(
      tokens.begin(), {1, static_cast<int>(tokens.size())}, mx::int32));
}

/** What failed half-way leaves arrays that fail again: begin anew. */
template <typename Step>
auto Session::guarded(Step step) {
  try {
    return step();
  } catch (...) {
    length_ = 0;
    caches_.assign(info_.layers, LayerCache());
    mx::clear_cache();
    throw;
  }
}

void Session::prefill(const Tokens& tokens) {
  check_tokens(tokens);
  check_room(tokens.size());
  if (tokens.empty()) return;
  guarded([&] {
    append(tokens);
    std::vector<mx::array> state;
    for (const auto& cache : caches_) cache.collect(state);
    mx::eval(std::move(state));
    mx::clear_cache();
  });
}

std::vector<float> Session::logits(const Tokens& tokens) {
  if (tokens.empty()) {
    throw EngineError("refused", "Logits need at least one token.");
  }
  check_tokens(tokens);
  check_room(tokens.size());
  return guarded([&] {
    auto row =
        mx::contiguous(mx::astype(model_.logits(append(tokens)), mx::float32));
    mx::eval(row);
    return std::vector<float>(
        row.data<float>(), row.data<float>() + row.size());
  });
}

void Session::truncate(int length) {
  if (length < 0 || length > length_) {
    throw EngineError(
        "refused",
        "The cache holds " + std::to_string(length_) +
            " tokens and can't be cut to " + std::to_string(length) + ".");
  }
  length_ = length;
}

DecodeEnd Session::decode(
    const DecodeRequest& request,
    const OnToken& on_token,
    const std::atomic<bool>& is_cancelled) {
  check_tokens({request.last_token});
  check_room(1);
  if (is_cancelled) return DecodeEnd::kCancelled;
  return guarded([&] { return run_decode(request, on_token, is_cancelled); });
}

DecodeEnd Session::run_decode(
    const DecodeRequest& request,
    const OnToken& on_token,
    const std::atomic<bool>& is_cancelled) {
  const auto& stops = request.stop_tokens;
  const int start = length_;
  const int most = std::min(request.max_tokens, info_.context_length - start);
  Sampler sampler(
      request.sampling, request.recent_tokens, request.wants_logprobs);
  auto step = [&](const mx::array& token) {
    auto hidden = append(mx::reshape(token, {1, 1}));
    auto next = sampler(token, model_.logits(hidden));
    next.start();
    return next;
  };
  // The graph of a token is built while MLX still works on the one before.
  auto current = step(mx::array(request.last_token));
  for (int count = 1;; ++count) {
    const bool is_last = count == most;
    auto next = is_last ? current : step(current.token);
    const auto token = static_cast<int32_t>(current.token.item<uint32_t>());
    on_token(token, current.logprob ? current.logprob->item<float>() : 0);
    auto finish = [&](DecodeEnd end) {
      length_ = start + count;
      return end;
    };
    if (std::find(stops.begin(), stops.end(), token) != stops.end()) {
      return finish(DecodeEnd::kStop);
    }
    if (is_last) return finish(DecodeEnd::kLength);
    if (is_cancelled) return finish(DecodeEnd::kCancelled);
    if (count % kClearEvery == 0) mx::clear_cache();
    current = next;
  }
}

}  // namespace parley
