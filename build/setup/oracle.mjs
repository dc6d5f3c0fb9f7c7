import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { installVenv } from './debian.mjs'
import { cache, root } from './places.mjs'
import { run, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const requirements = join(root, 'native', 'test', 'requirements.txt')

/**
 * Makes a Python virtual environment in the cache, on first use, with mlx-lm and openai-harmony for tests and benchmarks to
 * compare with. Returns the path of the interpreter. The app does not ship it.
 */
export async function fetchOracle() {
  const hash = hashOf([requirements])
  const folder = join(cache, `oracle-${hash.slice(0, 12)}`)
  const python = join(folder, 'bin', 'python')
  // A virtual environment contains its own path, so it can't be moved: an interrupted one is removed and made again.
  await once(folder, hash, () => {
    installVenv()
    say('Fetching mlx-lm and openai-harmony for comparisons …')
    rmSync(folder, { recursive: true, force: true })
    run('python3', ['-m', 'venv', folder], { advice: 'Check that Python 3 has venv, then try again.' })
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
      advice: 'Check the network connection, then try again.',
    })
  })
  return python
}
