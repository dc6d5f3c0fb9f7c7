import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installStrace } from '../setup/debian.mjs'
import { out } from '../setup/places.mjs'
import { fetchSmallModel } from '../small-model/fetch.mjs'
import { runAppTests } from '../testing/run-app-tests.mjs'
import { suites, testEnvironment } from '../testing/run-vitest.mjs'

/** Specs that say nothing of another model, with the reason. Single tests say it themselves (`e2e/test-with.ts`). */
const without = {
  'answer-now.spec.ts': 'has a model of its own',
  'bad-input.spec.ts': 'has a model of its own',
  'running-reply.spec.ts': 'has a model of its own',
  'small-model.spec.ts': 'runs with the small model in npm test',
  'trial.spec.ts': 'has no window',
  'models.spec.ts': 'is about the demonstration model and copies of it',
}

/** In tokens: texts that fill the context are as short as for the demonstration model, and so are replies without a limit. */
const contextLength = 1_280

/**
 * `npm run test:heavy -- small-model [FILE …]`: the end-to-end tests with the small real model in place of the
 * demonstration model, which other tests were made with.
 */
export async function smallModel(files, info) {
  const startedAt = performance.now()
  const folder = copyWithShortContext(await fetchSmallModel())
  try {
    installStrace()
    const env = {
      ...testEnvironment(info),
      PARLEY_MODEL: folder,
      PARLEY_TEST_MODEL: 'small',
      PARLEY_FAILURES: join(out, 'failures', 'small-model'),
    }
    const left = Object.keys(without).flatMap((file) => ['--exclude', file])
    const args = [...suites.e2e, ...left, ...files]
    const result = await runAppTests('heavy-small-model', args, { env, screen: process.stderr })
    const { passed, failed, failures } = result
    const seconds = Math.round((performance.now() - startedAt) / 1_000)
    return { isGood: failed === 0 && passed > 0, passed, failed, failures, without, seconds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function copyWithShortContext(model) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-small-model-'))
  for (const name of readdirSync(model)) copyFileSync(join(model, name), join(folder, name))
  const file = join(folder, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...config, max_position_embeddings: contextLength }))
  return folder
}
