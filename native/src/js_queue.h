#pragma once

#include <napi.h>

#include <functional>
#include <memory>

namespace parley {

/** Carries tasks to the JavaScript thread, in order, from any thread. */
class JsQueue {
 public:
  using Task = std::function<void(Napi::Env)>;

  explicit JsQueue(Napi::Env env);

  /** Dropped when JavaScript is ending. Tasks must not throw. */
  void post(Task task) const;

  /** Between these two the process stays alive. JavaScript thread only. */
  void begin_work(Napi::Env env);
  void end_work(Napi::Env env);

  /** From now on tasks are dropped. JavaScript thread only. */
  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace parley
