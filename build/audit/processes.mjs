/** What Linux says in /proc about a process and its children. Other systems have no /proc, so nothing is found there. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Process ids of a process and of everything that it started. */
export function family(root) {
  if (!existsSync('/proc/self/stat')) return [root]
  const children = new Map()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/\) \S (\d+)/.exec(readOrNothing(`/proc/${name}/stat`))?.[1] ?? 0)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const all = [root]
  for (const pid of all) all.push(...(children.get(pid) ?? []))
  return all
}

/** Addresses of the TCP sockets on which a process or its children listen. */
export function listeningPorts(root) {
  const listening = new Map()
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readOrNothing(file).split('\n').slice(1)) {
      const [, address, , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === '0A' && address && inode) listening.set(`socket:[${inode}]`, address)
    }
  }
  return family(root).flatMap((pid) => socketsOf(pid).flatMap((socket) => listening.get(socket) ?? []))
}

function socketsOf(pid) {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).map((fd) => readlinkSync(join(folder, fd)))
  } catch {
    return [] // the process has exited in the meantime
  }
}

/**
 * Processor time and wake-ups of processes since they started. A wake-up is the end of a voluntary wait of one thread.
 * The scheduler's own account is exact. That of `stat` counts ticks of 10 ms, and timers wake threads at the tick: it
 * made three times as much of an idle app.
 * @returns {{ cpuMs: number, wakeUps: number }}
 */
export function activityOf(pids) {
  let cpuMs = 0
  let wakeUps = 0
  for (const pid of pids) {
    for (const thread of tasksOf(pid)) {
      const [runNs] = readOrNothing(`/proc/${pid}/task/${thread}/schedstat`).split(' ')
      cpuMs += Number(runNs) / 1e6
      const status = readOrNothing(`/proc/${pid}/task/${thread}/status`)
      wakeUps += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    }
  }
  return { cpuMs, wakeUps }
}

function tasksOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return [] // the process has exited in the meantime
  }
}

/** Returns '' for a file that is gone, as those of a process that has exited. */
export function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
