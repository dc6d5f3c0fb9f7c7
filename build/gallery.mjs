/**
 * `npm run gallery`: takes a picture of every component and state of the window, in both themes, and writes them into
 * `out/gallery/` with a page that shows them beside each other. `-- --serve` serves the same window, to be looked at in a
 * browser; `-- NAME …` takes only the pictures whose names begin so. Main is replaced by a double.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { _electron } from 'playwright'
import { build, createServer, preview } from 'vite'
import { withDisplay } from './display.mjs'
import { pageOf } from './gallery/page.mjs'
import { states } from './gallery/states.mjs'
import { launchInfo } from './launch.mjs'
import { out, root } from './setup/places.mjs'
import { SetupError, say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'
import { driverArgs } from './testing/wait-for-driver.mjs'

const folder = join(out, 'gallery')
const source = join(root, 'renderer', 'gallery')
const vite = { configFile: join(source, 'vite.config.ts'), root: source, logLevel: 'error' }
const themes = ['light', 'dark']
const maxPictureMs = 30_000

await main(async () => {
  const { values, positionals: names } = options()
  if (values.serve) return serve()
  const chosen = states.filter(({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)))
  if (chosen.length === 0) throw new SetupError(`No state begins with “${names.join('” or “')}”.`)
  const info = await launchInfo()
  say('Building the window …')
  await build({ ...vite, build: { outDir: join(out, 'window-only'), emptyOutDir: true } })
  const server = await preview({ ...vite, build: { outDir: join(out, 'window-only') }, preview: { port: 0 } })
  try {
    if (names.length === 0) rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const faults = await withDisplay(() => takePictures(info, server.resolvedUrls.local[0], chosen))
    if (names.length === 0) writeFileSync(join(folder, 'index.html'), pageOf(states, themes))
    console.log(`${chosen.length * themes.length - faults.length} pictures are in ${folder}`)
    for (const fault of faults) console.error(fault)
    return faults.length === 0 ? 0 : 1
  } finally {
    await server.close()
  }
})

function options() {
  try {
    return parseArgs({ options: { serve: { type: 'boolean' } }, allowPositionals: true })
  } catch (error) {
    throw new SetupError(error.message)
  }
}

async function serve() {
  const server = await createServer({ ...vite, logLevel: 'info' })
  await server.listen()
  server.printUrls()
  return new Promise(() => {})
}

async function takePictures({ executable, args, env }, address, chosen) {
  const shell = join(import.meta.dirname, 'gallery', 'shell')
  const app = await _electron.launch({
    executablePath: executable,
    chromiumSandbox: true,
    args: driverArgs(args.map((arg) => (arg === root ? shell : arg))),
    env: { ...process.env, ...env },
  })
  try {
    const page = await app.firstWindow()
    page.setDefaultTimeout(10_000)
    const faults = []
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      for (const state of chosen) {
        await withinLimit(takePicture(page, address, state, theme)).catch((error) =>
          faults.push(`The state “${state.name}” (${theme}) could not be shown: ${error.message.split('\n')[0]}`),
        )
      }
    }
    return faults
  } finally {
    await app.close()
  }
}

/** A window that never comes to rest would keep the gallery waiting forever. */
async function withinLimit(work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took more than ${maxPictureMs / 1_000} seconds`)), maxPictureMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function takePicture(page, address, { name, query = '', size = [1_100, 760], act, media = {} }, theme) {
  const [width, height] = size
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: theme, forcedColors: 'none', contrast: 'no-preference', ...media })
  await page.goto(`${address}?${query}`)
  await page.locator('main, .settings-window').first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  await act?.(page)
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
}
