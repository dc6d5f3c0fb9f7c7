#include "js_values.h"

#include <cmath>
#include <new>

#include "error.h"

namespace mx = mlx::core;

namespace parley {

namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& wanted) {
  throw EngineError("refused", name + " must be " + wanted + ".");
}

Napi::Object to_object(Napi::Value value, const std::string& name) {
  if (!value.IsObject()) refuse(name, "an object");
  return value.As<Napi::Object>();
}

Napi::Array to_array(Napi::Value value, const std::string& name) {
  if (!value.IsArray()) refuse(name, "an array");
  return value.As<Napi::Array>();
}

std::string to_text(Napi::Value value, const std::string& name) {
  if (!value.IsString()) refuse(name, "a string");
  return value.As<Napi::String>().Utf8Value();
}

double to_number(Napi::Value value, const std::string& name) {
  if (!value.IsNumber()) refuse(name, "a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!std::isfinite(number)) refuse(name, "a finite number");
  return number;
}

double to_whole(
    Napi::Value value, const std::string& name, double least, double most) {
  const double number = to_number(value, name);
  if (number != std::floor(number) || number < least || number > most) {
    refuse(name, "a whole number from " + std::to_string(int64_t(least)));
  }
  return number;
}

uint64_t to_size(Napi::Value value, const std::string& name) {
  return static_cast<uint64_t>(to_whole(value, name, 0, 9007199254740991.0));
}

/** Reads the fields of one object, naming it in errors. */
class Fields {
 public:
  Fields(Napi::Value value, std::string name)
      : object_(to_object(value, name)), name_(std::move(name)) {}

  Napi::Value get(const char* key) const { return object_.Get(key); }
  bool has(const char* key) const { return !get(key).IsUndefined(); }
  std::string path(const char* key) const { return name_ + "." + key; }
  std::string text(const char* key) const {
    return to_text(get(key), path(key));
  }
  float number(const char* key) const {
    return static_cast<float>(to_number(get(key), path(key)));
  }
  int count(const char* key) const {
    return to_int(get(key), path(key).c_str(), 1);
  }
  bool flag(const char* key) const {
    if (!get(key).IsBoolean()) refuse(path(key), "a boolean");
    return get(key).As<Napi::Boolean>();
  }
  double number_or(const char* key, double otherwise) const {
    return has(key) ? to_number(get(key), path(key)) : otherwise;
  }
  int count_or(const char* key, int least, int otherwise) const {
    return has(key) ? to_int(get(key), path(key).c_str(), least) : otherwise;
  }

 private:
  Napi::Object object_;
  std::string name_;
};

Quantization to_quantization(Napi::Value value) {
  Fields f(value, "quantization");
  return {f.text("mode"), f.count("bits"), f.count("groupSize")};
}

DeclaredQuantization to_declared(Napi::Value value) {
  Fields f(value, "plan.quantization");
  DeclaredQuantization declared;
  if (f.has("general")) declared.general = to_quantization(f.get("general"));
  auto modules = to_object(f.get("modules"), f.path("modules"));
  auto names = modules.GetPropertyNames();
  for (uint32_t i = 0; i < names.Length(); ++i) {
    auto name = to_text(names.Get(i), "module");
    auto entry = modules.Get(name);
    declared.modules.emplace(
        name,
        entry.IsNull() ? std::nullopt
                       : std::make_optional(to_quantization(entry)));
  }
  return declared;
}

Yarn to_yarn(Napi::Value value) {
  Fields f(value, "plan.config.yarn");
  return {
      .factor = f.number("factor"),
      .beta_fast = f.number("betaFast"),
      .beta_slow = f.number("betaSlow"),
      .mscale = f.number("mscale"),
      .mscale_all_dim = f.number("mscaleAllDim"),
      .original_context_length = f.count("originalContextLength"),
      .truncate = f.flag("truncate"),
  };
}

Config to_config(Napi::Value value) {
  Fields f(value, "plan.config");
  Config c{
      .model_type = f.text("modelType"),
      .layers = f.count("layers"),
      .hidden_size = f.count("hiddenSize"),
      .intermediate_size = f.count("intermediateSize"),
      .heads = f.count("heads"),
      .kv_heads = f.count("kvHeads"),
      .head_dim = f.count("headDim"),
      .experts = f.count("experts"),
      .experts_per_token = f.count("expertsPerToken"),
      .vocab_size = f.count("vocabSize"),
      .context_length = f.count("contextLength"),
      .sliding_window = f.count("slidingWindow"),
      .is_sliding = {},
      .rms_norm_eps = f.number("rmsNormEps"),
      .swiglu_limit = f.number("swigluLimit"),
      .rope_theta = f.number("ropeTheta"),
      .yarn = std::nullopt,
      .has_tied_embeddings = f.flag("hasTiedEmbeddings"),
  };
  auto layers = to_array(f.get("isSliding"), f.path("isSliding"));
  for (uint32_t i = 0; i < layers.Length(); ++i) {
    c.is_sliding.push_back(layers.Get(i).ToBoolean());
  }
  if (static_cast<int>(c.is_sliding.size()) != c.layers) {
    refuse(f.path("isSliding"), "as long as there are layers");
  }
  if (c.heads % c.kv_heads != 0 || c.experts_per_token > c.experts ||
      c.head_dim % 2 != 0) {
    refuse("plan.config", "a model that can be");
  }
  if (f.has("yarn")) c.yarn = to_yarn(f.get("yarn"));
  return c;
}

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
      .repetition_context = f.count_or("repetitionContext", 1, 20),
      .seed = to_size(f.get("seed"), f.path("seed")),
  };
  // On the device these are float32: they and their reciprocals stay finite.
  auto is_scale = [](double value) { return value >= 1e-30 && value <= 1e30; };
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

