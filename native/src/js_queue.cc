#include "js_queue.h"

#include <mutex>

namespace parley {

namespace {

void run_task(Napi::Env env, Napi::Function, void*, JsQueue::Task* task) {
  std::unique_ptr<JsQueue::Task> owned(task);
  if (env != nullptr) (*owned)(env);
}

using ThreadSafe = Napi::TypedThreadSafeFunction<void, JsQueue::Task, run_task>;

}  // namespace

struct JsQueue::State {
  std::mutex mutex;
  bool is_open = true;
  int work = 0;
  ThreadSafe function;
};

JsQueue::JsQueue(Napi::Env env) : state_(std::make_shared<State>()) {
  state_->function = ThreadSafe::New(env, "parley_engine", 0, 1);
  state_->function.Unref(env);
}

void JsQueue::post(Task task) const {
  std::lock_guard lock(state_->mutex);
  if (!state_->is_open) return;
  auto owned = std::make_unique<Task>(std::move(task));
  if (state_->function.NonBlockingCall(owned.get()) == napi_ok) {
    static_cast<void>(owned.release());
  }
}

void JsQueue::begin_work(Napi::Env env) {
  if (state_->work++ == 0) state_->function.Ref(env);
}

void JsQueue::end_work(Napi::Env env) {
  if (--state_->work == 0) state_->function.Unref(env);
}

void JsQueue::close() {
  std::lock_guard lock(state_->mutex);
  if (!state_->is_open) return;
  state_->is_open = false;
  state_->function.Release();
}

}  // namespace parley
