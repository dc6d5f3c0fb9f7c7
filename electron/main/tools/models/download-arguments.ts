import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '../../../../contract/errors.js'
import { defaultBase, isLoopback, parseBase } from '../../downloads/hosts.js'

export interface DownloadCommand {
  readonly repository: string
  readonly folder: string
  readonly base: URL
  readonly revision?: string
  readonly token?: string
  /** A sentence about a token that is there. */
  readonly remark?: string
}

const usage =
  'Usage: models download REPOSITORY --to DIR [--base URL] [--revision SHA] [--send-token] (HF_TOKEN: a token of Hugging Face)'

type Environment = Readonly<Record<string, string | undefined>>

/** Throws `refused`. */
export function parseDownload(args: readonly string[], env: Environment): DownloadCommand {
  const { values, positionals } = parsed(args)
  const [repository, ...more] = positionals
  if (repository === undefined || more.length > 0 || !values.to) throw new AppError('refused', usage)
  const base = parseBase(values.base ?? env.PARLEY_HUB ?? defaultBase)
  return {
    repository,
    folder: resolve(values.to),
    base,
    ...(values.revision !== undefined && { revision: values.revision }),
    ...tokenFor(base, values['send-token'] ?? false, env.HF_TOKEN),
  }
}

/** A mirror gets a token only when the user says so. */
function tokenFor(base: URL, sends: boolean, token: string | undefined) {
  if (!token) return {}
  if (sends || base.href === parseBase(defaultBase).href || isLoopback(base.hostname))
    return { token, remark: `The token in HF_TOKEN is sent to ${base.host}, and nowhere else.` }
  return { remark: `The token in HF_TOKEN is not sent to ${base.host}. Add --send-token if it should be.` }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        base: { type: 'string' },
        revision: { type: 'string' },
        'send-token': { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new AppError('refused', `${error instanceof Error ? error.message : error} ${usage}`)
  }
}
