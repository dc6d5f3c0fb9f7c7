#include "session.h"

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#include "architectures.h"
#include "device.h"
#include "error.h"
#include "mlx/memory.h"
#include "mlx/ops.h"
#include "mlx/transforms.h"
#include "weights.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** Clears MLX's buffer cache after this many tokens, as in mlx-lm. */
constexpr int kClearEvery = 256;

/** Rows of logits at a time: those of gpt-oss take 0.8 MB each. */
constexpr int kScoredTogether = 32;

class Stopwatch {
 public:
  /** Seconds since the last lap. */
  double lap() {
    const auto now = Clock::now();
    const std::chrono::duration<double> seconds = now - start_;
    start_ = now;
    return seconds.count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace

std::unique_ptr<Session> Session::load(
    const Plan& plan,
    const LoadOptions& options,
    const std::function<void(uint64_t, uint64_t)>& on_progress) {
  const auto device = open_device();
  const auto architecture = make_architecture(plan.config, device);
  const auto layout = make_layout(plan, *architecture);
  auto info = describe(plan, layout, options, device);
  wire(info.resident_bytes, device);
  auto parameters = load_parameters(plan, layout, info, on_progress);
  Model model(plan.config, options.yarn, std::move(parameters));
  return std::unique_ptr<Session>(
      new Session(plan.config, std::move(info), std::move(model)));
}

Session::Session(const Config& config, ModelInfo info, Model model)
    : config_(config), info_(std::move(info)), model_(std::move(model)) {
  sequences_.emplace(selected_, Sequence(config_));
}

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

void Session::check_room(size_t length, size_t count) const {
  if (length + count > static_cast<size_t>(info_.context_length)) {
    throw EngineError(
        "context-full",
        "The model reads at most " + std::to_string(info_.context_length) +
            " tokens. Shorten the conversation or start a new one.");
  }
}

void Session::check_sequence(int sequence) const {
  if (!sequences_.contains(sequence)) {
    throw EngineError(
        "refused",
        "There is no sequence " + std::to_string(sequence) + " in the cache.");
  }
}

mx::array Session::append(const mx::array& tokens) {
  auto& sequence = selected();
  const int count = tokens.shape(1);
  sequence.reserve(count);
  auto hidden = model_.forward(tokens, sequence.length(), sequence.layers());
  sequence.advance(count);
  return hidden;
}

mx::array Session::append(const Tokens& tokens) {
  return append(mx::array(
      tokens.begin(), {1, static_cast<int>(tokens.size())}, mx::int32));
}

void Session::publish() {
  size_t bytes = 0;
  std::set<const Checkpoint*> counted;
  for (const auto& [_, sequence] : sequences_) bytes += sequence.bytes(counted);
  cache_bytes_ = bytes;
  length_ = selected().length();
}

/** The next step overwrites the running step's rows, so wait for it. */
void Session::wait_for_running() {
  if (running_) mx::eval(*std::exchange(running_, std::nullopt));
}

/** A failed step leaves arrays that fail again, so clears the sequence. */
template <typename Step>
auto Session::guarded(Step step) {
  try {
    wait_for_running();
    if constexpr (std::is_void_v<decltype(step())>) {
      step();
      publish();
    } else {
      auto result = step();
      publish();
      return result;
    }
  } catch (...) {
    running_.reset();
    selected() = Sequence(config_);
    mx::clear_cache();
    publish();
    throw;
  }
}

void Session::prefill(const Tokens& tokens) {
  check_tokens(tokens);
  check_room(length_, tokens.size());
  if (tokens.empty()) return;
  guarded([&] {
    append(tokens);
    selected().evaluate();
    mx::clear_cache();
  });
}

std::vector<float> Session::logits(const Tokens& tokens) {
  if (tokens.empty()) {
    throw EngineError("refused", "Logits need at least one token.");
  }
  check_tokens(tokens);
  check_room(length_, tokens.size());
  return guarded([&] {
    auto row =
        mx::contiguous(mx::astype(model_.logits(append(tokens)), mx::float32));
    mx::eval(row);
    return std::vector<float>(
        row.data<float>(), row.data<float>() + row.size());
  });
}

std::vector<float> Session::score(const Tokens& tokens, const Tokens& targets) {
  if (tokens.empty() || tokens.size() != targets.size()) {
    throw EngineError("refused", "Each token to score needs one before it.");
  }
  check_tokens(tokens);
  check_tokens(targets);
  check_room(length_, tokens.size());
  return guarded([&] {
    const int count = static_cast<int>(tokens.size());
    const auto hidden = append(tokens);
    std::vector<float> scores;
    scores.reserve(tokens.size());
    for (int start = 0; start < count; start += kScoredTogether) {
      const int end = std::min(start + kScoredTogether, count);
      auto logits = mx::astype(model_.logits(hidden, start, end), mx::float32);
      auto wanted =
          mx::array(targets.begin() + start, {1, end - start, 1}, mx::int32);
      auto row = mx::contiguous(mx::subtract(
          mx::take_along_axis(logits, wanted, -1),
          mx::logsumexp(logits, -1, true)));
      mx::eval(row);
      scores.insert(
          scores.end(), row.data<float>(), row.data<float>() + row.size());
    }
    selected().evaluate();
    mx::clear_cache();
    return scores;
  });
}

DecodeEnd Session::decode(
    const DecodeRequest& request,
    const OnToken& on_token,
    const std::atomic<bool>& is_cancelled,
    DecodeStatistics& statistics) {
  check_tokens({request.last_token});
  check_tokens(request.recent_tokens);
  check_room(length_, 1);
  if (is_cancelled) return DecodeEnd::kCancelled;
  return guarded(
      [&] { return run_decode(request, on_token, is_cancelled, statistics); });
}

DecodeEnd Session::run_decode(
    const DecodeRequest& request,
    const OnToken& on_token,
    const std::atomic<bool>& is_cancelled,
    DecodeStatistics& statistics) {
  const auto& stops = request.stop_tokens;
  const int start = length_;
  const int max_count =
      std::min(request.max_tokens, info_.context_length - start);
  Sampler sampler(
      request.sampling, request.recent_tokens, request.wants_logprobs);
  auto step = [&](const mx::array& token) {
    Stopwatch watch;
    auto hidden = append(mx::reshape(token, {1, 1}));
    auto next = sampler(token, model_.logits(hidden));
    statistics.build_seconds += watch.lap();
    next.start();
    statistics.submit_seconds += watch.lap();
    return next;
  };
  // Builds the graph of a token while MLX computes the previous one.
  auto current = step(mx::array(request.last_token));
  for (int count = 1;; ++count) {
    const bool is_last = count == max_count;
    auto next = is_last ? current : step(current.token);
    Stopwatch watch;
    const auto token = static_cast<int32_t>(current.token.item<uint32_t>());
    statistics.wait_seconds += watch.lap();
    statistics.tokens = count;
    length_ = start + count;
    on_token(token, current.logprob ? current.logprob->item<float>() : 0);
    auto finish = [&](DecodeEnd end) {
      if (!is_last) {
        running_ = next.token;
        selected().advance(-1);
      }
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

void Session::truncate(int length) {
  selected().check_end(length);
  guarded([&] { selected().truncate(length); });
}

void Session::pretend(int length) {
  check_room(0, length);
  guarded([&] { selected().pretend(length, info_.dtype); });
}

void Session::checkpoint() {
  guarded([&] { selected().checkpoint(); });
}

void Session::forget(int length) {
  selected().forget(length);
  publish();
}

int Session::fork(int length) {
  selected().check_end(length);
  return guarded([&] {
    sequences_.emplace(next_sequence_, selected().fork(length));
    selected_ = next_sequence_++;
    return selected_;
  });
}

void Session::select(int sequence) {
  check_sequence(sequence);
  guarded([&] { selected_ = sequence; });
}

void Session::drop(int sequence) {
  check_sequence(sequence);
  if (sequence == selected_) {
    throw EngineError("refused", "The selected sequence can't be dropped.");
  }
  sequences_.erase(sequence);
  mx::clear_cache();
  publish();
}

}  // namespace parley
