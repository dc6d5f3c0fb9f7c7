const newest = { folder: 'mlx-26', major: 26, minor: 2 }
const oldest = { folder: 'mlx-14' }

/** The folders of all engines that a version of macOS can run, the best first. */
export const macEngines = (systemVersion: string): readonly string[] => [
  ...new Set([macEngine(systemVersion), oldest.folder]),
]

/**
 * Returns the engine's folder for a version of macOS (`26.2`, `15.7.1`). The newer engine has the kernels for the M5's
 * neural accelerators, which macOS loads from 26.2 on. An unknown version gets the older engine, which runs everywhere.
 */
export function macEngine(systemVersion: string): string {
  const [major = 0, minor = 0] = systemVersion.split('.').map(Number)
  const isNew = major > newest.major || (major === newest.major && minor >= newest.minor)
  return isNew ? newest.folder : oldest.folder
}
