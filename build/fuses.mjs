import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** What the release is sealed with. A fuse that the Electron at hand does not have yet is left out. */
export const sealed = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

const sealedAsFound = '1'

/** Seals the executable of a packaged app. */
export async function sealFuses(executable) {
  const present = await getCurrentFuseWire(executable)
  const known = Object.fromEntries(Object.entries(sealed).filter(([fuse]) => present[fuse] !== undefined))
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...known,
  })
}

/** The fuses of an executable that are not as `sealed` says, by number. */
export async function unsealedFuses(executable) {
  const present = await getCurrentFuseWire(executable)
  return Object.entries(sealed)
    .filter(
      ([fuse, isOn]) => present[fuse] !== undefined && (String.fromCharCode(present[fuse]) === sealedAsFound) !== isOn,
    )
    .map(([fuse]) => Number(fuse))
}
