#include "js_fields.h"

#include <cmath>

#include "error.h"

namespace parley {

void refuse(const std::string& name, const std::string& wanted) {
  throw EngineError("refused", name + " must be " + wanted + ".");
}

Napi::Object to_object(Napi::Value value, const std::string& name) {
  if (!value.IsObject()) refuse(name, "an object");
  return value.As<Napi::Object>();
}

Napi::Array to_array(Napi::Value value, const std::string& name) {
  if (!value.IsArray()) refuse(name, "an array");
  return value.As<Napi::Array>();
}

std::string to_text(Napi::Value value, const std::string& name) {
  if (!value.IsString()) refuse(name, "a string");
  return value.As<Napi::String>().Utf8Value();
}

double to_number(Napi::Value value, const std::string& name) {
  if (!value.IsNumber()) refuse(name, "a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!std::isfinite(number)) refuse(name, "a finite number");
  return number;
}

double to_whole(
    Napi::Value value, const std::string& name, double min, double max) {
  const double number = to_number(value, name);
  if (number != std::floor(number) || number < min || number > max) {
    refuse(name, "a whole number from " + std::to_string(int64_t(min)));
  }
  return number;
}

uint64_t to_size(Napi::Value value, const std::string& name) {
  return static_cast<uint64_t>(to_whole(value, name, 0, 9007199254740991.0));
}

int to_int(Napi::Value value, const char* name, int min) {
  return static_cast<int>(to_whole(value, name, min, 2147483647));
}

}  // namespace parley
