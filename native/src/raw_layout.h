#pragma once

#include "plan.h"

namespace parley {

/**
 * OpenAI's own tensors under the names that mlx-lm's `sanitize` gives them:
 * gate is the even rows of gate_up_proj and up the odd ones, packed blocks are
 * words. Also what transformers saves unpacked, as [in, out] with interleaved
 * columns. A folder that has gate_proj.weight anywhere stays as it is.
 * Throws model-incomplete or model-invalid, naming the tensor in the file.
 */
TensorMap sanitize(const TensorMap& tensors, const Config& config);

}  // namespace parley
