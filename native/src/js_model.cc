#include "js_model.h"

#include <mutex>
#include <optional>

#include "error.h"
#include "js_values.h"
#include "mlx/memory.h"

namespace parley {

namespace {

/**
 * Delivers tokens to JavaScript. A token joins a pending delivery if there is
 * one, so that tokens wait only for the event loop.
 */
class TokenStream : public std::enable_shared_from_this<TokenStream> {
 public:
  TokenStream(
      const JsQueue& queue,
      std::shared_ptr<Callback> callback,
      std::shared_ptr<std::atomic<bool>> cancelled,
      bool has_logprobs)
      : queue_(queue),
        callback_(std::move(callback)),
        cancelled_(std::move(cancelled)),
        has_logprobs_(has_logprobs) {}

  /** Engine thread. */
  void push(int32_t token, float logprob) {
    std::lock_guard lock(mutex_);
    waiting_.push_back(token);
    if (has_logprobs_) logprobs_.push_back(logprob);
    if (waiting_.size() > 1) return;
    queue_.post(
        [self = shared_from_this()](Napi::Env env) { self->deliver(env); });
  }

  /** Throws what the callback threw. JavaScript thread. */
  void check() const {
    if (failure_) throw EngineError(failure_->code, failure_->message);
  }

 private:
  void deliver(Napi::Env env) {
    Tokens tokens;
    std::vector<float> logprobs;
    {
      std::lock_guard lock(mutex_);
      tokens.swap(waiting_);
      logprobs.swap(logprobs_);
    }
    if (failure_) return;
    auto array = Napi::Int32Array::New(env, tokens.size());
    std::copy(tokens.begin(), tokens.end(), array.Data());
    Napi::Value logprob_row = env.Undefined();
    if (has_logprobs_) {
      auto row = Napi::Float32Array::New(env, logprobs.size());
      std::copy(logprobs.begin(), logprobs.end(), row.Data());
      logprob_row = row;
    }
    callback_->call({array, logprob_row}, [this](const Napi::Error& error) {
      failure_ = {"unknown", error.Message()};
      *cancelled_ = true;
    });
  }

  JsQueue queue_;
  std::shared_ptr<Callback> callback_;
  std::shared_ptr<std::atomic<bool>> cancelled_;
  bool has_logprobs_;
  std::mutex mutex_;
  Tokens waiting_;
  std::vector<float> logprobs_;
  std::optional<Failure> failure_;
};

const char* name_of(DecodeEnd end) {
  switch (end) {
    case DecodeEnd::kStop:
      return "stop";
    case DecodeEnd::kLength:
      return "length";
    case DecodeEnd::kCancelled:
      break;
  }
  return "cancelled";
}

Napi::Value undefined(Napi::Env env) {
  return env.Undefined();
}

/** A result of one number for each token. */
Engine::Result numbers_of(std::vector<float> row) {
  return [row = std::move(row)](Napi::Env env) {
    auto array = Napi::Float32Array::New(env, row.size());
    std::copy(row.begin(), row.end(), array.Data());
    return array;
  };
}

}  // namespace

Callback::Callback(Napi::Function function)
    : reference_(Napi::Persistent(function)) {
  // The last owner may be the engine thread, which must not release it.
  reference_.SuppressDestruct();
}

void Callback::call(
    std::initializer_list<napi_value> arguments,
    const std::function<void(const Napi::Error&)>& on_error) {
  try {
    reference_.Call(arguments);
  } catch (const Napi::Error& error) {
    on_error(error);
  }
}

void Callback::release() {
  reference_.Reset();
}

Napi::Value rejecting(Napi::Env env, const std::function<Napi::Value()>& body) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    auto deferred = Napi::Promise::Deferred::New(env);
    deferred.Reject(to_js(env, to_failure(std::current_exception())));
    return deferred.Promise();
  }
}

Napi::Function JsModel::define(Napi::Env env) {
  return DefineClass(
      env,
      "NativeModel",
      {InstanceAccessor<&JsModel::info>("info"),
       InstanceAccessor<&JsModel::length>("length"),
       InstanceAccessor<&JsModel::cache_bytes>("cacheBytes"),
       InstanceAccessor<&JsModel::last_decode>("lastDecode"),
       InstanceMethod<&JsModel::prefill>("prefill"),
       InstanceMethod<&JsModel::decode>("decode"),
       InstanceMethod<&JsModel::cancel>("cancel"),
       InstanceMethod<&JsModel::truncate>("truncate"),
       InstanceMethod<&JsModel::checkpoint>("checkpoint"),
       InstanceMethod<&JsModel::forget>("forget"),
       InstanceMethod<&JsModel::fork>("fork"),
       InstanceMethod<&JsModel::select>("select"),
       InstanceMethod<&JsModel::drop>("drop"),
       InstanceMethod<&JsModel::pretend>("pretend"),
       InstanceMethod<&JsModel::logits>("logits"),
       InstanceMethod<&JsModel::score>("score"),
       InstanceMethod<&JsModel::peak_memory>("peakMemory")});
}

Napi::Value JsModel::wrap(Napi::Env env, std::shared_ptr<Session> session) {
  auto external = Napi::External<std::shared_ptr<Session>>::New(env, &session);
  return Engine::of(env).model_class.New({external});
}

JsModel::JsModel(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  if (!info[0].IsExternal()) {
    throw Napi::TypeError::New(info.Env(), "Models come from load().");
  }
  session_ = *info[0].As<Napi::External<std::shared_ptr<Session>>>().Data();
}

