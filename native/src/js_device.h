#pragma once

#include <napi.h>

namespace parley {

/** Adds `deviceFacts` and `wiredLimit` to the addon's exports. */
void export_device(Napi::Env env, Napi::Object exports);

}  // namespace parley
