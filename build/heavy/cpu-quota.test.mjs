import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../setup/run.mjs'
import { joinAndStart, makeGroup, quotaUs } from './cpu-quota.mjs'

let mount
beforeEach(() => {
  mount = mkdtempSync(join(tmpdir(), 'parley-groups-'))
})
afterEach(() => rmSync(mount, { recursive: true }))

const contentOf = (...path) => readFileSync(join(...path), 'utf8')

test('a third of two cores is two thirds of a core in each period of 100 ms', () => {
  expect(quotaUs(2, 1 / 3)).toBe(66_667)
  expect(quotaUs(12, 1 / 3)).toBe(400_000)
})

test('version 1 stores the quota in two files, and any user may join', () => {
  mkdirSync(join(mount, 'cpu'))
  writeFileSync(join(mount, 'cpu', 'cgroup.procs'), '')
  const group = join(mount, 'cpu', `parley-quota-${process.pid}`)
  // The kernel would make this file.
  mkdirSync(group)
  writeFileSync(join(group, 'cgroup.procs'), '')
  expect(makeGroup(66_667, mount)).toBe(group)
  expect(contentOf(group, 'cpu.cfs_period_us')).toBe('100000')
  expect(contentOf(group, 'cpu.cfs_quota_us')).toBe('66667')
  expect(statSync(join(group, 'cgroup.procs')).mode & 0o777).toBe(0o666)
})

test('version 2 stores the quota in one file, after the controller is enabled', () => {
  writeFileSync(join(mount, 'cgroup.controllers'), 'cpuset cpu io\n')
  writeFileSync(join(mount, 'cgroup.subtree_control'), 'cpuset\n')
  const group = makeGroup(66_667, mount)
  expect(contentOf(mount, 'cgroup.subtree_control')).toBe('+cpu')
  expect(contentOf(group, 'cpu.max')).toBe('66667 100000')
})

test('without control groups the error says which load to leave out', () => {
  expect(() => makeGroup(66_667, mount)).toThrow('--loads idle,busy')
})

test('the program joins the group and starts the executable, and starts it even without permission to join', () => {
  const group = join(mount, "it's a group")
  mkdirSync(group)
  const start = joinAndStart(group, '/bin/echo')
  const script = `sh -c "$1" program "two words"; echo $?`
  expect(run('sh', ['-c', script, 'sh', start], { advice: '' })).toBe('two words\n0\n')
  expect(Number(contentOf(group, 'cgroup.procs'))).toBeGreaterThan(1)
  rmSync(group, { recursive: true })
  expect(run('sh', ['-c', script, 'sh', start], { advice: '' })).toBe('two words\n0\n')
})
