import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Life {
  readonly receivedBytes: number
  readonly wasKilled: boolean
  /** What it printed at its end. */
  readonly done?: string
  readonly failure?: string
}

/** Runs a download and kills it when it has printed so many lines. */
export async function live(args: readonly string[], { killAt }: { readonly killAt?: number }): Promise<Life> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)))
  let lines = 0
  let receivedBytes = 0
  let done: string | undefined
  let failure: string | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    if (++lines === killAt) child.kill('SIGKILL')
    const [, word = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? []
    if (word === 'chunk') receivedBytes += Number(rest)
    if (word === 'done') done = rest
    if (word === 'failed') failure = rest
  }
  return { receivedBytes, wasKilled: (await ended) === 'SIGKILL', done, failure }
}
