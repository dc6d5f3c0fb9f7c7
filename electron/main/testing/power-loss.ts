import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** What a process did to a file, or a line that it printed, in order. */
export type DiskEvent =
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync' | 'remove' | 'create'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'line'; readonly text: string }

const calls = 'openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink'

/**
 * Runs a Node script under strace until it has printed some lines, and returns what it did to the files of `folder`. It ends
 * when nobody reads what it prints.
 */
export async function recordDisk(log: string, folder: string, lines: number, args: readonly string[]) {
  const tracing = ['-f', '-y', '-xx', '-s', '10000000', '-e', `trace=${calls}`, '-e', 'signal=none', '-o', log]
  const child = spawn('strace', [...tracing, process.execPath, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let count = 0
  for await (const _line of createInterface({ input: child.stdout })) if (++count >= lines) break
  child.stdout.destroy()
  await ended
  const events = readTrace(readFileSync(log, 'latin1'), folder)
  // What it did until its end is not told by any line.
  return events.slice(0, events.findLastIndex(({ kind }) => kind === 'line') + 1)
}

/** Reads strace's output with `-f -y -xx`. Calls of several threads are written in pieces. */
export function readTrace(trace: string, folder: string): readonly DiskEvent[] {
  const begun = new Map<string, string>()
  const ends = new Map<string, number>()
  const events: DiskEvent[] = []
  let printed = ''
  for (const line of trace.split('\n')) {
    const [, pid = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (text.endsWith('<unfinished ...>')) {
      begun.set(pid, text.slice(0, -'<unfinished ...>'.length))
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)
    const call = resumed ? `${begun.get(pid) ?? ''}${resumed[1]}` : text
    const [, name = '', rest = ''] = /^(\w+)\((.*)\) += \d+/.exec(call) ?? []
    const [first = '', second = ''] = [...rest.matchAll(/"((?:\\x[\da-f]{2})*)"/g)].map(([, hex = '']) => plain(hex))
    const path = rest.match(/^\d+<([^>]*)>/)?.[1] ?? ''
    const shown = /^(?:\\x[\da-f]{2})+$/.test(path) ? plain(path) : path
    const number = Number(rest.split(', ').at(-1))
    // Shared memory is no file that a start reads.
    const own = (of: string) => of.startsWith(`${folder}/`) && !/\/backups\/|-shm$/.test(of)
    if (name === 'write' && rest.startsWith('1<')) {
      printed += first
      const whole = printed.split('\n')
      printed = whole.pop() ?? ''
      events.push(...whole.map((each): DiskEvent => ({ kind: 'line', text: each })))
    } else if (name === 'openat' && own(first) && /O_TRUNC|O_EXCL/.test(rest)) {
      ends.set(first, 0)
      events.push({ kind: 'create', path: first })
    } else if (name === 'rename' && own(first)) events.push({ kind: 'rename', path: first, to: second })
    else if (name === 'unlink' && own(first)) events.push({ kind: 'remove', path: first })
    else if (!own(shown)) continue
    else if (name === 'write') {
      const at = ends.get(shown) ?? 0
      ends.set(shown, at + first.length)
      events.push({ kind: 'write', path: shown, at, data: Buffer.from(first, 'latin1') })
    } else if (name === 'pwrite64')
      events.push({ kind: 'write', path: shown, at: number, data: Buffer.from(first, 'latin1') })
    else if (name === 'ftruncate') events.push({ kind: 'truncate', path: shown, size: number })
    else if (name === 'fsync' || name === 'fdatasync') events.push({ kind: 'sync', path: shown })
  }
  return events
}

const plain = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString('latin1')

const sectorBytes = 512

/**
 * The files as a power cut after `count` events may leave them: of each file all that was synced, and of what was written since
 * any part, in any order, the last one perhaps torn between sectors. Names of files count as kept once they are changed.
 */
export function afterPowerCut(
  events: readonly DiskEvent[],
  count: number,
  random: (below: number) => number,
): ReadonlyMap<string, Buffer> {
  const files = new Map<string, { readonly synced: Content; readonly since: DiskEvent[] }>()
  for (const event of events.slice(0, count)) {
    if (event.kind === 'line') continue
    const file = files.get(event.path) ?? { synced: new Content(), since: [] }
    if (event.kind === 'remove') files.delete(event.path)
    else if (event.kind === 'rename') {
      files.delete(event.path)
      files.set(event.to, file)
    } else if (event.kind === 'create') files.set(event.path, { synced: new Content(), since: [] })
    else if (event.kind === 'sync') for (const earlier of file.since.splice(0)) file.synced.apply(earlier)
    else {
      file.since.push(event)
      files.set(event.path, file)
    }
  }
  // Nothing, everything, or any part of what was not synced.
  const share = [0, 1, 0.5, 0.9][Math.floor(random(4))] ?? 0.5
  return new Map(
    [...files].map(([path, { synced, since }]) => {
      const kept = since.filter(() => random(1) < share)
      const order = kept.map((event) => ({ event, place: random(1) })).sort((a, b) => a.place - b.place)
      const last = order.at(-1)?.event
      const torn = last?.kind === 'write' && random(2) < 1 ? tear(last, random) : last
      const all = [...order.slice(0, -1).map(({ event }) => event), ...(torn ? [torn] : [])]
      for (const event of all) synced.apply(event)
      return [path, synced.bytes]
    }),
  )
}

const tear = (event: Extract<DiskEvent, { kind: 'write' }>, random: (below: number) => number): DiskEvent => ({
  ...event,
  data: event.data.subarray(0, Math.floor(random(event.data.length / sectorBytes)) * sectorBytes),
})

/** The bytes of a file, which grow in steps: a log of megabytes is written page by page. */
class Content {
  #buffer = Buffer.alloc(65_536)
  #length = 0

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  apply(event: DiskEvent): void {
    if (event.kind === 'truncate') {
      this.#reserve(event.size)
      this.#buffer.fill(0, Math.min(this.#length, event.size))
      this.#length = event.size
    } else if (event.kind === 'write') {
      const end = event.at + event.data.length
      this.#reserve(end)
      event.data.copy(this.#buffer, event.at)
      this.#length = Math.max(this.#length, end)
    }
  }

  #reserve(size: number): void {
    if (size <= this.#buffer.length) return
    const grown = Buffer.alloc(2 * size)
    this.#buffer.copy(grown)
    this.#buffer = grown
  }
}
