#pragma once

#include <stdexcept>
#include <string>

namespace parley {

/** An error that JavaScript sees with a `code` of contract/errors.ts. */
class EngineError : public std::runtime_error {
 public:
  EngineError(std::string code, const std::string& message)
      : std::runtime_error(message), code_(std::move(code)) {}

  const std::string& code() const { return code_; }

 private:
  std::string code_;
};

}  // namespace parley
