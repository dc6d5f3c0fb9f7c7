#pragma once

#include <memory>

#include "layer.h"

namespace parley {

// One line for each alternative of `Config::own`, each with a file of its own.

std::unique_ptr<Architecture> make_architecture(
    const CommonConfig& config, const GptOssConfig& own, const Device& device);
std::unique_ptr<Architecture> make_architecture(
    const CommonConfig& config, const DenseConfig& own, const Device& device);

inline std::unique_ptr<Architecture> make_architecture(
    const Config& config, const Device& device) {
  return std::visit(
      [&](const auto& own) { return make_architecture(config, own, device); },
      config.own);
}

}  // namespace parley
