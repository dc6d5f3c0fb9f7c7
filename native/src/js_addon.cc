#include <dlfcn.h>
#include <napi.h>

#include <algorithm>
#include <chrono>

#include "architectures.h"
#include "device.h"
#include "error.h"
#include "js_device.h"
#include "js_model.h"
#include "js_values.h"
#include "layout.h"
#include "mlx/version.h"

namespace parley {

namespace {

constexpr auto kStopTimeout = std::chrono::seconds(10);

}  // namespace

Engine::Engine(Napi::Env env) : queue_(env) {
  auto stop = [this](const Napi::CallbackInfo&) { close(); };
  // `process.exit` runs no cleanup hooks but destroys MLX's global objects in
  // an unknown order, so stop computing first.
  auto process = env.Global().Get("process").As<Napi::Object>();
  process.Get("on").As<Napi::Function>().Call(
      process,
      {Napi::String::New(env, "exit"), Napi::Function::New(env, stop)});
  env.AddCleanupHook([this] { close(); });
}

void Engine::close() {
  queue_.close();
  if (thread_) thread_->stop(kStopTimeout);
}

Napi::Promise Engine::run(
    Napi::Env env,
    std::function<Result()> work,
    std::function<void()> settled) {
  if (!thread_) thread_ = std::make_unique<EngineThread>();
  auto deferred = Napi::Promise::Deferred::New(env);
  auto settle = [this, deferred, settled = std::move(settled)](
                    Napi::Env env, const std::function<Napi::Value()>& make) {
    queue_.end_work(env);
    if (settled) settled();
    try {
      deferred.Resolve(make());
    } catch (const Napi::Error& error) {
      deferred.Reject(error.Value());
    } catch (...) {
      deferred.Reject(to_js(env, to_failure(std::current_exception())));
    }
  };
  queue_.begin_work(env);
  thread_->post([work = std::move(work), settle, queue = queue_]() mutable {
    try {
      auto result = work();
      // Releases the objects that `work` holds on this thread.
      work = nullptr;
      queue.post([settle, result](Napi::Env env) {
        settle(env, [&] { return result(env); });
      });
    } catch (...) {
      work = nullptr;
      queue.post([settle, failure = to_failure(std::current_exception())](
                     Napi::Env env) {
        settle(env, [&]() -> Napi::Value {
          throw EngineError(failure.code, failure.message, failure.reason);
        });
      });
    }
  });
  return deferred.Promise();
}

void Engine::destroy(std::shared_ptr<void> object) {
  auto holder = std::make_shared<std::shared_ptr<void>>(std::move(object));
  if (thread_ && thread_->post([holder] { holder->reset(); })) return;
  // The process is ending and no thread may free MLX's arrays: leak them.
  new std::shared_ptr<void>(std::move(*holder));
}

namespace {

Napi::Value inspect(const Napi::CallbackInfo& info) {
  return throwing(info.Env(), [&] {
    const auto plan = to_plan(info[0]);
    const auto options = to_load_options(info[1]);
    const auto device = find_device();
    const auto architecture = make_architecture(plan.config, device);
    const auto layout = make_layout(plan, *architecture);
    return to_js(info.Env(), describe(plan, layout, options, device));
  });
}

/** More bytes than a slow disk reads in a second would look like a hang. */
constexpr uint64_t kSilentBytes = 64 << 20;

/**
 * Reports each percent, more often for large models, but never faster than
 * JavaScript handles the reports.
 */
class Progress : public std::enable_shared_from_this<Progress> {
 public:
  Progress(const JsQueue& queue, std::shared_ptr<Callback> callback)
      : queue_(queue), callback_(std::move(callback)) {}

  void report(uint64_t done, uint64_t total) {
    done_ = done;
    const auto step = std::min(total / 100, kSilentBytes);
    if (done < total && done - reported_ < step) return;
    reported_ = done;
    if (is_waiting_.exchange(true)) return;
    queue_.post([self = shared_from_this(), total](Napi::Env env) {
      self->is_waiting_ = false;
      self->callback_->call(
          {Napi::Number::New(env, static_cast<double>(self->done_)),
           Napi::Number::New(env, static_cast<double>(total))},
          [&](const Napi::Error&) { self->is_refused = true; });
    });
  }

  std::atomic<bool> is_refused = false;

 private:
  JsQueue queue_;
  std::shared_ptr<Callback> callback_;
  std::atomic<uint64_t> done_ = 0;
  uint64_t reported_ = 0;
  std::atomic<bool> is_waiting_ = false;
};

Napi::Value load(const Napi::CallbackInfo& info) {
  return rejecting(info.Env(), [&] {
    auto& engine = Engine::of(info.Env());
    auto plan = std::make_shared<Plan>(to_plan(info[0]));
    const auto options = to_load_options(info[1]);
    auto callback =
        std::make_shared<Callback>(to_function(info[2], "onProgress"));
    auto progress = std::make_shared<Progress>(engine.queue(), callback);
    return engine.run(
        info.Env(),
        [=, &engine]() -> Engine::Result {
          std::shared_ptr<Session> session =
              Session::load(*plan, options, [&](uint64_t done, uint64_t total) {
                progress->report(done, total);
                if (progress->is_refused || engine.is_stopping()) {
                  throw EngineError("interrupted", "Loading was given up.");
                }
              });
          return
              [session](Napi::Env env) { return JsModel::wrap(env, session); };
        },
        [callback] { callback->release(); });
  });
}

void keep_engine(Napi::Env, Engine*) {}

/** Our threads may run until the process ends, so never unload the code. */
void keep_loaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<void*>(&keep_loaded), &self) && self.dli_fname) {
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
  }
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  keep_loaded();
  // Never deleted: its thread may still finish a chunk when JavaScript ends.
  auto* engine = new Engine(env);
  env.SetInstanceData<Engine, keep_engine>(engine);
  engine->model_class = Napi::Persistent(JsModel::define(env));
  exports.Set("mlxVersion", mlx::core::version());
  exports.Set("inspect", Napi::Function::New(env, inspect, "inspect"));
  export_device(env, exports);
  exports.Set("load", Napi::Function::New(env, load, "load"));
  return exports;
}

NODE_API_MODULE(parley_engine, init)

}  // namespace

}  // namespace parley
