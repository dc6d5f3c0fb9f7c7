import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type LaunchInfo, launchInfo } from './app.js'

/** The system calls that name the address of a connection or start a program. */
const calls = ['connect', 'bind', 'sendto', 'sendmsg', 'sendmmsg', 'execve']

/** Kinds of sockets that stay on this computer: between processes, to the kernel, and the wish to disconnect. */
const localFamilies = new Set(['AF_UNIX', 'AF_NETLINK', 'AF_UNSPEC'])
const loopback = /inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.[\d.]+)"/

/** False where the kernel or a container forbids tracing. The set-up installs strace. */
export function mayTrace(): boolean {
  const { error, status } = spawnSync('strace', ['--output=/dev/null', 'true'])
  return error !== undefined || status === 0
}

export interface Recording {
  readonly info: LaunchInfo
  /** Lines of strace's output, complete once the app has quit. */
  systemCalls(): readonly string[]
  /** The addresses that Chromium's network service was asked for in the last run of the app. */
  requests(): readonly string[]
}

/**
 * Prepares an app whose network calls are recorded in `folder`, those of all its processes and runs. The OS sandbox is off,
 * because strace forbids its helper to become root; what a process without it does not do, a sandboxed one cannot.
 */
export function recordNetwork(folder: string): Recording {
  const { executable, args, env } = launchInfo()
  const trace = join(folder, 'trace')
  const netLog = join(folder, 'net-log.json')
  const traced = join(folder, 'electron')
  const options = `--follow-forks --seccomp-bpf --output-append-mode --output='${trace}' --trace=${calls.join()}`
  writeFileSync(traced, `#!/bin/sh\nexec strace ${options} '${executable}' "$@"\n`)
  chmodSync(traced, 0o755)
  return {
    info: {
      executable: traced,
      args: ['--no-sandbox', `--log-net-log=${netLog}`, ...args.filter((arg) => arg !== '--no-sandbox')],
      env,
    },
    systemCalls: () => readFileSync(trace, 'utf8').split('\n'),
    requests: () => [
      ...new Set(
        [...readFileSync(netLog, 'utf8').matchAll(/"(?:url|host)":"([^"]*)"/g)].map(([, address]) => address ?? ''),
      ),
    ],
  }
}

/** The programs that the app started, apart from Electron, which `executable` may wrap. */
export function otherPrograms(lines: readonly string[]): string[] {
  const own = new Set([launchInfo().executable, '/proc/self/exe'])
  const programs = lines.flatMap((line) => /\bexecve\("([^"]*)"/.exec(line)?.[1] ?? [])
  return programs.filter((program) => !own.has(program) && basename(program) !== 'electron')
}

/** The lines with an address beyond this computer, also one of which a socket would accept connections from others. */
export function beyondLoopback(lines: readonly string[]): string[] {
  return lines.filter((line) => {
    const families = [...line.matchAll(/sa_family=(\w+)([^}]*)/g)]
    return families.some(([, family = '', address = '']) => !localFamilies.has(family) && !loopback.test(address))
  })
}
