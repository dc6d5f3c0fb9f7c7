import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { transportProblems } from '../mac/transport-security.mjs'
import { walkBundle } from '../mac/walk-bundle.mjs'
import { packagedExecutable } from '../package-app.mjs'
import { isAtLeast, macEngines } from '../setup/mlx.mjs'
import { out, root } from '../setup/places.mjs'
import { sizeProblems, sizesOf } from '../shipped/sizes.mjs'

/**
 * What could not be run where Parley is built, each by itself.
 * @typedef {{ execute: (program: string, args: readonly string[]) => Promise<string> }} Tools `execute` returns the output and
 *   throws when the program fails
 * @typedef {{ name: string, what: string, needsMac: boolean, work: (tools: Tools) => Promise<object | undefined> }} Step
 * @type {readonly Step[]}
 */
export const steps = [
  {
    name: 'assembled-app',
    what: 'The whole app for macOS, with stand-ins for Electron’s programs: every Mach-O file is walked, every part is within its size.',
    needsMac: false,
    async work() {
      const { assembleMacApp } = await import('../mac/assemble-app.mjs')
      return checkApp(await assembleMacApp())
    },
  },
  {
    name: 'metal-logits',
    what: 'Logits of Metal beside the recorded ones of the CPU, for every layout of weights; bfloat16 and long contexts are among them.',
    needsMac: true,
    work: (tools) => vitest(tools, 'vitest.config.mts', 'native/test/goldens.test.ts', 'native/test/parity.test.ts'),
  },
  {
    name: 'metallib',
    what: 'Which build of MLX the app takes on this macOS, and whether its kernels are there.',
    needsMac: true,
    async work({ execute }) {
      const version = (await execute('sw_vers', ['-productVersion'])).trim()
      const { folder, minimumVersion } = macEngines.findLast((engine) => isAtLeast(version, engine.minimumVersion))
      const kernels = join(out, 'native-mac', folder, 'mlx', 'lib', 'mlx.metallib')
      if (!existsSync(kernels))
        throw new Error(`${relative(root, kernels)} is missing: npm run build:mac-engine makes it.`)
      return {
        macOs: version,
        taken: folder,
        why: `it is the newest for macOS ${minimumVersion} and later`,
        bytes: statSync(kernels).size,
      }
    },
  },
  {
    name: 'wired-memory',
    what: 'How much memory is wired before and while a model is loaded.',
    needsMac: true,
    async work({ execute }) {
      const wired = async () => Number(/Pages wired down:\s+(\d+)/.exec(await execute('vm_stat', []))?.[1] ?? 0)
      const before = await wired()
      await npm(
        { execute },
        'engine',
        'generate',
        '--model',
        join(root, 'native', 'tiny-model', 'model'),
        '--prompt',
        'Hello',
      )
      return {
        pagesBefore: before,
        pagesAfter: await wired(),
        limitMb: (await execute('sysctl', ['-n', 'iogpu.wired_limit_mb'])).trim(),
      }
    },
  },
  {
    name: 'sleep',
    what: 'Sleep and wake of the engine: a reply after the Mac slept.',
    needsMac: true,
    work: (tools) => vitest(tools, 'e2e/vitest.config.mts', 'life.spec.ts'),
  },
  {
    name: 'e2e',
    what: 'The end-to-end tests on the running app, with Metal.',
    needsMac: true,
    work: ({ execute }) => execute('npm', ['test', '--', 'e2e']).then(() => undefined),
  },
  {
    name: 'package',
    what: 'The packaged app: signature, entitlements, load commands, sizes, and its own smoke test.',
    needsMac: true,
    async work(tools) {
      await tools.execute('npm', ['test', '--', 'packaged'])
      const app = join(packagedExecutable(), '..', '..', '..')
      await tools.execute('codesign', ['--verify', '--deep', '--strict', '--verbose=2', app])
      const entitlements = await tools.execute('codesign', ['--display', '--entitlements', '-', '--xml', app])
      const gatekeeper = await tools
        .execute('spctl', ['--assess', '--type', 'execute', '--verbose', app])
        .catch(({ message }) => message)
      return { ...checkApp(app), entitlements, gatekeeper }
    },
  },
  {
    name: 'first-token',
    what: 'Milliseconds from Send to the first token.',
    needsMac: true,
    work: async (tools) => JSON.parse(await npm(tools, 'bench', 'first-token')),
  },
  {
    name: 'speed',
    what: 'Prefill and decode beside mlx-lm, where Python can install it.',
    needsMac: true,
    work: async (tools) => JSON.parse(await npm(tools, 'bench', 'engine', '--quick')),
  },
  {
    name: 'idle',
    what: 'Processor time of the packaged app over a minute, its window open and nothing to do.',
    needsMac: true,
    async work(tools) {
      const { measureMacIdle } = await import('./mac-idle.mjs')
      return measureMacIdle(tools)
    },
  },
  {
    name: 'looks',
    what: 'Vibrancy and traffic lights in both themes: pictures to look at.',
    needsMac: true,
    async work(tools) {
      await tools.execute('npm', ['start', '--', '--demo'])
      return {
        pictures: readdirSync(join(out, 'demo'))
          .filter((name) => name.endsWith('.png'))
          .map((name) => `../demo/${name}`),
      }
    },
  },
  {
    name: 'accessibility',
    what: 'The accessibility tree of the windows, as VoiceOver gets it.',
    needsMac: true,
    work: (tools) => vitest(tools, 'e2e/vitest.config.mts', 'accessibility.spec.ts'),
  },
]

async function vitest({ execute }, config, ...files) {
  await execute(process.execPath, [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    config,
    ...files,
  ])
  return undefined
}

const npm = ({ execute }, script, ...args) => execute('npm', ['run', '-s', script, '--', ...args])

function checkApp(app) {
  const { files, problems } = walkBundle(app, process.env.PARLEY_TEAM ? { team: process.env.PARLEY_TEAM } : {})
  const sizes = sizesOf(app)
  const all = [...problems, ...transportProblems(app), ...sizeProblems(sizes)]
  if (all.length > 0) throw new Error(all.join('\n'))
  return { machOFiles: files.length, sizes }
}