mx::Dtype to_dtype(const std::string& name) {
  if (name == "F32") return mx::float32;
  if (name == "BF16") return mx::bfloat16;
  if (name == "F16") return mx::float16;
  if (name == "U32") return mx::uint32;
  if (name == "U8") return mx::uint8;
  refuse("dtype", "F32, BF16, F16, U32 or U8");
}

TensorEntry to_tensor(Napi::Value value, size_t files) {
  Fields f(value, "tensor");
  TensorEntry t{
      .name = f.text("name"),
      .file = static_cast<int>(to_size(f.get("file"), f.path("file"))),
      .offset = to_size(f.get("offset"), f.path("offset")),
      .bytes = 0,
      .dtype = to_dtype(f.text("dtype")),
      .shape = {},
  };
  if (t.file >= static_cast<int>(files)) refuse(f.path("file"), "in the plan");
  auto shape = to_array(f.get("shape"), f.path("shape"));
  double elements = 1;
  for (uint32_t i = 0; i < shape.Length(); ++i) {
    t.shape.push_back(to_int(shape.Get(i), "tensor.shape", 0));
    elements *= t.shape.back();
  }
  // Sizes that a double can't count are no sizes of a file either.
  if (elements > 1e15) refuse(f.path("shape"), "smaller");
  t.bytes = static_cast<uint64_t>(elements) * t.dtype.size();
  return t;
}

TensorMap to_tensors(const Fields& f, size_t files) {
  TensorMap result;
  auto tensors = to_array(f.get("tensors"), f.path("tensors"));
  for (uint32_t i = 0; i < tensors.Length(); ++i) {
    Napi::HandleScope scope(tensors.Env());
    auto tensor = to_tensor(tensors.Get(i), files);
    auto name = tensor.name;
    result.emplace(std::move(name), std::move(tensor));
  }
  return result;
}

Adapter to_adapter(Napi::Value value, size_t files) {
  Fields f(value, "plan.adapter");
  return {f.count("rank"), f.number("scale"), to_tensors(f, files)};
}

}  // namespace

int to_int(Napi::Value value, const char* name, int least) {
  return static_cast<int>(to_whole(value, name, least, 2147483647));
}

Plan to_plan(Napi::Value value) {
  Fields f(value, "plan");
  Plan plan{
      .files = {},
      .config = to_config(f.get("config")),
      .quantization = to_declared(f.get("quantization")),
      .tensors = {},
      .adapter = std::nullopt};
  auto files = to_array(f.get("files"), f.path("files"));
  for (uint32_t i = 0; i < files.Length(); ++i) {
    plan.files.push_back(to_text(files.Get(i), f.path("files")));
  }
  plan.tensors = to_tensors(f, plan.files.size());
  if (f.has("adapter")) {
    plan.adapter = to_adapter(f.get("adapter"), plan.files.size());
  }
  return plan;
}

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
    for (auto* sign : {"allocate", "OutOfMemory", "Insufficient Memory"}) {
      if (what.find(sign) != std::string::npos) return no_memory;
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

}  // namespace parley
