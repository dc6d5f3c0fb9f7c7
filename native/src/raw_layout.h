#pragma once

#include "plan.h"

namespace parley {

/**
 * Renames OpenAI's own tensors as mlx-lm's `sanitize` does: gate has the even
 * rows of gate_up_proj, up the odd ones, and packed blocks become words. Also
 * reads unpacked models saved by transformers: [in, out] with interleaved
 * columns. Returns the tensors unchanged if any is a gate_proj.weight.
 * Throws model-incomplete or model-invalid with the tensor's name in the file.
 */
TensorMap sanitize_gpt_oss(
    const TensorMap& tensors,
    const CommonConfig& config,
    const GptOssConfig& own);

}  // namespace parley
