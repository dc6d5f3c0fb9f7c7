/** What electron-builder puts into a package. */
import { basename, join } from 'node:path'
import { sealFuses } from './fuses.mjs'
import { forbidPlainLoads } from './mac/transport-security.mjs'
import { root } from './setup/places.mjs'
import { stampName } from './setup/stamp.mjs'
import { packagesName } from './shipped/packages.mjs'

/** Files of the only unbundled npm package that it does not need at run time: types, ES modules, other platforms. */
const leftOut = (target) => [
  '!**/*.{md,markdown,map,mjs,d.ts,d.cts,d.mts}',
  '!node_modules/node-addon-api',
  '!node_modules/node-gyp-build/*.{md,gypi}',
  '!node_modules/node-gyp-build/{bin,build-test,optional}.js',
  '!node_modules/@photostructure/sqlite/{src,scripts,vendor,build,deps,doc}',
  '!node_modules/@photostructure/sqlite/*.{gyp,gypi}',
  `!node_modules/@photostructure/sqlite/prebuilds/!(${target})/**`,
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

/**
 * @param {{ platform: string, arch: string, bundles: string, engine: string, documents: readonly string[], output: string }} place
 *   what the package is for, where its parts are, and where it goes; `documents` are files about what others made
 * @returns {import('electron-builder').Configuration}
 */
export function packageConfiguration({ platform, arch, bundles, engine, documents, output }) {
  return {
    appId: 'app.parley.desktop',
    productName: 'Parley',
    copyright: 'Copyright © 2026 The Parley authors',
    directories: { output, buildResources: join(root, 'build') },
    files: [
      'package.json',
      { from: bundles, to: 'out/app', filter: ['**/*', '!cli', `!${packagesName}`, `!${stampName}`] },
      ...leftOut(`${platform}-${arch}`),
    ],
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    // build/mac/update-info.mjs tells of a version, after its app is stapled.
    publish: null,
    extraMetadata: updateSource(),
    extraResources: [
      { from: engine, to: 'native', filter: ['**/*', `!${stampName}`] },
      { from: join(root, 'native', 'tiny-model', 'model'), to: 'tiny-model' },
      { from: join(root, 'LICENSE'), to: 'LICENSE' },
      ...documents.map((file) => ({ from: file, to: basename(file) })),
    ],
    npmRebuild: false,
    icon: join(root, 'build', 'icon.png'),
    afterPack: async ({ appOutDir, packager, electronPlatformName }) => {
      if (electronPlatformName !== 'darwin') return sealFuses(join(appOutDir, packager.executableName))
      const app = join(appOutDir, `${packager.appInfo.productFilename}.app`)
      forbidPlainLoads(app)
      await sealFuses(app)
    },
    mac: {
      target: ['dmg', 'zip'].map((target) => ({ target, arch: ['arm64'] })),
      category: 'public.app-category.productivity',
      minimumSystemVersion: '14.0',
      ...signing(),
      gatekeeperAssess: false,
      extendInfo: { NSRequiresAquaSystemAppearance: false, CFBundleDocumentTypes: documentTypes },
      // The signature of the app covers these data files. Their own signature would be an attribute that zip files lose.
      signIgnore: [String.raw`\.metallib$`, String.raw`\.safetensors$`],
    },
    linux: { target: ['dir'], executableName: 'parley', category: 'Office' },
  }
}

/**
 * With an identity from the environment (electron-builder's CSC_LINK, CSC_NAME) the app is signed and hardened. Without one it is
 * for oneself: signed ad hoc, and each of its libraries is of "another team", which its own entitlements allow.
 * `PARLEY_RELEASE=1` fails where there is no identity.
 */
function signing() {
  const isSigned = Boolean(process.env.CSC_LINK || process.env.CSC_NAME)
  const entitlements = join(root, 'build', 'mac', isSigned ? 'entitlements.plist' : 'entitlements.unsigned.plist')
  return {
    ...(isSigned ? {} : { identity: '-' }),
    hardenedRuntime: isSigned,
    forceCodeSigning: process.env.PARLEY_RELEASE === '1',
    // A step of its own, because its service may take hours: .github/workflows/release.yml.
    notarize: false,
    entitlements,
    entitlementsInherit: entitlements,
  }
}

/** Where the app looks for newer versions: only a release does, and `PARLEY_UPDATES_FROM` says where its files will be. */
function updateSource() {
  const from = process.env.PARLEY_UPDATES_FROM
  return process.env.PARLEY_RELEASE === '1' && from ? { updates: from } : {}
}

/** electron-builder, whose messages go to stderr: stdout is for the JSON of our commands. */
export async function loadBuilder() {
  const builder = await import('electron-builder')
  builder.log.stream = process.stderr
  return builder
}
