#include "js_values.h"

#include <new>

#include "error.h"

namespace mx = mlx::core;

namespace parley {

namespace {

std::vector<int32_t> to_ids(Napi::Value value, const std::string& name) {
  auto array = to_array(value, name);
  std::vector<int32_t> ids;
  ids.reserve(array.Length());
  for (uint32_t i = 0; i < array.Length(); ++i) {
    ids.push_back(to_int(array.Get(i), name.c_str(), 0));
  }
  return ids;
}

Sampling to_sampling(const Fields& f) {
  Sampling sampling{
      .temperature = to_number(f.get("temperature"), f.path("temperature")),
      .top_p = to_number(f.get("topP"), f.path("topP")),
      .min_p = f.number_or("minP", 0),
      .top_k = f.count_or("topK", 0, 0),
      .repetition_penalty = f.number_or("repetitionPenalty", 1),
      .repetition_context =
          f.has("repetitionPenalty") || f.has("repetitionContext")
              ? f.count("repetitionContext")
              : 1,
      .seed = to_size(f.get("seed"), f.path("seed")),
  };
  // The device uses float32, in which these and their reciprocals are finite.
  auto is_scale = [](double value) {
    return value >= kMinScale && value <= kMaxScale;
  };
  if (sampling.temperature != 0 && !is_scale(sampling.temperature)) {
    refuse(f.path("temperature"), "0, or from 1e-30 to 1e30");
  }
  if (sampling.top_p <= 0 || sampling.top_p > 1) {
    refuse(f.path("topP"), "more than 0 and at most 1");
  }
  if (sampling.min_p < 0 || sampling.min_p > 1) {
    refuse(f.path("minP"), "from 0 to 1");
  }
  if (!is_scale(sampling.repetition_penalty)) {
    refuse(f.path("repetitionPenalty"), "from 1e-30 to 1e30");
  }
  return sampling;
}

}  // namespace

LoadOptions to_load_options(Napi::Value value) {
  LoadOptions options;
  if (value.IsUndefined()) return options;
  Fields f(value, "options");
  if (f.has("weights")) {
    const auto text = f.text("weights");
    if (text == "packed") {
      options.weights = WeightsMode::kPacked;
    } else if (text == "unpacked") {
      options.weights = WeightsMode::kUnpacked;
    } else if (text != "auto") {
      refuse(f.path("weights"), "auto, packed or unpacked");
    }
  }
  if (f.has("yarn")) {
    const auto text = f.text("yarn");
    if (text == "reference") {
      options.yarn = YarnRounding::kReference;
    } else if (text != "mlx-lm") {
      refuse(f.path("yarn"), "mlx-lm or reference");
    }
  }
  if (f.has("dtype")) {
    const auto text = f.text("dtype");
    if (text == "float32") {
      options.dtype = mx::float32;
    } else if (text == "bfloat16") {
      options.dtype = mx::bfloat16;
    } else if (text == "float16") {
      options.dtype = mx::float16;
    } else {
      refuse(f.path("dtype"), "float32, bfloat16 or float16");
    }
  }
  return options;
}

Tokens to_tokens(Napi::Value value) {
  if (!value.IsTypedArray() ||
      value.As<Napi::TypedArray>().TypedArrayType() != napi_int32_array) {
    refuse("tokens", "an Int32Array");
  }
  auto array = value.As<Napi::Int32Array>();
  return Tokens(array.Data(), array.Data() + array.ElementLength());
}

DecodeRequest to_decode_request(Napi::Value value) {
  Fields f(value, "request");
  return {
      .sampling = to_sampling(f),
      .last_token = to_int(f.get("lastToken"), "request.lastToken", 0),
      .max_tokens = f.count("maxTokens"),
      .stop_tokens = to_ids(f.get("stopTokens"), f.path("stopTokens")),
      .recent_tokens =
          f.has("recentTokens")
              ? to_ids(f.get("recentTokens"), f.path("recentTokens"))
              : std::vector<int32_t>(),
      .wants_logprobs = f.has("logprobs") && f.flag("logprobs"),
  };
}

Napi::Function to_function(Napi::Value value, const char* name) {
  if (!value.IsFunction()) refuse(name, "a function");
  return value.As<Napi::Function>();
}

Napi::Object to_js(Napi::Env env, const ModelInfo& info) {
  auto object = Napi::Object::New(env);
  object.Set("modelType", info.model_type);
  object.Set("layers", info.layers);
  object.Set("hiddenSize", info.hidden_size);
  object.Set("intermediateSize", info.intermediate_size);
  object.Set("heads", info.heads);
  object.Set("kvHeads", info.kv_heads);
  object.Set("headDim", info.head_dim);
  object.Set("elementBytes", static_cast<int>(info.dtype.size()));
  object.Set("slidingLayers", info.sliding_layers);
  object.Set("loadingBytes", static_cast<double>(info.loading_bytes));
  object.Set("vocabSize", info.vocab_size);
  object.Set("contextLength", info.context_length);
  object.Set("experts", info.experts);
  object.Set("expertsPerToken", info.experts_per_token);
  object.Set("slidingWindow", info.sliding_window);
  object.Set("quantization", info.quantization);
  object.Set("weightBytes", static_cast<double>(info.weight_bytes));
  object.Set("residentBytes", static_cast<double>(info.resident_bytes));
  object.Set(
      "cacheBytesPerToken", static_cast<double>(info.cache_bytes_per_token));
  object.Set("weights", info.is_unpacked ? "unpacked" : "packed");
  object.Set("device", info.device);
  if (info.adapter) {
    auto adapter = Napi::Object::New(env);
    adapter.Set("rank", info.adapter->rank);
    adapter.Set("scale", info.adapter->scale);
    adapter.Set("modules", info.adapter->modules);
    object.Set("adapter", adapter);
  }
  return object;
}

Failure to_failure(std::exception_ptr error) {
  const Failure no_memory{
      "out-of-memory",
      "There is not enough memory for this. Close other apps, or choose a "
      "smaller model or a shorter conversation."};
  try {
    std::rethrow_exception(error);
  } catch (const EngineError& known) {
    return {known.code(), known.what(), known.reason()};
  } catch (const std::bad_alloc&) {
    return no_memory;
  } catch (const std::exception& other) {
    const std::string what = other.what();
    for (auto* words : {"allocate", "OutOfMemory", "Insufficient Memory"}) {
      if (what.find(words) != std::string::npos) return no_memory;
    }
    return {
        "engine-failed",
        "The engine failed: " + what + " Load the model again."};
  } catch (...) {
    return {"engine-failed", "The engine failed. Load the model again."};
  }
}

Napi::Value to_js(Napi::Env env, const Failure& failure) {
  auto error = Napi::Error::New(env, failure.message);
  error.Set("code", Napi::String::New(env, failure.code));
  if (!failure.reason.empty()) {
    error.Set("reason", Napi::String::New(env, failure.reason));
  }
  return error.Value();
}

Napi::Value throwing(Napi::Env env, const std::function<Napi::Value()>& body) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw Napi::Error(env, to_js(env, to_failure(std::current_exception())));
  }
}

}  // namespace parley
