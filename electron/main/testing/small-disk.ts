import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For tests: whether a real small disk can be had. Only root can mount one, on Linux. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && isMountAllowed()

function isMountAllowed(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'parley-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'parley-test', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return true
  } catch {
    return false // root of a container that may not mount
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}
