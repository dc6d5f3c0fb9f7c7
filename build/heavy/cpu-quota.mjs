import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from '../setup/run.mjs'

const periodUs = 100_000
const prefix = 'parley-quota-'

/**
 * Makes a program that runs `executable` in a Linux control group with a CPU quota: all its processes together get a share
 * of the machine's cores. Needs root.
 * @param {string} executable
 * @param {number} share of all cores, from 0 to 1
 * @returns {{ executable: string, remove(): void }} `remove` kills the processes that are left in the group
 * @throws {SetupError} if no quota can be set
 */
export function slowedProgram(executable, share) {
  const group = makeGroup(quotaUs(availableParallelism(), share))
  // Not in `out/`, because some tests start the app as a user who can't read the repository.
  const folder = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(folder, 0o755)
  const program = join(folder, 'program')
  writeFileSync(program, joinAndStart(group, executable), { mode: 0o755 })
  const remove = () => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
    removeGroup(group)
  }
  process.once('exit', remove)
  return { executable: program, remove }
}

/** CPU time per period, in microseconds. */
export const quotaUs = (cores, share) => Math.round(periodUs * cores * share)

/**
 * A shell script that joins the group and then runs `executable`. `exec` keeps the process id, and child processes stay in
 * the group. Without permission to join, the program runs at full speed.
 */
export function joinAndStart(group, executable) {
  return `#!/bin/sh\n{ echo $$ > ${quoted(join(group, 'cgroup.procs'))}; } 2>/dev/null\nexec ${quoted(executable)} "$@"\n`
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`

/**
 * Makes a control group with this quota and returns its folder. Version 1 has a folder for the CPU controller, version 2
 * has one folder for all controllers.
 * @param {string} mount for tests
 */
export function makeGroup(quota, mount = '/sys/fs/cgroup') {
  try {
    return existsSync(join(mount, 'cgroup.controllers'))
      ? makeGroup2(quota, mount)
      : makeGroup1(quota, join(mount, 'cpu'))
  } catch (error) {
    throw new SetupError(
      `A CPU quota can't be set here: it needs Linux and root. Leave this load out: --loads idle,busy\n${error.message}`,
    )
  }
}

function makeGroup1(quota, parent) {
  if (!existsSync(join(parent, 'cgroup.procs'))) throw new Error(`${parent} is no folder of control groups.`)
  const group = newGroup(parent)
  writeFileSync(join(group, 'cpu.cfs_period_us'), String(periodUs))
  writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota))
  // The security tests start the app as an ordinary user, who must be able to join.
  chmodSync(join(group, 'cgroup.procs'), 0o666)
  return group
}

function makeGroup2(quota, parent) {
  if (!readFileSync(join(parent, 'cgroup.subtree_control'), 'utf8').split(/\s+/).includes('cpu')) {
    writeFileSync(join(parent, 'cgroup.subtree_control'), '+cpu')
  }
  const group = newGroup(parent)
  writeFileSync(join(group, 'cpu.max'), `${quota} ${periodUs}`)
  return group
}

/** The name contains the process id, so that the groups of killed runs can be found and removed. */
function newGroup(parent) {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    if (!isAlive(Number(name.slice(prefix.length)))) removeGroup(join(parent, name))
  }
  const group = join(parent, `${prefix}${process.pid}`)
  mkdirSync(group, { recursive: true })
  return group
}

function isAlive(pid) {
  return signal(pid, 0)
}

function signal(pid, name) {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false // it has ended
  }
}

/** The kernel removes a group only after its last process has ended. */
function removeGroup(group) {
  for (let attempt = 0; attempt < 50; attempt++) {
    for (const pid of readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
      signal(Number(pid), 'SIGKILL')
    }
    try {
      rmdirSync(group)
      return
    } catch (error) {
      if (error.code !== 'EBUSY') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  process.stderr.write(`${group} can't be removed: processes in it don't end.\n`)
}
