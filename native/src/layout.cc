#include "layout.h"

#include <algorithm>

#include "error.h"
#include "layer.h"

namespace mx = mlx::core;

namespace parley {

namespace {

std::string show_packing(const Quantization& q) {
  return q.mode + " with " + std::to_string(q.bits) + " bits in groups of " +
         std::to_string(q.group_size);
}

std::string name_of(mx::Dtype dtype) {
  if (dtype == mx::float32) return "float32";
  return dtype == mx::bfloat16 ? "bfloat16" : "float16";
}

std::string describe(const LinearLayout& linear) {
  const auto& q = linear.quantization;
  if (!q) return name_of(linear.weight->dtype);
  if (q->mode != "affine") return q->mode;
  return q->mode + " " + std::to_string(q->bits) + "-bit";
}

const TensorMap no_tensors;

/** The modes without biases differ in their sizes. */
const char* mode_of(int bits, int group_size) {
  if (bits == 8) return "mxfp8";
  return group_size == 16 ? "nvfp4" : "mxfp4";
}

}  // namespace

LayoutMaker::LayoutMaker(const Plan& plan, const Architecture& architecture)
    : plan_(plan),
      architecture_(architecture),
      by_name_(architecture.sanitize(plan.tensors)),
      model_(by_name_),
      adapter_(
          is_full() || !plan.adapter ? no_tensors : plan.adapter->tensors) {
  if (is_full()) replace_tensors();
}

bool LayoutMaker::is_full() const {
  return plan_.adapter && plan_.adapter->kind == AdapterKind::kFull;
}

void LayoutMaker::replace_tensors() {
  for (const auto& [name, tensor] : plan_.adapter->tensors) {
    auto it = by_name_.find(name);
    if (it == by_name_.end()) refuse_unexpected(name);
    it->second = tensor;
  }
}

Layout LayoutMaker::make() {
  const auto& c = plan_.config;
  layout_.embedding = matrix(
      "model.embed_tokens",
      {c.vocab_size, c.hidden_size},
      {.kind = Kind::kEmbedding});
  for (int i = 0; i < c.layers; ++i) {
    layout_.layers.push_back(architecture_.layer(*this, i));
  }
  layout_.norm = vector("model.norm.weight", c.hidden_size);
  if (!c.has_tied_embeddings || model_.find("lm_head.weight")) {
    layout_.head = matrix("lm_head", {c.vocab_size, c.hidden_size});
  }
  model_.expect_all_taken();
  adapter_.expect_all_taken();
  layout_.tensors = model_.taken();
  layout_.adapter_tensors = adapter_.taken();
  for (auto* tensor : layout_.tensors) layout_.bytes += tensor->bytes;
  for (auto* tensor : layout_.adapter_tensors) layout_.bytes += tensor->bytes;
  layout_.quantization = summary();
  // Moving a map keeps the addresses of its entries.
  layout_.by_name = std::move(by_name_);
  return std::move(layout_);
}

const TensorEntry* LayoutMaker::vector(const std::string& name, int size) {
  layout_.elements += size;
  return model_.take_floats(name, {size});
}

LinearLayout LayoutMaker::matrix(
    const std::string& path,
    const std::vector<int>& shape,
    const MatrixOptions& options) {
  LinearLayout result;
  result.weight = model_.take(path + ".weight");
  result.elements = 1;
  for (int size : shape) result.elements *= size;
  if (model_.find(path + ".scales")) {
    unpack(path, shape, result);
  } else {
    auto stored = shape;
    if (result.weight->is_transposed) std::swap(stored[1], stored[2]);
    expect_float(*result.weight);
    expect_shape(*result.weight, stored);
    check_declared(path, result);
  }
  layout_.elements += result.elements;
  layout_.max_elements = std::max(layout_.max_elements, result.elements);
  if (options.has_bias) {
    const std::vector<int> outputs(shape.begin(), shape.end() - 1);
    result.bias = model_.take_floats(path + ".bias", outputs);
    layout_.elements += result.elements / shape.back();
  }
  result.lora = lora(path, shape, options.kind);
  // The summary leaves out the routers, which are always 8-bit.
  if (options.kind == Kind::kExperts) {
    experts_.insert(describe(result));
  } else if (options.kind != Kind::kRouter) {
    rest_.insert(describe(result));
  }
  return result;
}

std::optional<LoraLayout> LayoutMaker::lora(
    const std::string& path, const std::vector<int>& shape, Kind kind) {
  const auto a = path + ".lora_a";
  const auto b = path + ".lora_b";
  if (!adapter_.find(a) && !adapter_.find(b)) return std::nullopt;
  const int rank = plan_.adapter->rank;
  std::vector<int> a_shape, b_shape;
  switch (kind) {
    case Kind::kMatrix:
    case Kind::kRouter:
      a_shape = {shape[1], rank};
      b_shape = {rank, shape[0]};
      break;
    case Kind::kExperts:
      a_shape = {shape[0], rank, shape[2]};
      b_shape = {shape[0], shape[1], rank};
      break;
    case Kind::kEmbedding:
      a_shape = {shape[0], rank};
      b_shape = {rank, shape[1]};
      break;
  }
  return LoraLayout{
      adapter_.take_floats(a, a_shape),
      adapter_.take_floats(b, b_shape),
      lengths(path, shape, kind)};
}

const TensorEntry* LayoutMaker::lengths(
    const std::string& path, const std::vector<int>& shape, Kind kind) {
  if (plan_.adapter->kind != AdapterKind::kDora) return nullptr;
  const bool is_packed = model_.find(path + ".scales");
  if (kind == Kind::kExperts || (kind == Kind::kEmbedding && is_packed)) {
    throw EngineError(
        "model-unsupported",
        "The adapter changes " + path +
            " with DoRA, which mlx-lm has only for plain matrices. Fuse it "
            "into the model with mlx-lm.",
        "adapter-unsupported");
  }
  return adapter_.take_floats(path + ".m", {shape[0]});
}

/**
 * Detects the packing from the tensors: affine has `biases`, the other modes
 * have byte scales and no biases; bits and group size follow from the shapes.
 * Config entries may be missing or lack the mode, so using them alone would
 * read garbage.
 */
void LayoutMaker::unpack(
    const std::string& path,
    const std::vector<int>& shape,
    LinearLayout& result) {
  const auto& weight = *result.weight;
  result.scales = model_.take(path + ".scales");
  if (model_.find(path + ".biases")) {
    result.biases = model_.take(path + ".biases");
  }
  if (weight.dtype != mx::uint32) {
    refuse_tensor(weight.name, "dtype-unexpected", "is not packed in words");
  }
  if (weight.shape.size() != shape.size() ||
      result.scales->shape.size() != shape.size()) {
    refuse_tensor(
        weight.name,
        "shape-unexpected",
        "has the shape " + show(weight.shape) + " and its scales " +
            show(result.scales->shape));
  }
  const int64_t in = shape.back();
  const int64_t words = weight.shape.back();
  const int64_t groups = result.scales->shape.back();
  if (words <= 0 || words * 32 % in != 0) {
    refuse_tensor(
        weight.name,
        "shape-unexpected",
        "does not hold a whole number of bits for each of " +
            std::to_string(in) + " elements");
  }
  if (groups <= 0 || in % groups != 0) {
    refuse_tensor(
        result.scales->name,
        "shape-unexpected",
        "does not divide rows of " + std::to_string(in) +
            " elements into equal groups");
  }
  const auto bits = static_cast<int>(words * 32 / in);
  const auto group_size = static_cast<int>(in / groups);
  Quantization found{
      result.biases ? "affine" : mode_of(bits, group_size), bits, group_size};
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
    refuse_tensor(
        result.scales->name,
        "dtype-unexpected",
        "is neither of bytes nor has it biases beside it");
  }
  expect_supported(weight, found);
  const auto global_scale = path + ".global_scale";
  if (found.mode == "nvfp4" && shape.size() == 3 && model_.find(global_scale)) {
    result.global_scale = model_.take_floats(global_scale, {shape[0]});
    layout_.has_global_scale = true;
  }
  result.quantization = found;
  check_declared(path, result);
}

