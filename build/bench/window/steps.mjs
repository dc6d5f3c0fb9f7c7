import { playBatches } from './replay.mjs'

/**
 * The steps of each state, in order. A step gets the window, the state's conversation and its size, and returns the result
 * of `Probe.measure`.
 */
export const steps = {
  conversation: { open },
  thinking: {
    open,
    batchFolded: measureBatches,
    unfold: ({ probe, page }) =>
      probe.measure(() => page.locator('.reasoning-toggle').last().click(), { selector: '.reasoning-text p' }),
    batchUnfolded: measureBatches,
  },
  versions: {
    open,
    step: async ({ page, probe }, _id, { versions }) => {
      const times = 6
      const choose = async () => {
        for (let turn = 0; turn < times; turn++) {
          const isBack = versions > 2 || turn % 2 === 0
          await page.getByRole('button', { name: isBack ? 'Previous version' : 'Next version' }).click()
        }
      }
      return probe.measure(choose, { selector: '.versions' }, times)
    },
  },
  code: {
    open,
    edit: ({ probe, page }) =>
      probe.measure(() => page.locator('.question [data-action=edit]').click(), { selector: '.message-edit-field' }),
    key: ({ probe, page }) =>
      probe.measure(() => page.keyboard.type('1234567890'), { selector: '.message-edit-field', text: '' }, 10),
    cancel: ({ probe, page }) => probe.measure(() => page.keyboard.press('Escape'), { selector: '.question-bubble' }),
  },
  prompt: {
    open,
    show: ({ app, probe }) =>
      probe.measure(() => chooseMenu(app, 'Show Prompt'), { selector: '.prompt-chunk', text: 'start' }),
    search: ({ page, probe }) =>
      probe.measure(() => page.locator('.prompt-search').fill('ferry'), { selector: '.prompt-text mark' }),
    tokens: ({ page, probe }) =>
      probe.measure(() => page.locator('.prompt-bar .segmented-option').last().click(), {
        selector: '.segmented-option[data-chosen=true]',
        text: 'Tokens',
      }),
    close: ({ page, probe }) => probe.measure(() => page.keyboard.press('Escape'), { selector: 'body' }),
  },
}

function open({ page, probe }, id) {
  const click = () => page.evaluate((row) => document.querySelector(`[data-row="${row}"]`).click(), id)
  return probe.measure(click, { selector: `.transcript[data-conversation="${id}"] article` })
}

function measureBatches({ app, probe }, id) {
  const batches = 60
  return probe.measure(() => playBatches(app, id, batches), { selector: '.reasoning-live' }, batches)
}

export const chooseMenu = (app, label) =>
  app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu().items.flatMap((item) => item.submenu?.items ?? [])
    items.find((item) => item.label === wanted).click()
  }, label)
