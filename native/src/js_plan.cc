#include "js_values.h"

namespace mx = mlx::core;

namespace parley {

namespace {

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

RopeScaling to_rope_scaling(Napi::Value value) {
  Fields f(value, "plan.config.ropeScaling");
  const auto type = f.text("type");
  if (type == "linear") return LinearScaling{f.number("factor")};
  if (type == "llama3") {
    return Llama3Scaling{
        .factor = f.number("factor"),
        .low_frequency_factor = f.number("lowFrequencyFactor"),
        .high_frequency_factor = f.number("highFrequencyFactor"),
        .original_context_length = f.count("originalContextLength"),
    };
  }
  if (type != "yarn") refuse(f.path("type"), "linear, llama3 or yarn");
  return Yarn{
      .factor = f.number("factor"),
      .beta_fast = f.number("betaFast"),
      .beta_slow = f.number("betaSlow"),
      .mscale = f.number("mscale"),
      .mscale_all_dim = f.number("mscaleAllDim"),
      .original_context_length = f.count("originalContextLength"),
      .truncate = f.flag("truncate"),
  };
}

GptOssConfig to_gpt_oss(Napi::Value value) {
  Fields f(value, "plan.config.gptOss");
  GptOssConfig own{
      .experts = f.count("experts"),
      .experts_per_token = f.count("expertsPerToken"),
  };
  if (own.experts_per_token > own.experts) {
    refuse(f.path("expertsPerToken"), "at most the number of experts");
  }
  return own;
}

DenseConfig to_dense(Napi::Value value) {
  Fields f(value, "plan.config.dense");
  return {
      .has_qkv_biases = f.flag("hasQkvBiases"),
      .has_output_bias = f.flag("hasOutputBias"),
      .has_mlp_biases = f.flag("hasMlpBiases"),
      .has_qk_norms = f.flag("hasQkNorms"),
  };
}

Config to_config(Napi::Value value) {
  Fields f(value, "plan.config");
  CommonConfig c{
      .model_type = f.text("modelType"),
      .layers = f.count("layers"),
      .hidden_size = f.count("hiddenSize"),
      .intermediate_size = f.count("intermediateSize"),
      .heads = f.count("heads"),
      .kv_heads = f.count("kvHeads"),
      .head_dim = f.count("headDim"),
      .vocab_size = f.count("vocabSize"),
      .context_length = f.count("contextLength"),
      .sliding_window = f.has("slidingWindow") ? f.count("slidingWindow") : 0,
      .is_sliding = {},
      .rms_norm_eps = f.number("rmsNormEps"),
      .rope_theta = f.number("ropeTheta"),
      .rope_scaling = {},
      .has_traditional_rope = f.flag("hasTraditionalRope"),
      .has_tied_embeddings = f.flag("hasTiedEmbeddings"),
  };
  auto layers = to_array(f.get("isSliding"), f.path("isSliding"));
  for (uint32_t i = 0; i < layers.Length(); ++i) {
    c.is_sliding.push_back(layers.Get(i).ToBoolean());
    if (c.is_sliding.back() && !c.window()) {
      refuse(f.path("slidingWindow"), "there if a layer slides");
    }
  }
  if (static_cast<int>(c.is_sliding.size()) != c.layers) {
    refuse(f.path("isSliding"), "as long as there are layers");
  }
  if (c.heads % c.kv_heads != 0 || c.head_dim % 2 != 0) {
    refuse("plan.config", "a model that can be");
  }
  if (f.has("ropeScaling")) {
    c.rope_scaling = to_rope_scaling(f.get("ropeScaling"));
  }
  if (f.has("gptOss")) return {std::move(c), to_gpt_oss(f.get("gptOss"))};
  return {std::move(c), to_dense(f.get("dense"))};
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
  // A double can't count larger sizes exactly, and no file is that large.
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
  const auto kind = f.text("kind");
  if (kind == "full") return {AdapterKind::kFull, 0, 0, to_tensors(f, files)};
  return {
      kind == "dora" ? AdapterKind::kDora : AdapterKind::kLora,
      f.count("rank"),
      f.number("scale"),
      to_tensors(f, files)};
}

}  // namespace

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

}  // namespace parley
