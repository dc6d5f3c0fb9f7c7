import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundle } from './bundle.mjs'
import { buildMacEngine, macOut } from './mac/build-mac-engine.mjs'
import { loadBuilder, packageConfiguration } from './package-configuration.mjs'
import { nativeOut } from './setup/addon.mjs'
import { fetchElectron } from './setup/electron.mjs'
import { isLinux, out, root } from './setup/places.mjs'
import { SetupError, say } from './setup/run.mjs'
import { setUp } from './setup/set-up.mjs'
import { hashOf, once, stampName } from './setup/stamp.mjs'
import { shippedComponents } from './shipped/components.mjs'
import { billOfMaterials, noticesOf } from './shipped/documents.mjs'
import { licenceProblems } from './shipped/licences.mjs'

export const dist = join(root, 'dist')

/** On a Mac the package has an engine for each of MLX's builds; the app opens the one for its macOS. */
const engineOut = process.platform === 'darwin' ? macOut : nativeOut

/**
 * Packages the app for this platform into `dist/`.
 * @param {{ isFolder: boolean }} options whether to make only a runnable folder, without images for users
 */
export async function packageApp({ isFolder }) {
  await setUp()
  if (engineOut === macOut) await buildMacEngine()
  const bundles = await bundle({ isRelease: true })
  const inputs = ['build', 'native/tiny-model/model', 'package-lock.json', 'package.json', 'LICENSE']
  const stamps = [bundles, engineOut].map((folder) => join(folder, stampName))
  const hash = hashOf([...inputs.map((part) => join(root, part)), ...stamps], isFolder)
  await once(
    dist,
    hash,
    async () => {
      say('Packaging …')
      rmSync(dist, { recursive: true, force: true })
      await buildImages(isFolder, bundles)
    },
    join(out, 'dist.lock'),
  )
}

const chromiumLicences = 'LICENSES.chromium.html'
const electronFolder = () => join(root, 'node_modules', 'electron', 'dist')

/** What others made in the package. */
export async function shippedParts() {
  const electron = isLinux ? dirname(await fetchElectron()) : electronFolder()
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
  return shippedComponents({
    bundles: join(out, 'app-release'),
    electron,
    electronVersion: versionOf(electron) ?? version,
    engine: engineOut,
    mlxVersion,
  })
}

const mlxVersion = /^mlx-metal==([\d.]+)/m.exec(
  readFileSync(join(import.meta.dirname, 'setup', 'wheels.txt'), 'utf8'),
)?.[1]
const documents = join(out, 'shipped')
const noticesName = 'THIRD-PARTY-NOTICES.txt'
const billName = 'parley.cdx.json'

/** Writes the notices and the bill of materials, which lie in the package, and returns the files. */
export async function writeDocuments() {
  const components = await shippedParts()
  const problems = licenceProblems(components)
  if (problems.length > 0) throw new SetupError(`The package may not be given to others:\n  ${problems.join('\n  ')}`)
  mkdirSync(documents, { recursive: true })
  const files = [noticesName, billName].map((name) => join(documents, name))
  const app = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(files[0], noticesOf(components))
  writeFileSync(files[1], `${JSON.stringify(billOfMaterials(app, components), null, 2)}\n`)
  return files
}

async function buildImages(isFolder, bundles) {
  const { build, Platform } = await loadBuilder()
  const files = await writeDocuments()
  const platform = process.platform === 'darwin' ? Platform.MAC : Platform.LINUX
  const place = {
    platform: process.platform,
    arch: process.arch,
    bundles,
    engine: engineOut,
    // On Linux Chromium's licences lie beside the executable.
    documents: isLinux ? files : [...files, join(electronFolder(), chromiumLicences)],
    output: dist,
  }
  await build({
    targets: platform.createTarget(isFolder ? 'dir' : undefined),
    projectDir: root,
    publish: 'never',
    config: { ...packageConfiguration(place), ...(await plainElectron()) },
  })
}

/** On Linux: a copy of the cached Electron without the shell that starts a checkout. Elsewhere: electron-builder's default. */
async function plainElectron() {
  if (!isLinux) return {}
  const folder = dirname(await fetchElectron())
  const copy = join(out, 'electron-plain')
  rmSync(copy, { recursive: true, force: true })
  cpSync(folder, copy, { recursive: true })
  for (const part of ['resources', stampName]) rmSync(join(copy, part), { recursive: true })
  mkdirSync(join(copy, 'resources'))
  return { electronDist: copy, electronVersion: versionOf(folder) }
}

/** The cache names Electron's folders by their versions. */
const versionOf = (folder) => /electron-([\d.]+)-/.exec(folder)?.[1]

/** Returns the path of the executable that `packageApp({ isFolder: true })` makes. */
export function packagedExecutable() {
  const { productName } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return process.platform === 'darwin'
    ? join(dist, 'mac-arm64', `${productName}.app`, 'Contents', 'MacOS', productName)
    : join(dist, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'parley')
}
