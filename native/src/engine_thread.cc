#include "engine_thread.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "mlx/stream.h"

namespace parley {

struct EngineThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> jobs;
  std::atomic<bool> is_stopping = false;
  bool is_done = false;

  void run();
  void stop(std::chrono::milliseconds patience);
  static void stop_at_exit(const std::shared_ptr<State>& state);
};

/**
 * `process.exit` destroys MLX's global objects while a thread may compute, so
 * threads are stopped before. The list itself is never destroyed.
 */
void EngineThread::State::stop_at_exit(const std::shared_ptr<State>& state) {
  struct Running {
    std::mutex mutex;
    std::vector<std::weak_ptr<State>> states;
  };
  static auto* running = new Running;
  static const bool is_registered = std::atexit([] {
                                      std::lock_guard lock(running->mutex);
                                      for (auto& weak : running->states) {
                                        if (auto state = weak.lock())
                                          state->stop(std::chrono::seconds(1));
                                      }
                                    }) == 0;
  static_cast<void>(is_registered);
  std::lock_guard lock(running->mutex);
  std::erase_if(running->states, [](auto& weak) { return weak.expired(); });
  running->states.push_back(state);
}

void EngineThread::State::run() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [&] { return is_stopping || !jobs.empty(); });
    if (is_stopping) break;
    auto job = std::move(jobs.front());
    jobs.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
  auto dropped = std::move(jobs);
  lock.unlock();
  dropped.clear();
  try {
    mlx::core::synchronize();
  } catch (const std::exception&) {
    // A step that nobody waits for failed.
  }
  lock.lock();
  is_done = true;
  changed.notify_all();
}

void EngineThread::State::stop(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex);
  is_stopping = true;
  changed.notify_all();
  changed.wait_for(lock, patience, [&] { return is_done; });
}

EngineThread::EngineThread() : state_(std::make_shared<State>()) {
  State::stop_at_exit(state_);
  std::thread([state = state_] { state->run(); }).detach();
}

EngineThread::~EngineThread() {
  stop(std::chrono::milliseconds(0));
}

bool EngineThread::post(std::function<void()> job) {
  std::lock_guard lock(state_->mutex);
  if (state_->is_stopping) return false;
  state_->jobs.push_back(std::move(job));
  state_->changed.notify_all();
  return true;
}

bool EngineThread::is_stopping() const {
  return state_->is_stopping;
}

void EngineThread::stop(std::chrono::milliseconds patience) {
  state_->stop(patience);
}

}  // namespace parley
