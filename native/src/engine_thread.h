#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace parley {

/**
 * The thread that owns all MLX objects, because MLX's streams belong to the
 * thread that made them. Jobs run in the order of `post` and must not throw.
 */
class EngineThread {
 public:
  EngineThread();
  EngineThread(const EngineThread&) = delete;
  EngineThread& operator=(const EngineThread&) = delete;
  ~EngineThread();

  /** Returns false if the thread is stopping; the job is then dropped. */
  bool post(std::function<void()> job);

  /** True after `stop`. Long jobs read this flag to end early. */
  bool is_stopping() const;

  /**
   * Drops the waiting jobs and waits for the running one, at most `timeout`: a
   * prompt chunk can't be interrupted.
   */
  void stop(std::chrono::milliseconds timeout);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace parley
