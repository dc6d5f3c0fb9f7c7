#pragma once

#include <stdexcept>
#include <string>

namespace parley {

/**
 * An error with a `code` of contract/errors.ts for JavaScript. An error about a
 * model folder also has a `reason` of electron/engine/folder/folder-error.ts.
 */
class EngineError : public std::runtime_error {
 public:
  EngineError(
      std::string code, const std::string& message, std::string reason = "")
      : std::runtime_error(message),
        code_(std::move(code)),
        reason_(std::move(reason)) {}

  const std::string& code() const { return code_; }
  const std::string& reason() const { return reason_; }

 private:
  std::string code_;
  std::string reason_;
};

}  // namespace parley
