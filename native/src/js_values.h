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

/** What a JavaScript value must be; anything else throws `refused`. */
Plan to_plan(Napi::Value value);
LoadOptions to_load_options(Napi::Value value);
Tokens to_tokens(Napi::Value value);
DecodeRequest to_decode_request(Napi::Value value);
Napi::Function to_function(Napi::Value value, const char* name);

Napi::Object to_js(Napi::Env env, const ModelInfo& info);

/** An error as JavaScript is to see it. */
struct Failure {
  std::string code;
  std::string message;
  std::string reason = {};
};

Failure to_failure(std::exception_ptr error);
Napi::Value to_js(Napi::Env env, const Failure& failure);

/** Runs `body`; what it throws becomes a JavaScript exception. */
Napi::Value throwing(Napi::Env env, const std::function<Napi::Value()>& body);

}  // namespace parley
