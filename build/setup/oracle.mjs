import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { installVenv } from './debian.mjs'
import { cache, root } from './places.mjs'
import { run, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const requirements = join(root, 'native', 'test', 'requirements.txt')

/**
 * A Python with mlx-lm and openai-harmony, which tests and benchmarks compare with: a virtual environment in the cache,
 * made when it is first asked for. Answers the interpreter. Nothing of it ships with the app.
 */
export async function fetchOracle() {
  const hash = hashOf([requirements])
  const folder = join(cache, `oracle-${hash.slice(0, 12)}`)
  const python = join(folder, 'bin', 'python')
  // A virtual environment knows its own place: it is made where it stays, and made anew when that was cut short.
  await once(folder, hash, () => {
    installVenv()
    say('Fetching mlx-lm and openai-harmony, to compare with …')
    rmSync(folder, { recursive: true, force: true })
    run('python3', ['-m', 'venv', folder], { advice: 'Check that Python 3 has venv, then try again.' })
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
      advice: 'Check the network connection, then try again.',
    })
  })
  return python
}
