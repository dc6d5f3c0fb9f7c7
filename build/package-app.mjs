import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundle } from './bundle.mjs'
import { sealFuses } from './fuses.mjs'
import { buildMacEngine, macOut } from './mac/build-mac-engine.mjs'
import { nativeOut } from './setup/addon.mjs'
import { fetchElectron } from './setup/electron.mjs'
import { isLinux, out, root } from './setup/places.mjs'
import { say } from './setup/run.mjs'
import { setUp } from './setup/set-up.mjs'
import { hashOf, once, stampName } from './setup/stamp.mjs'

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

async function buildImages(isFolder, bundles) {
  const { build, Platform } = await import('electron-builder')
  const platform = process.platform === 'darwin' ? Platform.MAC : Platform.LINUX
  await build({
    targets: platform.createTarget(isFolder ? 'dir' : undefined),
    projectDir: root,
    publish: 'never',
    config: { ...configuration(bundles), ...(await plainElectron()) },
  })
}

/** Files of the only unbundled npm package that it does not need at run time: types, ES modules, other platforms. */
const leftOut = [
  '!**/*.{md,markdown,map,mjs,d.ts,d.cts,d.mts}',
  '!node_modules/node-addon-api',
  '!node_modules/node-gyp-build/*.{md,gypi}',
  '!node_modules/node-gyp-build/{bin,build-test,optional}.js',
  '!node_modules/@photostructure/sqlite/{src,scripts,vendor,build,deps,doc}',
  '!node_modules/@photostructure/sqlite/*.{gyp,gypi}',
  `!node_modules/@photostructure/sqlite/prebuilds/!(${process.platform}-${process.arch})/**`,
  '!node_modules/@photostructure/sqlite/prebuilds/**/*.musl.node',
]

/**
 * What Finder offers to open with Parley, which is never the program that a double click starts. Types and not extensions,
 * so that a folder and each kind of text are among them.
 */
const documentTypes = [
  {
    CFBundleTypeName: 'Document',
    CFBundleTypeRole: 'Viewer',
    LSHandlerRank: 'Alternate',
    LSItemContentTypes: [
      'com.adobe.pdf',
      'public.text',
      'public.html',
      'public.rtf',
      'public.json',
      'public.image',
      'public.email-message',
      'public.comma-separated-values-text',
      'public.tab-separated-values-text',
      'net.daringfireball.markdown',
      'org.idpf.epub-container',
      'org.openxmlformats.wordprocessingml.document',
      'org.openxmlformats.presentationml.presentation',
      'org.openxmlformats.spreadsheetml.sheet',
      'org.oasis-open.opendocument.text',
      'org.oasis-open.opendocument.spreadsheet',
      'org.oasis-open.opendocument.presentation',
    ],
  },
  {
    CFBundleTypeName: 'Folder',
    CFBundleTypeRole: 'Viewer',
    LSHandlerRank: 'Alternate',
    LSItemContentTypes: ['public.folder'],
  },
]

/** @returns {import('electron-builder').Configuration} */
function configuration(bundles) {
  return {
    appId: 'app.parley.desktop',
    productName: 'Parley',
    copyright: 'Copyright © 2026 The Parley authors',
    directories: { output: dist, buildResources: join(root, 'build') },
    files: ['package.json', { from: bundles, to: 'out/app', filter: ['**/*', '!cli', `!${stampName}`] }, ...leftOut],
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    publish: null,
    extraResources: [
      { from: engineOut, to: 'native', filter: ['**/*', `!${stampName}`] },
      { from: join(root, 'native', 'tiny-model', 'model'), to: 'tiny-model' },
      { from: join(root, 'LICENSE'), to: 'LICENSE' },
    ],
    npmRebuild: false,
    icon: join(root, 'build', 'icon.png'),
    afterPack: ({ appOutDir, packager, electronPlatformName }) =>
      sealFuses(
        electronPlatformName === 'darwin'
          ? join(appOutDir, `${packager.appInfo.productFilename}.app`)
          : join(appOutDir, packager.executableName),
      ),
    mac: {
      target: ['dmg', 'zip'].map((target) => ({ target, arch: ['arm64'] })),
      category: 'public.app-category.productivity',
      minimumSystemVersion: '14.0',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: join(root, 'build', 'mac', 'entitlements.plist'),
      entitlementsInherit: join(root, 'build', 'mac', 'entitlements.plist'),
      extendInfo: { NSRequiresAquaSystemAppearance: false, CFBundleDocumentTypes: documentTypes },
      // The signature of the app covers these data files. Their own signature would be an attribute that zip files lose.
      signIgnore: [String.raw`\.metallib$`, String.raw`\.safetensors$`],
    },
    linux: { target: ['dir'], executableName: 'parley', category: 'Office' },
  }
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
  return { electronDist: copy, electronVersion: /electron-([\d.]+)-/.exec(folder)?.[1] }
}

/** Returns the path of the executable that `packageApp({ isFolder: true })` makes. */
export function packagedExecutable() {
  const { productName } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return process.platform === 'darwin'
    ? join(dist, 'mac-arm64', `${productName}.app`, 'Contents', 'MacOS', productName)
    : join(dist, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'parley')
}
