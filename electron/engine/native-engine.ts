import { AppError } from '../../contract/errors.js'
import type { Addon, Binding } from '../../native/index.js'
import { Activity } from './activity.js'
import { preflight } from './folder/preflight.js'
import { admitModel } from './memory/admission.js'
import { availableMemory } from './memory/available-memory.js'
import { throwing, translating } from './native-error.js'
import { watchedModel } from './watched-model.js'

/**
 * Opens the addon at `path` (`parley_engine.node`). A folder reaches it only as the plan that `preflight` made, and
 * weights are read only after the admission. Throws `engine-failed` when it can't be opened; all that it rejects with
 * are AppErrors.
 *
 * @param activity is told what a loaded model's thread does
 */
export function openAddon(path: string, activity = new Activity()): Addon {
  const binding = openBinding(path)
  return {
    mlxVersion: binding.mlxVersion,
    deviceFacts: () => throwing(() => binding.deviceFacts()),
    wiredLimit: (weightBytes, facts) => throwing(() => binding.wiredLimit(weightBytes, facts)),
    check: (folder, options = {}) =>
      translating(async () => {
        const plan = await preflight(folder, options.adapter)
        const info = binding.inspect(plan, options)
        return {
          plan,
          info,
          load: (onProgress) =>
            translating(async () => {
              const contextLength = admitModel(info, availableMemory(binding.deviceFacts()))
              const native = await binding.load(plan, options, onProgress)
              return { model: watchedModel(native, activity), contextLength }
            }),
        }
      }),
  }
}

/** The addon itself, whose errors are none of ours: for `openAddon`, and for tests of what it refuses. */
export function openBinding(path: string): Binding {
  const module = { exports: {} }
  try {
    // Not `require`: bundlers follow it, and this works in both kinds of modules.
    process.dlopen(module, path)
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new AppError('engine-failed', `The engine can’t be opened: ${why}`, { cause })
  }
  return module.exports as Binding
}
