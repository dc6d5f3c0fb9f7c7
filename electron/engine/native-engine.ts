import { AppError } from '../../contract/errors.js'
import type { Addon, Binding, LoadOptions } from '../../native/index.js'
import { Activity } from './activity.js'
import { FolderError, remarkOn } from './folder/folder-error.js'
import { preflight } from './folder/preflight.js'
import { indexFile } from './folder/shards.js'
import { admitModel } from './memory/admission.js'
import { availableMemory } from './memory/available-memory.js'
import { translateError, translateRejection } from './native-error.js'
import { watchedModel } from './watched-model.js'

/**
 * Opens the addon at `path` (`parley_engine.node`). The addon gets a folder only as a plan that `preflight` checked, and
 * reads weights only after the admission. Throws `engine-failed` if it can't be opened. All its errors are AppErrors.
 *
 * @param activity records the work of the loaded model's thread
 */
export function openAddon(path: string, activity = new Activity()): Addon {
  const binding = openBinding(path)
  return {
    mlxVersion: binding.mlxVersion,
    deviceFacts: () => translateError(() => binding.deviceFacts()),
    wiredLimit: (weightBytes, facts) => translateError(() => binding.wiredLimit(weightBytes, facts)),
    check: (folder, options = {}) =>
      translateRejection(async () => {
        const { plan, info, indexFault } = await checkFolder(binding, folder, options)
        return {
          plan,
          info,
          remarks: indexFault ? [remarkOn(indexFile, indexFault)] : [],
          load: (onProgress) =>
            translateRejection(async () => {
              const contextLength = admitModel(info, availableMemory(binding.deviceFacts()))
              const native = await binding.load(plan, options, onProgress)
              return { model: watchedModel(native, activity), contextLength }
            }),
        }
      }),
  }
}

/** A tensor may be missing because of the index, which mlx-lm does not read. */
async function checkFolder(binding: Binding, folder: string, options: LoadOptions, usesIndex = true) {
  const { plan, indexFault, hasUnnamed } = await preflight(folder, options.adapter, usesIndex)
  try {
    return { plan, info: translateError(() => binding.inspect(plan, options)), indexFault }
  } catch (error) {
    if (!(error instanceof FolderError && error.reason === 'tensor-missing')) throw error
    if (!hasUnnamed) throw usesIndex && indexFault ? indexFault : error
    return checkFolder(binding, folder, options, false)
  }
}

/** Opens the addon without converting its errors. Used by `openAddon`, and by tests of the addon's own checks. */
export function openBinding(path: string): Binding {
  const module = { exports: {} }
  try {
    // Not `require`, because bundlers follow it; `dlopen` works in CommonJS and ES modules.
    process.dlopen(module, path)
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new AppError('engine-failed', `The engine can’t be opened: ${why}`, { cause })
  }
  return module.exports as Binding
}
