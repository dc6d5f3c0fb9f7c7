import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** The fuses of the release. Fuses that this version of Electron does not have are skipped. */
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

const enabledState = '1'

/** Sets the fuses in the executable of a packaged app. */
export async function sealFuses(executable) {
  const present = await getCurrentFuseWire(executable)
  const known = Object.fromEntries(Object.entries(sealed).filter(([fuse]) => present[fuse] !== undefined))
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...known,
  })
}

/** Returns the numbers of the fuses that differ from `sealed` in an executable. */
export async function unsealedFuses(executable) {
  const present = await getCurrentFuseWire(executable)
  return Object.entries(sealed)
    .filter(
      ([fuse, isOn]) => present[fuse] !== undefined && (String.fromCharCode(present[fuse]) === enabledState) !== isOn,
    )
    .map(([fuse]) => Number(fuse))
}
