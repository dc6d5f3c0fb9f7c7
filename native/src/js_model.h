#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <optional>

#include "engine_thread.h"
#include "js_queue.h"
#include "session.h"

namespace parley {

/** The addon's state, one per JavaScript environment. */
class Engine {
 public:
  explicit Engine(Napi::Env env);

  static Engine& of(Napi::Env env) { return *env.GetInstanceData<Engine>(); }

  /** Makes the JavaScript value of a result, on the JavaScript thread. */
  using Result = std::function<Napi::Value(Napi::Env)>;

  /**
   * Queues `work` for the engine thread. Calls `settled` on the JavaScript
   * thread, then settles the promise with the result or the error of `work`.
   */
  Napi::Promise run(
      Napi::Env env,
      std::function<Result()> work,
      std::function<void()> settled = {});

  /** Destroys `object` on the engine thread. */
  void destroy(std::shared_ptr<void> object);

  const JsQueue& queue() const { return queue_; }
  bool is_stopping() const { return thread_ && thread_->is_stopping(); }

  Napi::FunctionReference model_class;

 private:
  void close();

  JsQueue queue_;
  std::unique_ptr<EngineThread> thread_;
};

/** Calls `function` on the JavaScript thread; its errors go to `on_error`. */
class Callback {
 public:
  explicit Callback(Napi::Function function);

  void call(
      std::initializer_list<napi_value> arguments,
      const std::function<void(const Napi::Error&)>& on_error);
  /** On the JavaScript thread, after the last call. */
  void release();

 private:
  Napi::FunctionReference reference_;
};

/** NativeModel of index.d.ts. */
class JsModel : public Napi::ObjectWrap<JsModel> {
 public:
  static Napi::Function define(Napi::Env env);
  static Napi::Value wrap(Napi::Env env, std::shared_ptr<Session> session);

  explicit JsModel(const Napi::CallbackInfo& info);
  ~JsModel() override;

 private:
  Napi::Value info(const Napi::CallbackInfo& info);
  Napi::Value length(const Napi::CallbackInfo& info);
  Napi::Value cache_bytes(const Napi::CallbackInfo& info);
  Napi::Value last_decode(const Napi::CallbackInfo& info);
  Napi::Value prefill(const Napi::CallbackInfo& info);
  Napi::Value decode(const Napi::CallbackInfo& info);
  Napi::Value cancel(const Napi::CallbackInfo& info);
  Napi::Value truncate(const Napi::CallbackInfo& info);
  Napi::Value checkpoint(const Napi::CallbackInfo& info);
  Napi::Value forget(const Napi::CallbackInfo& info);
  Napi::Value fork(const Napi::CallbackInfo& info);
  Napi::Value select(const Napi::CallbackInfo& info);
  Napi::Value drop(const Napi::CallbackInfo& info);
  Napi::Value pretend(const Napi::CallbackInfo& info);
  Napi::Value logits(const Napi::CallbackInfo& info);
  Napi::Value score(const Napi::CallbackInfo& info);
  Napi::Value peak_memory(const Napi::CallbackInfo& info);

  /** Queues `work` with the first argument, which must be a number. */
  Napi::Value queue_with(
      const Napi::CallbackInfo& info,
      const char* argument,
      void (Session::*work)(int));

  std::shared_ptr<Session> session_;
  /** Statistics of the last finished decode. */
  std::optional<DecodeStatistics> last_decode_;
  /** Cancel flag of the decode whose promise is pending, else null. */
  std::shared_ptr<std::atomic<bool>> cancelled_;
};

/** Runs `body` and turns its exceptions into a rejected promise. */
Napi::Value rejecting(Napi::Env env, const std::function<Napi::Value()>& body);

}  // namespace parley
