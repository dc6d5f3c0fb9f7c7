#pragma once

#include <napi.h>

#include <exception>
#include <functional>
#include <string>

#include "info.h"
#include "js_fields.h"
#include "plan.h"
#include "session.h"

namespace parley {

/** Each converts a JavaScript value or throws `refused`. */
Plan to_plan(Napi::Value value);
LoadOptions to_load_options(Napi::Value value);
Tokens to_tokens(Napi::Value value);
DecodeRequest to_decode_request(Napi::Value value);
Napi::Function to_function(Napi::Value value, const char* name);

Napi::Object to_js(Napi::Env env, const ModelInfo& info);

/** The fields of a JavaScript error. */
struct Failure {
  std::string code;
  std::string message;
  std::string reason = {};
};

Failure to_failure(std::exception_ptr error);
Napi::Value to_js(Napi::Env env, const Failure& failure);

/** Runs `body` and turns its exceptions into JavaScript exceptions. */
Napi::Value throwing(Napi::Env env, const std::function<Napi::Value()>& body);

}  // namespace parley
