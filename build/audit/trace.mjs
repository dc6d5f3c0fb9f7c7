/** Reads what strace recorded of the app: where its sockets lead, which programs it starts, which files it writes. */
import { spawnSync } from 'node:child_process'
import { basename, resolve } from 'node:path'

/** The system calls that name the address of a connection or start a program. */
export const networkCalls = ['connect', 'bind', 'sendto', 'sendmsg', 'sendmmsg', 'execve']

/** The system calls that create, change or move a file by its name. */
export const fileCalls = [
  ...['open', 'openat', 'openat2', 'creat', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'truncate'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat', 'chmod', 'fchmodat'],
]

/** Kinds of sockets that stay on this computer: between processes, to the kernel, and the wish to disconnect. */
const localFamilies = new Set(['AF_UNIX', 'AF_NETLINK', 'AF_UNSPEC'])
/**
 * Linux has fewer than 64 families. A call that other threads or a kill interrupt is recorded with whatever is in its memory, and
 * with such a family the kernel refuses it.
 */
const isNoFamily = (family) => Number(family) >= 64
const loopback = /inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.[\d.]+)"/

/** False where the kernel or a container forbids tracing. The set-up installs strace. */
export function mayTrace() {
  const { error, status } = spawnSync('strace', ['--output=/dev/null', 'true'])
  return error !== undefined || status === 0
}

/** The command that records `calls` of a program, of all its processes and runs, at the end of the file `output`. */
export const traceCommand = (output, calls) => [
  'strace',
  ...['--follow-forks', '--seccomp-bpf', '--output-append-mode', `--output=${output}`, `--trace=${calls.join()}`],
]

/** The lines with an address beyond this computer, also one of which a socket would accept connections from others. */
export function beyondLoopback(lines) {
  return lines.filter((line) => {
    const families = [...line.matchAll(/sa_family=(\w+)([^}]*)/g)]
    return families.some(
      ([, family = '', address = '']) => !localFamilies.has(family) && !isNoFamily(family) && !loopback.test(address),
    )
  })
}

/**
 * Chromium asks the system for a route to a public IPv6 address before it looks up a host: a connect of a UDP socket, which
 * sends nothing. See `docs/decisions/0022-no-network.md`.
 */
export const isRouteProbe = (line) => /\bconnect\(.*inet_pton\(AF_INET6, "2001:4860:4860::8888"/.test(line)

/** A name server, also one on this computer, and the services of the system that look up names. */
const nameServer = /sin6?_port=htons\((53|853|5353)\)|sun_path="[^"]*(systemd\/resolve|avahi|dnsmasq)/
/** A question about a host to glibc's cache of names, which is asked about users as well. Numbers from its nscd-client.h. */
const hostQuestion = /\bsendto\(\d+, "\\2\\0\\0\\0\\([4-7r]|16)\\0\\0\\0/

/** The lines that look up a host, whoever does it. */
export const lookUps = (lines) => lines.filter((line) => nameServer.test(line) || hostQuestion.test(line))

/**
 * The programs that the app started, apart from its own.
 * @param {readonly string[]} lines
 * @param {string} executable the app's own program, which `electron` may wrap
 */
export function otherPrograms(lines, executable) {
  const own = new Set([executable, '/proc/self/exe'])
  const programs = lines.flatMap((line) => /\bexecve\("([^"]*)"/.exec(line)?.[1] ?? [])
  return programs.filter((program) => !own.has(program) && basename(program) !== 'electron')
}

/** The kernel's own files, devices, and memory that processes share. Nothing of them is on a disk. */
const noFiles = /^\/(proc|sys)\/|^\/dev\/(null|zero|u?random|tty|dri|nvidia|kfd|shm\/)/

/** Chromium's lock against a second app, and memory that it shares; both are gone when the app has quit. */
const chromiumsOwn = /^\/tmp\/(scoped_dir\w+(\/Singleton\w+)?|\.org\.chromium\.Chromium\.\w+)$/

/**
 * What the app wrote outside a folder, each with the call and the mode that it asked for; also what it removed again.
 * @param {readonly string[]} lines of strace with `fileCalls`
 * @param {string} home everything below it is the app's own
 * @param {string} workingFolder where the app was started
 * @param {(path: string) => boolean} isThere whether a file is still there, after the app has quit
 */
export function writtenOutside(lines, home, workingFolder, isThere) {
  const written = new Set()
  for (const line of lines) {
    const [, call, given, result] = /^\d+ +(\w+)\((.*)\) += (-?\d+)/.exec(line) ?? []
    if (!fileCalls.includes(call) || Number(result) < 0) continue
    if (call.startsWith('open') && !/O_(CREAT|WRONLY|RDWR|TRUNC)/.test(given)) continue
    // The last name is the one that exists afterwards.
    const name = [...given.matchAll(/"((?:[^"\\]|\\.)*)"/g)].at(-1)?.[1]
    if (name === undefined) continue
    const path = resolve(workingFolder, name)
    if (path === home || path.startsWith(`${home}/`) || noFiles.test(path)) continue
    if (chromiumsOwn.test(path) && !isThere(path)) continue
    const mode = /, (0\d+)\b[^"]*$/.exec(given)?.[1]
    written.add(`${call} ${path}${mode ? ` ${mode}` : ''}`)
  }
  return [...written]
}
