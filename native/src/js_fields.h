#pragma once

#include <napi.h>

#include <string>

namespace parley {

/** Each converts a JavaScript value or throws `refused`. */
[[noreturn]] void refuse(const std::string& name, const std::string& wanted);
Napi::Object to_object(Napi::Value value, const std::string& name);
Napi::Array to_array(Napi::Value value, const std::string& name);
std::string to_text(Napi::Value value, const std::string& name);
double to_number(Napi::Value value, const std::string& name);
double to_whole(
    Napi::Value value, const std::string& name, double min, double max);
uint64_t to_size(Napi::Value value, const std::string& name);
int to_int(Napi::Value value, const char* name, int min);

/** Reads the fields of one object; errors have the object's name. */
class Fields {
 public:
  Fields(Napi::Value value, std::string name)
      : object_(to_object(value, name)), name_(std::move(name)) {}

  Napi::Value get(const char* key) const { return object_.Get(key); }
  bool has(const char* key) const { return !get(key).IsUndefined(); }
  std::string path(const char* key) const { return name_ + "." + key; }
  std::string text(const char* key) const {
    return to_text(get(key), path(key));
  }
  float number(const char* key) const {
    return static_cast<float>(to_number(get(key), path(key)));
  }
  uint64_t size(const char* key) const { return to_size(get(key), path(key)); }
  int count(const char* key) const {
    return to_int(get(key), path(key).c_str(), 1);
  }
  bool flag(const char* key) const {
    if (!get(key).IsBoolean()) refuse(path(key), "a boolean");
    return get(key).As<Napi::Boolean>();
  }
  double number_or(const char* key, double fallback) const {
    return has(key) ? to_number(get(key), path(key)) : fallback;
  }
  int count_or(const char* key, int min, int fallback) const {
    return has(key) ? to_int(get(key), path(key).c_str(), min) : fallback;
  }

 private:
  Napi::Object object_;
  std::string name_;
};

}  // namespace parley
