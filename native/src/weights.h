#pragma once

#include <functional>

#include "info.h"
#include "layout.h"
#include "model.h"
#include "plan.h"

namespace parley {

/**
 * Reads every tensor of `layout` into memory, in the type of the activations,
 * unpacked if `info.is_unpacked`. `on_progress` gets bytes read and in total.
 */
Parameters load_parameters(
    const Plan& plan,
    const Layout& layout,
    const ModelInfo& info,
    const std::function<void(uint64_t, uint64_t)>& on_progress);

}  // namespace parley
