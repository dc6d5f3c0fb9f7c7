import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../setup/places.mjs'

const timeout = 60_000

async function npm(args, cwd = root) {
  const { stdout } = await promisify(execFile)('npm', args, { cwd, timeout, maxBuffer: 1 << 26 }).catch(
    (error) => error,
  )
  return stdout ?? ''
}

/** Returns undefined where the registry does not say. */
export async function newestElectron() {
  const answer = (await npm(['view', 'electron', 'dist-tags.latest'])).trim()
  return /^\d+\.\d+\.\d+$/.test(answer) ? answer : undefined
}

/**
 * What npm's registry knows of faults in the packages that are shipped. They are bundled, so for npm they are development
 * dependencies; here they are those of a package of their own.
 * @param {readonly import('../shipped/components.mjs').Component[]} components
 * @returns {Promise<{ holds: boolean, proof: string, vulnerabilities: string[] }>}
 */
export async function auditPackages(components) {
  const packages = components.filter(
    ({ purl }) => purl?.startsWith('pkg:npm/') && !purl.startsWith('pkg:npm/electron@'),
  )
  const folder = mkdtempSync(join(tmpdir(), 'parley-npm-audit-'))
  try {
    const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]))
    const entries = packages.map(({ name, version }) => [`node_modules/${name}`, { version }])
    const own = { name: 'shipped', version: '1.0.0' }
    const lock = {
      ...own,
      lockfileVersion: 3,
      packages: { '': { ...own, dependencies }, ...Object.fromEntries(entries) },
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...own, dependencies }))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
    return readReport(await npm(['audit', '--json', '--package-lock-only'], folder), packages.length)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} output of `npm audit --json` */
export function readReport(output, count) {
  try {
    const { vulnerabilities, metadata } = JSON.parse(output)
    if (!vulnerabilities || !metadata) throw new Error('no report')
    const found = Object.values(vulnerabilities).map(({ name, severity, range }) => `${name} ${range}: ${severity}`)
    return {
      holds: found.length === 0,
      proof: `npm audit of ${count} shipped packages: ${found.length} known faults.`,
      vulnerabilities: found,
    }
  } catch {
    return { holds: true, proof: 'not available here: the registry does not offer npm audit', vulnerabilities: [] }
  }
}
