import type { Locator } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'

const app = App.ofFile()

beforeAll(() => app.limitReplies(200))

const effort = (name: string) => app.page.getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name })
const versions = (message: Locator) => message.getByRole('group', { name: 'Versions' })
const answer = (reply: Locator) => reply.locator('[data-part=answer]').innerText()
const button = (message: Locator, name: string) => message.getByRole('button', { name, exact: true })
/** So that no reply fills the context, whatever the model finds to say today. */
const short = { ...initialSettings.defaults, maxTokens: 80 }
const settled = () => app.button('Stop').waitFor({ state: 'hidden' })

/** The rows of the popover of a reply's statistics. */
async function statistics(reply: Locator): Promise<string> {
  await button(reply, 'Statistics').click()
  const text = await app.page.getByRole('dialog', { name: 'Statistics' }).innerText()
  await app.page.keyboard.press('Escape')
  await app.page.getByRole('dialog', { name: 'Statistics' }).waitFor({ state: 'hidden' })
  return text
}

test('effort is chosen in the composer, holds for its conversation and not for the next one', async () => {
  await effort('High').click()
  const reply = await app.ask('Hello')
  expect(await statistics(reply)).toMatch(/Effort\s+High/)
  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
  expect(await effort('Medium').isChecked()).toBe(true)
  await app.conversations.first().getByRole('button').click()
  await app.replies.first().waitFor()
  expect(await effort('High').isChecked()).toBe(true)
})

test('Answer now in mid-thought folds the thinking and gives an answer', async () => {
  // Hot enough to think at length.
  const hot = { ...initialSettings.defaults, effort: 'high', temperature: 2, seed: 3, maxTokens: 200 } as const
  await app.request('sendMessage', null, 'Think at length', hot)
  // Pressed in the page itself: the demonstration model is done within seconds.
  const pressed = app.page.waitForFunction(() => {
    const found = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Answer now')
    found?.click()
    return found !== undefined
  })
  await app.conversations.filter({ hasText: 'Think at length' }).getByRole('button').click()
  await pressed
  await settled()
  const reply = app.replies.last()
  const toggle = reply.getByRole('group', { name: 'Reasoning' }).getByRole('button', { name: /^Thought/ })
  expect(await toggle.getAttribute('aria-expanded')).toBe('false')
  expect((await answer(reply)).trim()).not.toBe('')
  expect(await statistics(reply)).toContain('ended by you')
})

test('a stopped reply tells what it took, and that it was stopped', async () => {
  await app.button('New chat').click()
  await app.send(longQuestion)
  await app.page.waitForFunction(() => {
    const answers = document.querySelectorAll('[role=log] article[aria-label=Assistant] [data-part=answer]')
    if ((answers[answers.length - 1]?.textContent ?? '').length < 20) return false
    document.querySelector<HTMLButtonElement>('button[aria-label=Stop]')?.click()
    return true
  })
  await settled()
  const told = await statistics(app.replies.last())
  expect(told).toContain('You stopped it')
  expect(told).toMatch(/Prompt\s+\d+ tokens/)
  expect(told).toMatch(/Speed\s+[\d.]+ tokens a second/)
})

test('versions are made, stepped through with the keyboard and all there after a restart', async () => {
  await app.button('New chat').click()
  const first = await answer(await app.ask('Good morning'))
  const reply = app.replies.last()
  await button(reply, 'Try again with').click()
  await app.page.getByRole('menuitem', { name: '1.3, more surprising' }).click()
  await versions(reply).getByText('2 of 2').waitFor()
  await settled()

  await button(reply, 'Previous version').focus()
  await app.page.keyboard.press('Enter')
  await versions(reply).getByText('1 of 2').waitFor()
  expect(await answer(reply)).toBe(first)
  const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  expect(await focused()).toBe('Previous version')

  const question = app.questions.last()
  await button(question, 'Edit').focus()
  await app.page.keyboard.press('Enter')
  await app.page.getByRole('textbox', { name: 'Text to edit' }).press('Escape')
  await expect.poll(focused).toBe('Edit')
  await app.page.keyboard.press('Enter')
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill('Good evening')
  await app.page.keyboard.press(process.platform === 'darwin' ? 'Meta+Enter' : 'Control+Enter')
  await versions(question).getByText('2 of 2').waitFor()
  await settled()
  expect(await focused()).toBe('Message')
  await button(question, 'Previous version').click()
  await question.getByText('Good morning').waitFor()

  await app.restart()
  await app.questions.last().getByText('Good morning').waitFor()
  await versions(app.questions.last()).getByText('1 of 2').waitFor()
  await versions(app.replies.last()).getByText('1 of 2').waitFor()
  expect(await answer(app.replies.last())).toBe(first)
})

