import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

beforeEach(() => app.newChat())

const askEach = () => app.button('Ask each separately')
const batch = (prompt: string) => app.transcript.getByRole('article', { name: `Batch of ${prompt}`, exact: true })
const rows = (prompt: string) =>
  batch(prompt)
    .getByRole('row')
    .filter({ has: app.page.getByRole('rowheader') })
const progress = (prompt: string, hasText?: RegExp | string) =>
  batch(prompt).locator('[data-part="progress"]', { hasText })
const isOver = /^(\d+) of \1(?:, \d+ failed)?$/

/** Makes the native dialog return this file. */
const saveTo = (file: string) =>
  app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)

const board = (head: string) => `The board met in May. It chose ${head} as its head.`

test('one prompt is asked about each of three documents, and the answers come into a table', async () => {
  const prompt = 'Who is the head?'
  await app.attach('first.txt', board('Ada Smith'))
  expect(await askEach().count()).toBe(0)
  await app.attach('second.txt', board('Bob Jones'))
  await app.attach('third.txt', board('Cy Young'))
  expect(await askEach().isDisabled()).toBe(true)
  await app.composer.fill(prompt)
  await askEach().click()
  await expect.poll(() => rows(prompt).count()).toBe(3)
  expect(await app.composer.inputValue()).toBe('')
  expect(await app.attachment('first.txt').count()).toBe(0)
  await progress(prompt, isOver).waitFor({ timeout: 110_000 })
  for (const name of ['first.txt', 'second.txt', 'third.txt'])
    await batch(prompt)
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('cell')
      .getByText(/\w/)
      .first()
      .waitFor()
  // The model is asked without the conversation, and the conversation without the documents.
  await app.composer.fill('Thanks')
  const [{ id } = { id: '' }] = await app.request('listConversations')
  const { text } = await app.request('showPrompt', id)
  expect(text).toContain('| second.txt |')
  expect(text).not.toContain(board('Bob Jones'))
})

test('the rows of a table are saved as CSV with their answers, and no cell is a formula', async () => {
  const prompt = 'What is it?'
  await app.attach(
    'things.csv',
    'Name,Note\nFerry,old\n=1+1,sum\nBridge,closed\n,\nMarket,"moved, in May"\nMuseum,open\n',
  )
  await app.composer.fill(prompt)
  await askEach().click()
  await expect.poll(() => rows(prompt).count()).toBe(5)
  await progress(prompt, isOver).waitFor({ timeout: 110_000 })
  const file = join(app.home, 'saved.csv')
  await saveTo(file)
  await batch(prompt).getByRole('button', { name: 'Save as CSV…' }).click()
  await expect.poll(() => lines(file).length).toBe(6)
  expect(lines(file)[0]).toBe('Name,Note,Answer,Problem')
  expect(lines(file)[2]).toMatch(/^"'=1\+1",sum,/)
  expect(lines(file)[4]).toMatch(/^Market,"moved, in May",/)
})

/** The records of a CSV file that begin with one of the names; an answer may have several lines. */
function lines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .replace('\ufeff', '')
      .split('\r\n')
      .filter((line) => /^(?:Name|Ferry|"'=1\+1"|Bridge|Market|Museum),/.test(line))
  } catch {
    return [] // not written yet
  }
}

test('a batch that a kill interrupted goes on by itself', async () => {
  const prompt = 'Who is the head?'
  await app.attach('first.txt', board('Ada Smith'))
  await app.attach('second.txt', board('Bob Jones'))
  await app.composer.fill(prompt)
  await askEach().click()
  await expect.poll(() => rows(prompt).count()).toBe(2)
  await app.killAndStart()
  await app.conversations.first().getByRole('button').first().click()
  await progress(prompt, isOver).waitFor({ timeout: 110_000 })
})

/** The last one of the file, because its batch goes on. */
test('a batch is paused, survives a restart with its answers, and resumes after them', async () => {
  const prompt = 'Describe it'
  const names = Array.from({ length: 20 }, (_, index) => `Thing ${index + 1}`)
  await app.attach('things.csv', ['Name,Note', ...names.map((name) => `${name},old`)].join('\n'))
  await app.composer.fill(prompt)
  await askEach().click()
  await progress(prompt, /^[1-9]\d* of 20/).waitFor({ timeout: 110_000 })
  await batch(prompt).getByRole('button', { name: 'Pause', exact: true }).click()
  await progress(prompt, /^Paused, /).waitFor()
  const before = await progress(prompt).innerText()
  const first = await rows(prompt).first().innerText()
  await app.restart()
  await app.waitForEngine()
  await progress(prompt, before).waitFor()
  expect(await rows(prompt).first().innerText()).toBe(first)
  await batch(prompt).getByRole('button', { name: 'Resume', exact: true }).click()
  const answered = Number(/\d+/.exec(before)?.[0])
  const nowAnswered = async () => Number.parseInt(await progress(prompt).innerText(), 10)
  await expect.poll(nowAnswered, { timeout: 110_000 }).toBeGreaterThan(answered)
  expect(await rows(prompt).first().innerText()).toBe(first)
})
