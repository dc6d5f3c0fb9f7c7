import { run, SetupError } from './run.mjs'
import { fetchWheel } from './wheel.mjs'

const linux = {
  'linux-x64': 'manylinux_2_35_x86_64',
  'linux-arm64': 'manylinux_2_35_aarch64',
}

/**
 * MLX's builds for the Mac, the oldest macOS first. The app ships an engine for each and opens the newest one that its
 * macOS can run (electron/main/mac-engine.ts). The last build has kernels for the neural accelerators of the M5.
 */
export const macEngines = [
  { folder: 'mlx-14', platform: 'macosx_14_0_arm64', minimumVersion: '14.0' },
  { folder: 'mlx-26', platform: 'macosx_26_0_arm64', minimumVersion: '26.2' },
]

/** @param {(typeof macEngines)[number]} engine */
export const fetchMacMlx = (engine) => fetchWheel('mlx-metal', engine.platform)

/** Fetches the official MLX for this machine. Returns the folder that contains `mlx/`. */
export async function fetchMlx() {
  const machine = `${process.platform}-${process.arch}`
  if (linux[machine]) return fetchWheel('mlx-cpu', linux[machine])
  if (machine !== 'darwin-arm64') {
    throw new SetupError(
      `MLX has no build for ${machine}. Parley needs a Mac with Apple silicon, or Linux for development.`,
    )
  }
  const version = run('sw_vers', ['-productVersion'], { advice: 'Update macOS and try again.' }).trim()
  const engine = macEngines.findLast(({ minimumVersion }) => isAtLeast(version, minimumVersion))
  if (!engine) throw new SetupError(`macOS ${version} is too old. Parley needs macOS 14 or newer.`)
  return fetchMacMlx(engine)
}

/** Whether a version such as `26.2.1` is `minVersion` or newer. */
export const isAtLeast = (version, minVersion) => version.localeCompare(minVersion, 'en', { numeric: true }) >= 0
