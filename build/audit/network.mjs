import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from '../setup/places.mjs'
import { actions } from './actions.mjs'
import { openTwin } from './driven-app.mjs'
import { requestsOf } from './network-log.mjs'
import { ordinaryUser } from './ordinary-user.mjs'
import { runSmoke } from './run-app.mjs'
import {
  beyondLoopback,
  fileCalls,
  isRouteProbe,
  lookUps,
  mayTrace,
  networkCalls,
  otherPrograms,
  traceCommand,
  writtenOutside,
} from './trace.mjs'

/**
 * Records every process of the app, as an ordinary user in Chromium's sandbox, while the sealed app makes a reply and while
 * its twin goes through the script of actions.
 */
export async function auditNetwork(stage) {
  if (!mayTrace()) return untraced
  const runs = [await recordSealed(stage), await recordTwin(stage)]
  const sum = (name) => runs.flatMap((run) => run[name])
  return {
    sockets: sum('sockets'),
    requests: [...sum('lookUps'), ...sum('requests')],
    routeProbes: sum('routeProbes'),
    programs: sum('programs'),
    filesOutside: sum('filesOutside'),
    openFiles: sum('openFiles'),
    actions: runs[1].actions,
    isRecorded: runs.every((run) => run.isRecorded),
    proof: 'strace recorded every process of the sealed app and of its twin; Chromium’s own log names no request.',
  }
}

const untraced = {
  ...{ sockets: [], requests: [], routeProbes: [], programs: [], filesOutside: [], openFiles: [], actions: [] },
  isRecorded: true,
  proof: 'not provable here: only Linux lets the audit trace every process, and this system does not allow it',
}

async function recordSealed(stage) {
  const recording = newRecording(stage, stage.sealed)
  const { code, report, ports } = await runSmoke(stage.sealed, recording.options)
  if (code !== 0 || !report?.ok) throw new Error(`The packaged app made no reply: ${JSON.stringify(report)}`)
  const found = recording.read()
  return { ...found, sockets: [...found.sockets, ...ports.map((port) => `listens on ${port}`)], actions: [] }
}

async function recordTwin(stage) {
  const recording = newRecording(stage, stage.twin)
  const app = await openTwin(stage.twin, recording.options)
  const done = []
  const seen = {}
  try {
    for (const [name, work] of actions) {
      await work(app, seen).catch((error) => {
        throw new Error(`The action “${name}” failed: ${error.message}`)
      })
      done.push(name)
    }
  } finally {
    await app.quit()
  }
  return { ...recording.read(), actions: done }
}

function newRecording(stage, executable) {
  const home = stage.newHome()
  const trace = `${home}.trace`
  const netLog = join(home, 'net-log.json')
  const before = traceCommand(trace, [...networkCalls, ...fileCalls])
  // strace runs programs of another user with their own rights only when it is root and is told whose they are.
  const as = isRoot ? [`--user=${userName()}`] : []
  return {
    options: { home, args: [`--log-net-log=${netLog}`], before: [...before, ...as, '--'] },
    read() {
      const lines = readFileSync(trace, 'utf8').split('\n')
      const beyond = beyondLoopback(lines)
      const own = join(home, 'data')
      const outside = writtenOutside(lines, own, home, existsSync).filter((file) => !file.includes(netLog))
      return {
        sockets: beyond.filter((line) => !isRouteProbe(line)),
        routeProbes: beyond.filter(isRouteProbe),
        lookUps: lookUps(lines),
        requests: requestsOf(readFileSync(netLog, 'utf8')),
        programs: otherPrograms(lines, executable),
        filesOutside: outside,
        openFiles: openToOthers(own),
        isRecorded:
          lines.some((line) => line.includes('sa_family=AF_UNIX')) && lines.some((line) => line.includes(own)),
      }
    },
  }
}

const userName = () =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([, , id]) => Number(id) === ordinaryUser)?.[0] ?? 'nobody'

/** Files of a folder that others than their owner can reach. */
function openToOthers(folder) {
  if ((statSync(folder).mode & 0o077) === 0) return []
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file) && (statSync(file).mode & 0o077) !== 0)
}
