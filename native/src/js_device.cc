#include "js_device.h"

#include "device.h"
#include "js_fields.h"
#include "js_values.h"

namespace parley {

namespace {

Napi::Value device_facts(const Napi::CallbackInfo& info) {
  return throwing(info.Env(), [&] {
    const auto device = find_device();
    auto object = Napi::Object::New(info.Env());
    object.Set("name", device.name);
    object.Set("isGpu", device.is_gpu);
    object.Set("memoryBytes", static_cast<double>(device.memory));
    object.Set("recommendedBytes", static_cast<double>(device.recommended));
    return object;
  });
}

Napi::Value wired_limit_for(const Napi::CallbackInfo& info) {
  return throwing(info.Env(), [&] {
    const auto weights = to_size(info[0], "weightBytes");
    const Fields facts(info[1], "facts");
    Device device{};
    device.memory = facts.size("memoryBytes");
    device.recommended = facts.size("recommendedBytes");
    const auto limit = wired_limit(weights, device);
    return Napi::Number::New(info.Env(), static_cast<double>(limit));
  });
}

}  // namespace

void export_device(Napi::Env env, Napi::Object exports) {
  exports.Set(
      "deviceFacts", Napi::Function::New(env, device_facts, "deviceFacts"));
  exports.Set(
      "wiredLimit", Napi::Function::New(env, wired_limit_for, "wiredLimit"));
}

}  // namespace parley
