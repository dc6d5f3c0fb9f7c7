/**
 * `npm start -- --demo`: plays a short script in the real window, prints the replies and takes screenshots.
 * Throws when anything fails, so that the exit code of the command is reliable.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { driverArgs } from './testing/wait-for-driver.mjs'

const sample = join(import.meta.dirname, '..', 'native', 'tiny-model', 'sample', 'harbour-report.md')
/** Limit for one reply or one summary; long enough for the slowest machine. */
const maxWaitMs = 6 * 60_000

const allQuestions = ['What can you do?', 'Show me a small table']

/**
 * @param {object} options
 * @param {string} options.executable
 * @param {readonly string[]} options.args
 * @param {Readonly<Record<string, string>>} options.env
 * @param {string} options.outDir for the screenshots
 * @param {readonly string[]} [options.questions]
 * @param {string} [options.document] the text that is dropped
 */
export async function runDemo({ executable, args, env, outDir, questions = allQuestions, document = textOfSample() }) {
  mkdirSync(outDir, { recursive: true })
  const home = mkdtempSync(join(tmpdir(), 'parley-demo-'))
  const app = await _electron.launch({
    executablePath: executable,
    chromiumSandbox: true,
    args: driverArgs(args),
    env: { ...process.env, ...env, PARLEY_HOME: home },
  })
  try {
    const page = await app.firstWindow()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    await shoot(page, outDir, 'welcome')
    for (const question of questions) await ask(page, question)
    await shoot(page, outDir, 'conversation')
    await summarise(page, document)
    await shoot(page, outDir, 'summary')
    await page.setViewportSize({ width: 640, height: 760 })
    await shoot(page, outDir, 'narrow')
    console.log(`\nScreenshots are in ${outDir}`)
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  }
}

const textOfSample = () => readFileSync(sample, 'utf8')

async function ask(page, question) {
  console.log(`\nYou: ${question}`)
  const replies = page.getByRole('log', { name: 'Conversation' }).getByRole('article', { name: 'Assistant' })
  const index = await replies.count()
  await page.getByRole('textbox', { name: 'Message' }).fill(question)
  await page.getByRole('textbox', { name: 'Message' }).press('Enter')
  await replies.nth(index).waitFor()
  process.stdout.write('Assistant: ')
  const stop = page.getByRole('button', { name: 'Stop', exact: true })
  await printWhile(
    () => stop.isVisible(),
    () => textNow(replies.nth(index).locator('[data-part=answer]')),
  )
  const text = await replies.nth(index).locator('[data-part=answer]').innerText()
  if (text.trim().length < 3) throw new Error(`The answer to "${question}" is empty.`)
  if (/<\|/.test(text)) throw new Error(`The answer to "${question}" shows a channel marker.`)
}

async function summarise(page, document) {
  console.log('\nDropping harbour-report.md …')
  await page.evaluate((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'harbour-report.md'))
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
    }
  }, document)
  const card = page.getByRole('list', { name: 'Attachments' }).getByRole('listitem', { name: 'harbour-report.md' })
  await card.and(page.locator('[aria-busy=false]')).waitFor()
  await page.getByRole('textbox', { name: 'Message' }).press('Enter')
  const summary = page.getByRole('article', { name: 'Summary of harbour-report.md' })
  await summary.waitFor()
  const account = summary.getByText(/^(All \d+ pages were|The only page was) read/)
  const failed = summary.getByRole('alert')
  await printWhile(
    async () => !(await account.isVisible()) && !(await failed.isVisible()),
    () => textNow(summary.locator('[data-part=progress]')),
  )
  if (!(await account.isVisible())) throw new Error(`The summary failed: ${await failed.innerText()}`)
  console.log(await summary.locator('[data-part=summary]').innerText())
  console.log(await account.innerText())
  if ((await summary.getByRole('link', { name: /^p\. \d+$/ }).count()) === 0)
    throw new Error('No point of the summary has a page.')
}

/** Does not wait for an element that is not there, or not any more. */
const textNow = async (locator) => (await locator.allInnerTexts()).join('\n')

/** Prints what `read` adds to its text while `isRunning` returns true; a text that changed in another way gets a new line. */
async function printWhile(isRunning, read) {
  let printed = ''
  const step = async () => {
    const text = await read()
    if (text === '' || text === printed) return
    process.stdout.write(text.startsWith(printed) ? text.slice(printed.length) : `\n${text}`)
    printed = text
  }
  const deadline = Date.now() + maxWaitMs
  while (await isRunning()) {
    if (Date.now() > deadline) throw new Error(`This took more than ${maxWaitMs / 60_000} minutes.`)
    await step()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await step()
  process.stdout.write('\n')
}

async function shoot(page, outDir, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(outDir, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
}
