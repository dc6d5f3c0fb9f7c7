#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace parley {

/**
 * The one thread that owns every MLX object: MLX's streams belong to the
 * thread that made them. Jobs run in the order in which they were posted and
 * must not throw.
 */
class EngineThread {
 public:
  EngineThread();
  EngineThread(const EngineThread&) = delete;
  EngineThread& operator=(const EngineThread&) = delete;
  ~EngineThread();

  /** False once stopped: the job was not taken. */
  bool post(std::function<void()> job);

  /** A flag that running jobs read: true once the thread is to end. */
  bool is_stopping() const;

  /**
   * Drops the waiting jobs and waits for the running one, but not longer than
   * `patience`: a chunk of a prompt can't be interrupted.
   */
  void stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace parley
