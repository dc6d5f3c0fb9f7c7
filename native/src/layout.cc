#include "layout.h"

#include "error.h"

namespace mx = mlx::core;

namespace parley {

namespace {

std::string show(const std::vector<int>& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) {
    text += (i ? ", " : "") + std::to_string(shape[i]);
  }
  return text + "]";
}

std::string show(const Quantization& q) {
  return q.mode + " with " + std::to_string(q.bits) + " bits in groups of " +
         std::to_string(q.group_size);
}

bool is_float(mx::Dtype dtype) {
  return dtype == mx::float32 || dtype == mx::bfloat16 || dtype == mx::float16;
}

std::string name_of(mx::Dtype dtype) {
  if (dtype == mx::float32) return "float32";
  return dtype == mx::bfloat16 ? "bfloat16" : "float16";
}

class LayoutMaker {
 public:
  explicit LayoutMaker(const Plan& plan) : plan_(plan), config_(plan.config) {}

  Layout make() {
    const auto& c = config_;
    if (find("model.layers.0.mlp.experts.gate_up_proj_blocks") ||
        find("model.layers.0.mlp.experts.gate_up_proj")) {
      // The seam for OpenAI's own files: split the even and odd rows here.
      throw EngineError(
          "model-unsupported",
          "This folder has OpenAI's original weight layout. Use a version "
          "that was converted for MLX.");
    }
    layout_.embedding =
        linear("model.embed_tokens", {c.vocab_size, c.hidden_size}, false);
    for (int i = 0; i < c.layers; ++i) layout_.layers.push_back(layer(i));
    layout_.norm = vector("model.norm.weight", c.hidden_size);
    layout_.head = linear("lm_head", {c.vocab_size, c.hidden_size}, false);
    layout_.quantization = summary();
    return std::move(layout_);
  }

 private:
  const TensorEntry* find(const std::string& name) const {
    auto it = plan_.tensors.find(name);
    return it == plan_.tensors.end() ? nullptr : &it->second;
  }

  const TensorEntry* take(const std::string& name) {
    auto* tensor = find(name);
    if (!tensor) {
      throw EngineError(
          "model-incomplete",
          "The tensor " + name +
              " is missing from the weight files. Download the model again.");
    }
    layout_.tensors.push_back(tensor);
    layout_.bytes += tensor->bytes;
    return tensor;
  }

  [[noreturn]] void refuse(const TensorEntry& tensor, const std::string& why) {
    throw EngineError(
        "model-invalid",
        "The tensor " + tensor.name + " " + why +
            ". Download the model again or choose another.");
  }

  void expect_shape(const TensorEntry& tensor, const std::vector<int>& shape) {
    if (tensor.shape != shape) {
      refuse(
          tensor,
          "has the shape " + show(tensor.shape) + " where the config says " +
              show(shape));
    }
  }

  void expect_float(const TensorEntry& tensor) {
    if (!is_float(tensor.dtype)) refuse(tensor, "is not floating point");
  }

  const TensorEntry* floats(
      const std::string& name, const std::vector<int>& shape) {
    auto* tensor = take(name);
    expect_float(*tensor);
    expect_shape(*tensor, shape);
    return tensor;
  }

  const TensorEntry* vector(const std::string& name, int size) {
    auto* tensor = floats(name, {size});
    layout_.elements += size;
    return tensor;
  }

  LinearLayout linear(
      const std::string& path, std::vector<int> shape, bool has_bias) {
    LinearLayout result;
    result.weight = take(path + ".weight");
    result.elements = 1;
    for (int size : shape) result.elements *= size;
    if (find(path + ".scales")) {
      unpack(path, shape, result);
    } else {
      expect_float(*result.weight);
      expect_shape(*result.weight, shape);
      check_declared(path, result);
    }
    if (has_bias) {
      shape.pop_back();
      result.bias = floats(path + ".bias", shape);
    }
    layout_.elements += result.elements;
    return result;
  }

