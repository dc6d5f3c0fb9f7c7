import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../bundle.mjs'
import { writeDocuments } from '../package-app.mjs'
import { loadBuilder, packageConfiguration } from '../package-configuration.mjs'
import { out, root } from '../setup/places.mjs'
import { buildMacEngine, macOut } from './build-mac-engine.mjs'
import { makeIcns } from './make-icns.mjs'
import { makeElectronLayout } from './testing/electron-layout.mjs'

/**
 * Makes the whole app for macOS, on Linux too: its archive, property list, icon and cross-compiled engines are the real ones.
 * Electron's own programs are stand-ins, because the machines that test Parley can't download Electron for macOS. It is not
 * signed.
 * @returns {Promise<string>} the folder `Parley.app`
 */
export async function assembleMacApp() {
  await buildMacEngine()
  const bundles = await bundle({ isRelease: true })
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
  const electron = join(out, 'electron-mac-layout')
  const output = join(out, 'mac-app')
  for (const folder of [electron, output]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(electron)
  makeElectronLayout(electron, version)
  const { Arch, build, Platform } = await loadBuilder()
  const place = { platform: 'darwin', arch: 'arm64', bundles, engine: macOut, output }
  const configuration = packageConfiguration({
    ...place,
    documents: [...(await writeDocuments()), join(electron, 'LICENSES.chromium.html')],
  })
  const icon = join(electron, 'icon.icns') // as electron-builder would have it, whose program for it needs a download
  writeFileSync(icon, makeIcns(readFileSync(join(root, 'build', 'icon.png'))))
  await build({
    targets: Platform.MAC.createTarget('dir', Arch.arm64),
    projectDir: root,
    publish: 'never',
    config: {
      ...configuration,
      // Without icons, else electron-builder converts one.
      directories: { output, buildResources: join(electron, 'Electron.app') },
      icon: null,
      mac: {
        ...configuration.mac,
        icon: null,
        extendInfo: { ...configuration.mac.extendInfo, CFBundleIconFile: 'icon.icns' },
      },
      extraResources: [...configuration.extraResources, { from: icon, to: 'icon.icns' }],
      electronDist: electron,
      electronVersion: version,
    },
  })
  return join(output, 'mac-arm64', 'Parley.app')
}
