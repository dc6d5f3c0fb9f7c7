#include "cpu_products.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cpu_kernels.h"
#include "mlx/allocator.h"
#include "mlx/backend/cpu/encoder.h"
#include "mlx/ops.h"
#include "mlx/primitives.h"

namespace mx = mlx::core;

namespace parley {

namespace {

using Inputs = std::vector<mx::array>;
/** Returns the work to do once the inputs are computed. */
using Plan = std::function<std::function<void()>(const Inputs&, float* out)>;

/** A custom MLX operation that runs a plan. */
class Product : public mx::UnaryPrimitive {
 public:
  explicit Product(Plan plan)
      : UnaryPrimitive(mx::default_stream(mx::Device::cpu)),
        plan_(std::move(plan)) {}

  void eval_cpu(const Inputs& inputs, mx::array& out) override {
    out.set_data(mx::allocator::malloc(out.nbytes()));
    auto& encoder = mx::cpu::get_command_encoder(stream());
    for (const auto& input : inputs) encoder.set_input_array(input);
    encoder.set_output_array(out);
    encoder.dispatch(plan_(inputs, out.data<float>()));
  }

  void eval_gpu(const Inputs&, mx::array&) override {
    throw std::runtime_error("The products of the CPU have no GPU form.");
  }

  const char* name() const override { return "Product"; }

 private:
  Plan plan_;
};

mx::array product(mx::Shape shape, Inputs inputs, Plan plan) {
  return mx::array(
      std::move(shape),
      mx::float32,
      std::make_shared<Product>(std::move(plan)),
      std::move(inputs));
}

int width_of(int panel, int out) {
  return std::min(kPanelWidth, out - panel * kPanelWidth);
}

/** Multiplies x with all panels of one matrix; each panel has `depth` rows. */
void multiply_all(
    Rows<const float> x,
    int rows,
    int depth,
    const float* panels,
    int out,
    const float* bias,
    float* result) {
  const Rows<float> to = {result, static_cast<size_t>(out)};
  for (int panel = 0; panel * kPanelWidth < out; ++panel) {
    const int column = panel * kPanelWidth;
    const auto* data = panels + static_cast<size_t>(column) * depth;
    multiply_panel(
        x,
        rows,
        depth,
        {data, kPanelWidth},
        width_of(panel, out),
        to.from(0, column));
  }
  if (!bias) return;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < out; ++column) {
      to[row][column] += bias[column];
    }
  }
}

/**
 * q kᵀ, after a column of sinks if there are any; masked scores have the lowest
 * value.
 */
mx::array scores(
    const mx::array& q,
    const mx::array& k,
    std::optional<int> window,
    const std::optional<mx::array>& sinks) {
  const int heads = q.shape(1), count = q.shape(2), dim = q.shape(3);
  const int kv_heads = k.shape(1), length = k.shape(2);
  const int rows = heads / kv_heads * count;
  const int before = length - count;
  const int first_column = sinks ? 1 : 0;
  auto plan = [=](const Inputs& inputs, float* out) {
    const auto *q = inputs[0].data<float>(), *k = inputs[1].data<float>();
    const auto* sinks = first_column ? inputs[2].data<float>() : nullptr;
    const auto head_stride = inputs[1].strides(1);
    const auto row_stride = static_cast<size_t>(inputs[1].strides(2));
    return [=] {
      const size_t width = length + first_column;
      for (int head = 0; head < kv_heads; ++head) {
        const Rows<float> to = {out + head * rows * width, width};
        multiply_transposed(
            {q + static_cast<size_t>(head) * rows * dim,
             static_cast<size_t>(dim)},
            rows,
            dim,
            {k + head * head_stride, row_stride},
            length,
            to.from(0, first_column));
        for (int row = 0; row < rows; ++row) {
          const int last = before + row % count;
          const int first = window ? std::max(0, last + 1 - *window) : 0;
          auto* seen = to[row] + first_column;
          const auto lowest = std::numeric_limits<float>::lowest();
          std::fill(seen, seen + first, lowest);
          std::fill(seen + last + 1, seen + length, lowest);
          if (sinks) to[row][0] = sinks[(head * rows + row) / count];
        }
      }
    };
  };
  Inputs inputs = {mx::contiguous(q), k};
  if (sinks) inputs.push_back(mx::contiguous(*sinks));
  return product(
      {1, heads, count, length + first_column}, std::move(inputs), plan);
}