test('a reply is edited as text, and the one that the model wrote stays a version', async () => {
  await app.button('New chat').click()
  const reply = await app.ask('Hello')
  await button(reply, 'Edit').click()
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill('As I would have said it.')
  await app.button('Save').click()
  await versions(reply).getByText('2 of 2').waitFor()
  expect(await answer(reply)).toBe('As I would have said it.')
  await reply.getByText('Edited by you').waitFor()
  await button(reply, 'Previous version').click()
  await reply.getByText('Edited by you').waitFor({ state: 'detached' })
})

test('what is being edited is still there after a look at another conversation', async () => {
  await app.begin('What can you do?', short)
  const title = app.conversations.filter({ hasText: 'What can you do?' })
  await button(app.questions.last(), 'Edit').click()
  const field = app.page.getByRole('textbox', { name: 'Text to edit' })
  await field.fill('What can you do for me, after all?')
  await app.button('New chat').click()
  await field.waitFor({ state: 'detached' })
  await title.first().getByRole('button').click()
  await field.waitFor()
  expect(await field.inputValue()).toBe('What can you do for me, after all?')
  await app.page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Cancel' }).click()
  await field.waitFor({ state: 'detached' })
  await button(app.questions.last(), 'Edit').click()
  expect(await field.inputValue()).toBe('What can you do?')
  await field.fill('What else?')
  await field.press('Escape')
  await app.page.getByText('Your changes are discarded').waitFor()
  await app.page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await field.inputValue()).toBe('What else?')
  await field.press('Escape')
})

/** Presses a button of the composer in the moment in which it appears, as a pointer does. */
const pressAsItComes = (label: string) =>
  app.page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const press = () => {
          const found = document.querySelector<HTMLButtonElement>(`.composer-card button[aria-label=${name}]`)
          if (!found || found.disabled) return
          observer.disconnect()
          found.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
          resolve()
        }
        const observer = new MutationObserver(press)
        observer.observe(document.body, { subtree: true, childList: true, attributes: true })
      }),
    label,
  )

test('the second half of a double click on Send stops nothing, and on Stop it sends nothing', async () => {
  await app.begin('What can you do?', { ...short, maxTokens: 200 })
  await app.composer.fill(longQuestion)
  const pressedStop = pressAsItComes('Stop')
  await app.composer.press('Enter')
  await pressedStop
  await app.composer.fill('Half a thought')
  const pressedSend = pressAsItComes('Send')
  await app.replies.last().locator('[data-part=answer]').getByText(/\w/).first().waitFor()
  await app.composer.press('Escape')
  await pressedSend
  const answered = await app.page.evaluate(() => performance.now())
  await app.page.waitForFunction((then) => performance.now() > then + 600, answered)
  expect(await app.composer.inputValue()).toBe('Half a thought')
  expect(await app.questions.count()).toBe(2)
  await app.button('Send').click()
  await expect.poll(() => app.questions.count()).toBe(3)
  await settled()
})

test('a double click on Regenerate makes one version, and nothing is refused', async () => {
  const reply = await app.begin('What can you do?', short)
  await button(reply, 'Regenerate').dblclick()
  await settled()
  await versions(app.replies.last()).getByText('2 of 2').waitFor()
  expect(await app.page.getByText('A reply is still being made here').count()).toBe(0)
})

test('Enter while a reply is made keeps the draft and says once why it is not sent', async () => {
  await app.button('New chat').click()
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.send('And then?')
  const hint = app.page.getByRole('status').getByText('A reply is being made. Stop it (Esc) to send this.')
  await hint.waitFor()
  expect(await app.composer.inputValue()).toBe('And then?')
  await app.composer.press('!')
  await hint.waitFor({ state: 'detached' })
  await app.composer.press('Enter')
  await hint.waitFor()
  await app.composer.press('Escape')
  await settled()
  await hint.waitFor({ state: 'detached' })
  expect(await app.composer.inputValue()).toBe('And then?!')
  await app.composer.fill('')
})

