#include "raw_layout.h"

#include "tensor_table.h"

namespace mx = mlx::core;

namespace parley {

namespace {

/** Bytes of fp4 per byte of scale: 32 elements. */
constexpr int kBlockBytes = 16;

class Sanitizer {
 public:
  Sanitizer(
      const TensorMap& tensors,
      const CommonConfig& config,
      const GptOssConfig& own)
      : config_(config), experts_(own.experts), result_(tensors) {}

  TensorMap run() {
    for (int i = 0; i < config_.layers; ++i) {
      const auto base = "model.layers." + std::to_string(i) + ".mlp.experts.";
      if (result_.count(base + "gate_up_proj_blocks")) {
        packed(base);
      } else if (result_.count(base + "gate_up_proj")) {
        plain(base);
      } else {
        continue;
      }
      biases(base);
    }
    return std::move(result_);
  }

 private:
  TensorEntry pull(const std::string& name) {
    auto node = result_.extract(name);
    if (!node) miss_tensor(name);
    return std::move(node.mapped());
  }

  void put(const std::string& name, TensorEntry tensor) {
    result_.insert_or_assign(name, std::move(tensor));
  }

  /** Splits the rows along `axis` into even (gate) and odd (up) ones. */
  void split(
      const std::string& base,
      const std::string& part,
      TensorEntry tensor,
      size_t axis,
      uint64_t row_bytes) {
    tensor.shape[axis] /= 2;
    tensor.bytes /= 2;
    tensor.row_bytes = row_bytes;
    tensor.rows = Rows::kEven;
    put(base + "gate_proj." + part, tensor);
    tensor.rows = Rows::kOdd;
    put(base + "up_proj." + part, std::move(tensor));
  }

  /** Blocks and scales with `rows` rows per expert. */
  std::pair<TensorEntry, TensorEntry> pull_packed(
      const std::string& path, int rows, int columns) {
    auto blocks = pull(path + "_blocks");
    auto scales = pull(path + "_scales");
    const int groups = columns / 32;
    expect_bytes(blocks, {experts_, rows, groups, kBlockBytes});
    expect_bytes(scales, {experts_, rows, groups});
    blocks.dtype = mx::uint32;
    blocks.shape = {experts_, rows, groups * kBlockBytes / 4};
    return {std::move(blocks), std::move(scales)};
  }

  void expect_bytes(const TensorEntry& tensor, const std::vector<int>& shape) {
    if (tensor.dtype != mx::uint8) {
      refuse_tensor(tensor.name, "dtype-unexpected", "is not of bytes");
    }
    expect_shape(tensor, shape);
  }

  void packed(const std::string& base) {
    const auto& c = config_;
    auto [blocks, scales] = pull_packed(
        base + "gate_up_proj", 2 * c.intermediate_size, c.hidden_size);
    const uint64_t groups = scales.shape[2];
    split(base, "weight", std::move(blocks), 1, groups * kBlockBytes);
    split(base, "scales", std::move(scales), 1, groups);
    auto [down, down_scales] =
        pull_packed(base + "down_proj", c.hidden_size, c.intermediate_size);
    put(base + "down_proj.weight", std::move(down));
    put(base + "down_proj.scales", std::move(down_scales));
  }

  void plain(const std::string& base) {
    const auto& c = config_;
    const int both = 2 * c.intermediate_size;
    auto tensor = pull(base + "gate_up_proj");
    expect_float(tensor);
    auto down = pull(base + "down_proj");
    // If both layouts fit the shape, uses mlx-lm's.
    const bool is_transposed =
        tensor.shape == std::vector<int>{experts_, c.hidden_size, both} &&
        c.hidden_size != both;
    if (!is_transposed) expect_shape(tensor, {experts_, both, c.hidden_size});
    const uint64_t element = tensor.dtype.size();
    tensor.is_transposed = is_transposed;
    down.is_transposed = is_transposed;
    split(
        base,
        "weight",
        std::move(tensor),
        is_transposed ? 2 : 1,
        is_transposed ? element : c.hidden_size * element);
    put(base + "down_proj.weight", std::move(down));
  }

  void biases(const std::string& base) {
    auto tensor = pull(base + "gate_up_proj_bias");
    expect_float(tensor);
    expect_shape(tensor, {experts_, 2 * config_.intermediate_size});
    const auto element = tensor.dtype.size();
    split(base, "bias", std::move(tensor), 1, element);
    put(base + "down_proj.bias", pull(base + "down_proj_bias"));
  }

  const CommonConfig& config_;
  int experts_;
  TensorMap result_;
};

}  // namespace

TensorMap sanitize_gpt_oss(
    const TensorMap& tensors,
    const CommonConfig& config,
    const GptOssConfig& own) {
  for (const auto& [name, tensor] : tensors) {
    if (name.find("gate_proj.weight") != std::string::npos) return tensors;
  }
  return Sanitizer(tensors, config, own).run();
}

}  // namespace parley
