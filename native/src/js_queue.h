#pragma once

#include <napi.h>

#include <functional>
#include <memory>

namespace parley {

/** Sends tasks from any thread to the JavaScript thread, in order. */
class JsQueue {
 public:
  using Task = std::function<void(Napi::Env)>;

  explicit JsQueue(Napi::Env env);

  /** Tasks must not throw. They are dropped once JavaScript is ending. */
  void post(Task task) const;

  /** The process stays alive between these calls. JavaScript thread only. */
  void begin_work(Napi::Env env);
  void end_work(Napi::Env env);

  /** Drops all later tasks. JavaScript thread only. */
  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace parley