void LayoutMaker::expect_supported(
    const TensorEntry& weight, const Quantization& q) {
  const bool is_known = q.mode != "affine"
                            ? q.bits == (q.mode == "mxfp8" ? 8 : 4) &&
                                  q.group_size == (q.mode == "nvfp4" ? 16 : 32)
                            : (q.bits == 2 || q.bits == 3 || q.bits == 4 ||
                               q.bits == 5 || q.bits == 6 || q.bits == 8) &&
                                  (q.group_size == 32 || q.group_size == 64 ||
                                   q.group_size == 128);
  if (is_known) return;
  throw EngineError(
      "model-unsupported",
      "The tensor " + weight.name + " is packed as " + show_packing(q) +
          ", which Parley can't read. Choose another version of the model.",
      "packing-unsupported");
}

/**
 * The entry of a module must agree with its tensors. A module without an entry
 * may be packed in any way if the config says that modules are packed.
 */
void LayoutMaker::check_declared(
    const std::string& path, const LinearLayout& linear) {
  const auto& declared = plan_.quantization;
  const auto it = declared.modules.find(path);
  const bool is_named = it != declared.modules.end();
  const auto expected = is_named ? it->second : std::nullopt;
  if (is_named ? expected == linear.quantization
               : !linear.quantization || declared.general) {
    return;
  }
  refuse_tensor(
      linear.weight->name,
      "packing-contradicts",
      "is " +
          (linear.quantization
               ? "packed as " + show_packing(*linear.quantization)
               : "not packed") +
          " where the config says " +
          (expected ? show_packing(*expected) : "not packed"));
}

std::string LayoutMaker::summary() const {
  auto join = [](const std::set<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " and ") + word;
    return text;
  };
  if (experts_.empty() || experts_ == rest_) return join(rest_);
  return join(experts_) + " experts, " + join(rest_) + " rest";
}

Layout make_layout(const Plan& plan, const Architecture& architecture) {
  return LayoutMaker(plan, architecture).make();
}

}  // namespace parley
