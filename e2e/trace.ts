import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requestsOf } from '../build/audit/network-log.mjs'
import { networkCalls, traceCommand } from '../build/audit/trace.mjs'
import { type LaunchInfo, launchInfo } from './app.js'

export interface Recording {
  readonly info: LaunchInfo
  /** Lines of strace's output, complete once the app has quit. */
  systemCalls(): readonly string[]
  /** The addresses that Chromium's network service was asked for in the last run of the app. */
  requests(): readonly string[]
}

/**
 * Prepares an app whose network calls are recorded in `folder`, those of all its processes and runs. The OS sandbox is off,
 * so that this needs no root; `npm run audit` records the packaged app with its sandbox.
 */
export function recordNetwork(folder: string): Recording {
  const { executable, args, env } = launchInfo()
  const trace = join(folder, 'trace')
  const netLog = join(folder, 'net-log.json')
  const traced = join(folder, 'electron')
  const command = traceCommand(trace, networkCalls).map((part) => `'${part}'`)
  writeFileSync(traced, `#!/bin/sh\nexec ${command.join(' ')} '${executable}' "$@"\n`)
  chmodSync(traced, 0o755)
  return {
    info: {
      executable: traced,
      args: ['--no-sandbox', `--log-net-log=${netLog}`, ...args.filter((arg) => arg !== '--no-sandbox')],
      env,
    },
    systemCalls: () => readFileSync(trace, 'utf8').split('\n'),
    requests: () => requestsOf(readFileSync(netLog, 'utf8')),
  }
}