/** The values weighted by the probabilities, without a sink's. */
mx::array blend(const mx::array& probabilities, const mx::array& v) {
  const int heads = probabilities.shape(1), count = probabilities.shape(2);
  const int kv_heads = v.shape(1), length = v.shape(2), dim = v.shape(3);
  const int rows = heads / kv_heads * count;
  const int first_column = probabilities.shape(3) - length;
  auto plan = [=](const Inputs& inputs, float* out) {
    const auto *p = inputs[0].data<float>(), *v = inputs[1].data<float>();
    const auto head_stride = inputs[1].strides(1);
    const auto row_stride = static_cast<size_t>(inputs[1].strides(2));
    return [=] {
      const size_t width = length + first_column;
      for (int head = 0; head < kv_heads; ++head) {
        const Rows<const float> from = {p + head * rows * width, width};
        const Rows<float> to = {
            out + static_cast<size_t>(head) * rows * dim,
            static_cast<size_t>(dim)};
        for (int column = 0; column < dim; column += kPanelWidth) {
          multiply_panel(
              from.from(0, first_column),
              rows,
              length,
              {v + head * head_stride + column, row_stride},
              kPanelWidth,
              to.from(0, column));
        }
      }
    };
  };
  return product(
      {1, heads, count, dim}, {mx::contiguous(probabilities), v}, plan);
}

}  // namespace

mx::array to_panels(const mx::array& weights) {
  const int out = weights.shape(-2), in = weights.shape(-1);
  const int panels = (out + kPanelWidth - 1) / kPanelWidth;
  auto padded = mx::pad(
      weights,
      {-2},
      mx::Shape{0},
      mx::Shape{panels * kPanelWidth - out},
      mx::array(0.0f));
  auto shape = weights.shape();
  shape.back() = in;
  shape[shape.size() - 2] = kPanelWidth;
  shape.insert(shape.end() - 2, panels);
  return mx::contiguous(mx::swapaxes(mx::reshape(padded, shape), -1, -2));
}

mx::array multiply_panels(
    const mx::array& x,
    const mx::array& panels,
    int out,
    const std::optional<mx::array>& bias) {
  const int depth = x.shape(-1);
  const int rows = x.size() / depth;
  auto plan = [=](const Inputs& inputs, float* result) {
    const auto *x = inputs[0].data<float>(), *w = inputs[1].data<float>();
    const auto* bias = inputs.size() > 2 ? inputs[2].data<float>() : nullptr;
    const Rows<const float> from = {x, static_cast<size_t>(depth)};
    return [=] { multiply_all(from, rows, depth, w, out, bias, result); };
  };
  auto shape = x.shape();
  shape.back() = out;
  Inputs inputs = {mx::contiguous(x), panels};
  if (bias) inputs.push_back(*bias);
  return product(std::move(shape), std::move(inputs), plan);
}

mx::array gather_panels(
    const mx::array& x,
    const mx::array& panels,
    int out,
    const mx::array& experts) {
  const int depth = x.shape(-1);
  const int rows = experts.size();
  // Until x is sorted by expert, each row of x goes to several experts.
  const int experts_per_row = rows / (x.size() / depth);
  auto plan = [=](const Inputs& inputs, float* result) {
    const auto *x = inputs[0].data<float>(), *w = inputs[1].data<float>();
    const auto* experts = inputs[2].data<uint32_t>();
    const auto matrix = inputs[1].strides(0);
    return [=] {
      for (int row = 0, count; row < rows; row += count) {
        count = 1;
        while (experts_per_row == 1 && row + count < rows &&
               experts[row + count] == experts[row]) {
          ++count;
        }
        const auto* from =
            x + static_cast<size_t>(row / experts_per_row) * depth;
        multiply_all(
            {from, static_cast<size_t>(depth)},
            count,
            depth,
            w + experts[row] * matrix,
            out,
            nullptr,
            result + static_cast<size_t>(row) * out);
      }
    };
  };
  auto shape = experts.shape();
  shape.insert(shape.end(), {1, out});
  return product(
      std::move(shape),
      {mx::contiguous(x),
       panels,
       mx::contiguous(mx::astype(experts, mx::uint32))},
      plan);
}

bool can_attend_on_cpu(const mx::array& q) {
  return q.dtype() == mx::float32 && q.shape(-1) % kPanelWidth == 0;
}

mx::array attend_on_cpu(
    const mx::array& q,
    const mx::array& k,
    const mx::array& v,
    float scale,
    std::optional<int> window,
    const std::optional<mx::array>& sinks) {
  auto scaled = mx::multiply(mx::array(scale), q);
  auto probabilities = mx::softmax(scores(scaled, k, window, sinks), -1, true);
  return blend(probabilities, v);
}

}  // namespace parley
