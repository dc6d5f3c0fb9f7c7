import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ModelOrigin } from '../../../../contract/models.js'

/** A folder in which another app keeps its models. */
export interface Place {
  readonly origin: ModelOrigin
  readonly folder: string
}

/**
 * Returns the folders of other apps. `PARLEY_OTHER_APPS` stands for the user's home folder, for tests and support; the
 * variables of Hugging Face then have no effect. mlx-lm keeps its models in the cache of Hugging Face. Folders in
 * Documents are left out: macOS asks for permission when an app reads there.
 */
export function placesOf(env: NodeJS.ProcessEnv = process.env): readonly Place[] {
  const { PARLEY_OTHER_APPS: given, HF_HUB_CACHE, HF_HOME } = env
  const home = given ?? homedir()
  const huggingFaceHome = (given === undefined && HF_HOME) || join(home, '.cache', 'huggingface')
  return [
    { origin: 'hugging-face', folder: (given === undefined && HF_HUB_CACHE) || join(huggingFaceHome, 'hub') },
    { origin: 'lm-studio', folder: join(home, '.lmstudio', 'models') },
    { origin: 'lm-studio', folder: join(home, '.cache', 'lm-studio', 'models') },
  ]
}