  /**
   * What is stored decides: `biases` make it affine, byte scales without them
   * mxfp4; bits and group size follow from the shapes. Entries of the config
   * may lack the mode, so inheriting theirs would read garbage.
   */
  void unpack(
      const std::string& path,
      const std::vector<int>& shape,
      LinearLayout& result) {
    const auto& weight = *result.weight;
    result.scales = take(path + ".scales");
    if (find(path + ".biases")) result.biases = take(path + ".biases");
    if (weight.dtype != mx::uint32) refuse(weight, "is not packed in words");
    if (weight.shape.size() != shape.size() ||
        result.scales->shape.size() != shape.size()) {
      refuse(weight, "has the shape " + show(weight.shape));
    }
    const int64_t in = shape.back();
    const int64_t words = weight.shape.back();
    const int64_t groups = result.scales->shape.back();
    if (words <= 0 || words * 32 % in != 0) {
      refuse(weight, "does not hold a whole number of bits for each element");
    }
    if (groups <= 0 || in % groups != 0) {
      refuse(*result.scales, "does not divide the rows into equal groups");
    }
    Quantization found{
        result.biases ? "affine" : "mxfp4",
        static_cast<int>(words * 32 / in),
        static_cast<int>(in / groups)};
    auto packed = shape;
    packed.back() = static_cast<int>(words);
    expect_shape(weight, packed);
    packed.back() = static_cast<int>(groups);
    expect_shape(*result.scales, packed);
    if (result.biases) {
      expect_float(*result.scales);
      expect_float(*result.biases);
      expect_shape(*result.biases, packed);
    } else if (result.scales->dtype != mx::uint8) {
      refuse(*result.scales, "is neither mxfp4 nor has it biases beside it");
    }
    expect_supported(weight, found);
    result.quantization = found;
    check_declared(path, result);
  }

  void expect_supported(const TensorEntry& weight, const Quantization& q) {
    const bool is_known = q.mode == "mxfp4"
                              ? q.bits == 4 && q.group_size == 32
                              : (q.bits == 2 || q.bits == 3 || q.bits == 4 ||
                                 q.bits == 5 || q.bits == 6 || q.bits == 8) &&
                                    (q.group_size == 32 || q.group_size == 64 ||
                                     q.group_size == 128);
    if (is_known) return;
    throw EngineError(
        "model-unsupported",
        "The tensor " + weight.name + " is packed as " + show(q) +
            ", which Parley can't read. Choose another version of the model.");
  }

  void check_declared(const std::string& path, const LinearLayout& linear) {
    const auto& declared = plan_.quantization;
    const auto it = declared.modules.find(path);
    const bool is_named = it != declared.modules.end();
    const auto expected = is_named ? it->second : declared.general;
    if (linear.quantization ? expected == linear.quantization
                            : !is_named || !expected) {
      return;
    }
    refuse(
        *linear.weight,
        "is " +
            (linear.quantization ? "packed as " + show(*linear.quantization)
                                 : "not packed") +
            " where the config says " +
            (expected ? show(*expected) : "not packed"));
  }

  LayerLayout layer(int index) {
    const auto& c = config_;
    const std::string base = "model.layers." + std::to_string(index) + ".";
    const std::string attention = base + "self_attn.";
    const std::string mlp = base + "mlp.";
    const int q_width = c.heads * c.head_dim;
    const int kv_width = c.kv_heads * c.head_dim;
    const std::vector<int> inward{
        c.experts, c.intermediate_size, c.hidden_size};
    LayerLayout l;
    l.input_norm = vector(base + "input_layernorm.weight", c.hidden_size);
    l.q = linear(attention + "q_proj", {q_width, c.hidden_size}, true);
    l.k = linear(attention + "k_proj", {kv_width, c.hidden_size}, true);
    l.v = linear(attention + "v_proj", {kv_width, c.hidden_size}, true);
    l.o = linear(attention + "o_proj", {c.hidden_size, q_width}, true);
    l.sinks = vector(attention + "sinks", c.heads);
    l.post_attention_norm =
        vector(base + "post_attention_layernorm.weight", c.hidden_size);
    l.router = linear(mlp + "router", {c.experts, c.hidden_size}, true);
    l.gate = linear(mlp + "experts.gate_proj", inward, true);
    l.up = linear(mlp + "experts.up_proj", inward, true);
    l.down = linear(
        mlp + "experts.down_proj",
        {c.experts, c.hidden_size, c.intermediate_size},
        true);
    return l;
  }

  std::string summary() const {
    auto describe = [](const LinearLayout& linear) {
      const auto& q = linear.quantization;
      if (!q) return name_of(linear.weight->dtype);
      if (q->mode == "mxfp4") return q->mode;
      return q->mode + " " + std::to_string(q->bits) + "-bit";
    };
    const auto experts = describe(layout_.layers.front().gate);
    const auto rest = describe(layout_.layers.front().q);
    return experts == rest ? rest : experts + " experts, " + rest + " rest";
  }

  const Plan& plan_;
  const Config& config_;
  Layout layout_;
};

}  // namespace

Layout make_layout(const Plan& plan) {
  return LayoutMaker(plan).make();
}

}  // namespace parley
