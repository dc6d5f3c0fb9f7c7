import { AppError } from '../../../contract/errors.js'
import { checkFiles, chooseFiles, configFile, indexFile } from './choose-files.js'
import { Hub, type HubOptions } from './hub.js'
import { TransientError } from './patience.js'
import { checkRepositoryName, readJsonFile, readRepository } from './repository.js'

/** What a repository has, as far as a few small files say it. */
export interface LookedUp {
  /** Its present name. */
  readonly repository: string
  readonly bytes: number
  readonly weightBytes: number
  /** The content of config.json, as it came. */
  readonly config: unknown
}

/**
 * Looks at a repository before its download. Throws what a download throws before it fetches weights, and the first failure
 * of the network: whoever asks is waiting.
 */
export async function lookUp(name: string, options: HubOptions): Promise<LookedUp> {
  checkRepositoryName(name)
  return withoutPatience(options, async (hub) => {
    const repository = await readRepository(hub, name, 'main')
    const { id, files } = repository
    checkFiles(id, files)
    const hasIndex = files.some((file) => file.name === indexFile)
    const index = hasIndex ? await readJsonFile(hub, repository, indexFile) : undefined
    const chosen = chooseFiles(id, files, index)
    const sum = (counted: typeof chosen) => counted.reduce((bytes, file) => bytes + file.bytes, 0)
    return {
      repository: id,
      bytes: sum(chosen),
      weightBytes: sum(chosen.filter((file) => file.name.endsWith('.safetensors'))),
      config: await readJsonFile(hub, repository, configFile),
    }
  })
}

/** The commit of a repository now. Throws what `readRepository` throws, and the first failure of the network. */
export const newestCommit = (name: string, options: HubOptions): Promise<string> =>
  withoutPatience(options, async (hub) => (await readRepository(hub, name, 'main')).commit)

async function withoutPatience<T>(options: HubOptions, work: (hub: Hub) => Promise<T>): Promise<T> {
  try {
    return await work(new Hub(options))
  } catch (error) {
    throw error instanceof TransientError ? new AppError(error.code, error.message, { cause: error }) : error
  }
}

/** "owner/name" of what a person writes or copies from the browser. */
export function repositoryIn(text: string): string {
  const [, path = text.trim()] = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/(.+)$/i.exec(text.trim()) ?? []
  const [owner = '', name] = path.split(/[?#]/)[0]?.split('/') ?? []
  return name === undefined ? owner : `${owner}/${name}`
}
