#include "engine_thread.h"

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "mlx/stream.h"

namespace parley {

struct EngineThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> jobs;
  std::atomic<bool> is_stopping = false;
  bool is_done = false;

  void run();
  void stop(std::chrono::milliseconds timeout);
};

namespace {

/** The name appears in debuggers and crash reports. */
void name_this_thread(const char* name) {
#ifdef __APPLE__
  pthread_setname_np(name);
#else
  pthread_setname_np(pthread_self(), name);
#endif
}

}  // namespace

void EngineThread::State::run() {
  name_this_thread("parley-mlx");
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
    // Ignores a failed step that no call waits for.
  }
  lock.lock();
  is_done = true;
  changed.notify_all();
}

void EngineThread::State::stop(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex);
  is_stopping = true;
  changed.notify_all();
  changed.wait_for(lock, timeout, [&] { return is_done; });
}

EngineThread::EngineThread() : state_(std::make_shared<State>()) {
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

void EngineThread::stop(std::chrono::milliseconds timeout) {
  state_->stop(timeout);
}

}  // namespace parley