/** Stops the last reply as soon as its answer has more characters than this: in the page itself, before it is done. */
const stopWhenLonger = (length: number) =>
  app.page.waitForFunction((characters) => {
    const parts = document.querySelectorAll('[role=log] article[aria-label=Assistant] [data-part=answer]')
    if ((parts[parts.length - 1]?.textContent ?? '').length <= characters) return false
    const stop = document.querySelector<HTMLButtonElement>('button[aria-label=Stop]')
    stop?.click()
    return stop !== null
  }, length)

test('a stopped reply says so and goes on where it was', async () => {
  await app.button('New chat').click()
  await app.waitForEngine()
  await app.send(longQuestion)
  await stopWhenLonger(20)
  const reply = app.replies.last()
  await reply.getByText('Stopped').waitFor()
  const begun = await answer(reply)
  await button(reply, 'Continue').click()
  // The demonstration model would go on until its context is full.
  await stopWhenLonger(begun.length)
  await versions(reply).getByText('2 of 2').waitFor()
  expect((await answer(reply)).startsWith(begun.trimEnd())).toBe(true)
  expect((await answer(reply)).length).toBeGreaterThan(begun.length)
})

test('the statistics say what came from the cache, and the same seed says the same again', async () => {
  await app.begin(longQuestion, short)
  const reply = await app.ask('Hello')
  const cached = /\((\S+) from the cache\)/.exec(await statistics(reply))?.[1] ?? '0'
  expect(Number(cached.replace(',', ''))).toBeGreaterThan(200)
  const text = await answer(reply)
  await button(reply, 'Statistics').click()
  await app.button('Reply again with the same seed').click()
  await versions(reply).getByText('2 of 2').waitFor()
  await settled()
  expect(await answer(reply)).toBe(text)
})

test('the second turn of a conversation of 1,500 tokens reads its new tail and nothing else', async () => {
  await app.begin(`Hello. ${'The old ferry was repaired in March and carries forty people. '.repeat(85)}`, short)
  const rows = await statistics(await app.ask('What can you do?'))
  const [, prompt = 0, cached = 0] = (/([\d,]+) tokens \(([\d,]+) from the cache\)/.exec(rows) ?? []).map((figure) =>
    Number(figure.replace(',', '')),
  )
  expect(prompt).toBeGreaterThan(1_500)
  // The first reply without its thinking, and the new question.
  expect(prompt - cached).toBeLessThan(160)
})

test('a conversation that waits for another says its place, also where it is opened later, and leaves the line', async () => {
  const settings = { ...initialSettings.defaults, temperature: 2, seed: 3 }
  await app.request('sendMessage', null, `First ${longQuestion}`, settings)
  // Held for a moment, so that the first can't end before the others leave the line.
  const [pid = 0] = await app.enginePids()
  process.kill(pid, 'SIGSTOP')
  await app.request('sendMessage', null, `Second ${longQuestion}`, settings)
  await app.request('sendMessage', null, `Third ${longQuestion}`, settings)
  const row = app.conversations.filter({ hasText: 'Third Summarise' })
  await row.getByText('3rd in line').waitFor()
  await row.getByRole('button').click({ button: 'right' })
  await app.page.getByRole('menuitem', { name: 'Leave the line' }).click()
  await row.getByText('3rd in line').waitFor({ state: 'detached' })

  await app.conversations.filter({ hasText: 'Second Summarise' }).getByRole('button').click()
  const reply = app.replies.last()
  await reply.getByText('2nd in line').waitFor()
  await button(reply, 'Cancel').click()
  await reply.getByText('Stopped').waitFor()
  process.kill(pid, 'SIGCONT')
})

test('who sends while reading further up is taken to what was sent, and the rest is said to be with the old version', async () => {
  await app.begin(longQuestion.repeat(3), short)
  const first = app.replies.first()
  await app.ask('Hello')
  await app.transcript.evaluate((log) => log.scrollTo(0, 0))
  await app.button('Jump to latest').waitFor()
  await app.ask('And who are you?')
  await app.button('Jump to latest').waitFor({ state: 'hidden' })
  const isSeen = () =>
    app.questions.last().evaluate((message) => message.getBoundingClientRect().bottom < window.innerHeight)
  await expect.poll(isSeen).toBe(true)

  await first.hover()
  await button(first, 'Regenerate').click()
  await app.page.getByText('What followed stays with version 1.').waitFor()
  expect(await app.questions.count()).toBe(1)
  await app.button('Undo').click()
  await versions(first).getByText('1 of 2').waitFor()
  await app.questions.last().getByText('And who are you?').waitFor()
})
