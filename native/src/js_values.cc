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
      .tensors = {}};
  auto files = to_array(f.get("files"), f.path("files"));
  for (uint32_t i = 0; i < files.Length(); ++i) {
    plan.files.push_back(to_text(files.Get(i), f.path("files")));
  }
  auto tensors = to_array(f.get("tensors"), f.path("tensors"));
  for (uint32_t i = 0; i < tensors.Length(); ++i) {
    Napi::HandleScope scope(tensors.Env());
    auto tensor = to_tensor(tensors.Get(i), plan.files.size());
    auto name = tensor.name;
    plan.tensors.emplace(std::move(name), std::move(tensor));
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
  DecodeRequest request{
      .sampling =
          {.temperature = f.number("temperature"),
           .top_p = f.number("topP"),
           .seed = to_size(f.get("seed"), f.path("seed"))},
      .last_token = to_int(f.get("lastToken"), "request.lastToken", 0),
      .max_tokens = f.count("maxTokens"),
      .stop_tokens = {},
  };
  if (request.sampling.temperature < 0) {
    refuse(f.path("temperature"), "0 or more");
  }
  if (request.sampling.top_p <= 0 || request.sampling.top_p > 1) {
    refuse(f.path("topP"), "more than 0 and at most 1");
  }
  auto stops = to_array(f.get("stopTokens"), f.path("stopTokens"));
  for (uint32_t i = 0; i < stops.Length(); ++i) {
    request.stop_tokens.push_back(
        to_int(stops.Get(i), "request.stopTokens", 0));
  }
  return request;
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
    return {known.code(), known.what()};
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
  return error.Value();
}

}  // namespace parley