JsModel::~JsModel() {
  if (session_) Engine::of(Env()).destroy(std::move(session_));
}

Napi::Value JsModel::info(const Napi::CallbackInfo& info) {
  return to_js(info.Env(), session_->info());
}

Napi::Value JsModel::length(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), session_->length());
}

Napi::Value JsModel::cache_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(
      info.Env(), static_cast<double>(session_->cache_bytes()));
}

Napi::Value JsModel::last_decode(const Napi::CallbackInfo& info) {
  if (!last_decode_) return info.Env().Undefined();
  auto object = Napi::Object::New(info.Env());
  object.Set("tokens", last_decode_->tokens);
  object.Set("buildSeconds", last_decode_->build_seconds);
  object.Set("submitSeconds", last_decode_->submit_seconds);
  object.Set("waitSeconds", last_decode_->wait_seconds);
  return object;
}

Napi::Value JsModel::prefill(const Napi::CallbackInfo& info) {
  return rejecting(info.Env(), [&] {
    return Engine::of(info.Env())
        .run(info.Env(), [session = session_, tokens = to_tokens(info[0])] {
          session->prefill(tokens);
          return undefined;
        });
  });
}

Napi::Value JsModel::decode(const Napi::CallbackInfo& info) {
  return rejecting(info.Env(), [&] {
    if (cancelled_) {
      throw EngineError(
          "engine-busy", "A reply is being made already. Wait for its end.");
    }
    auto& engine = Engine::of(info.Env());
    auto request = to_decode_request(info[0]);
    auto callback =
        std::make_shared<Callback>(to_function(info[1], "onTokens"));
    auto cancelled = std::make_shared<std::atomic<bool>>(false);
    auto stream = std::make_shared<TokenStream>(
        engine.queue(), callback, cancelled, request.wants_logprobs);
    cancelled_ = cancelled;
    auto statistics = std::make_shared<DecodeStatistics>();
    // The model must outlive the decode, whose end clears `cancelled_`.
    Ref();
    return engine.run(
        info.Env(),
        [=, &engine, session = session_]() -> Engine::Result {
          const auto end = session->decode(
              request,
              [&](int32_t token, float logprob) {
                stream->push(token, logprob);
                if (engine.is_stopping()) *cancelled = true;
              },
              *cancelled,
              *statistics);
          return [=](Napi::Env env) {
            stream->check();
            return Napi::String::New(env, name_of(end));
          };
        },
        [this, callback, statistics] {
          callback->release();
          last_decode_ = *statistics;
          cancelled_.reset();
          Unref();
        });
  });
}

Napi::Value JsModel::cancel(const Napi::CallbackInfo& info) {
  if (cancelled_) *cancelled_ = true;
  return info.Env().Undefined();
}

Napi::Value JsModel::queue_with(
    const Napi::CallbackInfo& info,
    const char* argument,
    void (Session::*work)(int)) {
  return rejecting(info.Env(), [&] {
    const int number = to_int(info[0], argument, 0);
    return Engine::of(info.Env())
        .run(info.Env(), [session = session_, work, number] {
          (session.get()->*work)(number);
          return undefined;
        });
  });
}

Napi::Value JsModel::truncate(const Napi::CallbackInfo& info) {
  return queue_with(info, "length", &Session::truncate);
}

Napi::Value JsModel::forget(const Napi::CallbackInfo& info) {
  return queue_with(info, "length", &Session::forget);
}

Napi::Value JsModel::select(const Napi::CallbackInfo& info) {
  return queue_with(info, "sequence", &Session::select);
}

Napi::Value JsModel::drop(const Napi::CallbackInfo& info) {
  return queue_with(info, "sequence", &Session::drop);
}

Napi::Value JsModel::pretend(const Napi::CallbackInfo& info) {
  return queue_with(info, "length", &Session::pretend);
}

Napi::Value JsModel::checkpoint(const Napi::CallbackInfo& info) {
  return Engine::of(info.Env()).run(info.Env(), [session = session_] {
    session->checkpoint();
    return undefined;
  });
}

Napi::Value JsModel::fork(const Napi::CallbackInfo& info) {
  return rejecting(info.Env(), [&] {
    const int length = to_int(info[0], "length", 0);
    return Engine::of(info.Env())
        .run(info.Env(), [session = session_, length]() -> Engine::Result {
          const int sequence = session->fork(length);
          return [sequence](Napi::Env env) {
            return Napi::Number::New(env, sequence);
          };
        });
  });
}

Napi::Value JsModel::logits(const Napi::CallbackInfo& info) {
  return rejecting(info.Env(), [&] {
    return Engine::of(info.Env())
        .run(info.Env(), [session = session_, tokens = to_tokens(info[0])] {
          return numbers_of(session->logits(tokens));
        });
  });
}

Napi::Value JsModel::score(const Napi::CallbackInfo& info) {
  return rejecting(info.Env(), [&] {
    return Engine::of(info.Env())
        .run(
            info.Env(),
            [session = session_,
             tokens = to_tokens(info[0]),
             targets = to_tokens(info[1])] {
              return numbers_of(session->score(tokens, targets));
            });
  });
}

Napi::Value JsModel::peak_memory(const Napi::CallbackInfo& info) {
  const auto bytes = mlx::core::get_peak_memory();
  if (info[0].ToBoolean()) mlx::core::reset_peak_memory();
  return Napi::Number::New(info.Env(), static_cast<double>(bytes));
}

}  // namespace parley
