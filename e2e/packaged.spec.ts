import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listPackage } from '@electron/asar'
import { expect, test } from 'vitest'
import { unsealedFuses } from '../build/fuses.mjs'
import { packagedExecutable } from '../build/package-app.mjs'
import { newHome, removeHome } from './app.js'

const executable = packagedExecutable()
const resources =
  process.platform === 'darwin' ? join(dirname(executable), '..', 'Resources') : join(dirname(executable), 'resources')

test('every fuse of the packaged app is sealed', async () => {
  expect(await unsealedFuses(executable)).toEqual([])
})

test('the archive holds the bundles and SQLite, and none of our sources or tools', () => {
  const files = listPackage(join(resources, 'app.asar'), { isPack: false })
  expect(files).toContain('/out/app/main/index.cjs')
  const strangers = files.filter(
    (file) => !/^\/(package\.json|out|node_modules)/.test(file) || /\.(ts|tsx|map)$|\/cli\//.test(file),
  )
  expect(strangers).toEqual([])
  const packages = files.filter((file) => /^\/node_modules\/(@[^/]+\/)?[^/@]+$/.test(file))
  expect(packages.length).toBeLessThan(6)
})

test('the packaged app starts, loads engine and model, answers once, opens no port, and quits', async () => {
  const home = newHome()
  const report = join(home, 'report.json')
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = spawn(executable, args, {
    env: { ...process.env, PARLEY_HOME: join(home, 'data'), PARLEY_SMOKE: report },
    stdio: 'inherit',
  })
  const ports = new Set<string>()
  const watch = setInterval(() => {
    for (const port of listeningPorts(app.pid ?? 0)) ports.add(port)
  }, 100)
  const code = await new Promise((resolve) => app.once('exit', resolve))
  clearInterval(watch)
  expect(code).toBe(0)
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ ok: true, state: 'done' })
  expect([...ports]).toEqual([])
  removeHome(home)
})

/** TCP sockets on which a process or its children listen, as `/proc` tells; none elsewhere than on Linux. */
function listeningPorts(root: number): string[] {
  if (!existsSync('/proc/net/tcp')) return []
  const listening = new Map<string, string>()
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!existsSync(file)) continue
    for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
      const [, address, , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === '0A' && address && inode) listening.set(`socket:[${inode}]`, address)
    }
  }
  return family(root).flatMap((pid) => socketsOf(pid).flatMap((socket) => listening.get(socket) ?? []))
}

function family(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/\) \S (\d+)/.exec(readOrNothing(`/proc/${name}/stat`))?.[1] ?? 0)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const all = [root]
  for (const pid of all) all.push(...(children.get(pid) ?? []))
  return all
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).map((fd) => readlinkSync(join(folder, fd)))
  } catch {
    return [] // the process ended meanwhile
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
