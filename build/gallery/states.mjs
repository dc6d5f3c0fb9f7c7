const button = (page, name) => page.getByRole('button', { name, exact: true })
const field = (page) => page.getByRole('textbox', { name: 'Message' })
const dialog = (page, name) => page.getByRole('dialog', { name })
const lastReply = (page) => page.getByRole('article', { name: 'Assistant' }).last()
const lastQuestion = (page) => page.getByRole('article', { name: 'You' }).last()
const command = (name) => (page) => page.evaluate((wanted) => window.emit('menuCommand', wanted), name)

const sizes = { narrow: [640, 760], '': [1_100, 760], wide: [1_700, 1_000] }
const atEachSize = (name, rest) =>
  Object.entries(sizes).map(([word, size]) => ({ name: word === '' ? name : `${name}-${word}`, size, ...rest }))

async function send(page, text) {
  await field(page).fill(text)
  await field(page).press('Enter')
}

const toTop = (page) => page.locator('.transcript-scroller').evaluate((element) => element.scrollTo(0, 0))

/**
 * Every state of the window that has a picture: what the address asks the double for, the size, and what is done first.
 * @type {readonly { name: string, query?: string, size?: readonly number[], media?: object, act?: (page: import('playwright').Page) => Promise<unknown> }[]}
 */
export const states = [
  ...atEachSize('first-screen', { query: 'empty' }),
  ...atEachSize('new-conversation', {}),
  {
    name: 'task-form',
    query: 'empty',
    act: (page) => button(page, 'Write a text').click(),
  },
  { name: 'tasks', query: 'tasks', act: (page) => button(page, 'All tasks…').click() },
  {
    name: 'task-editor',
    query: 'tasks',
    size: [640, 480],
    act: async (page) => {
      await button(page, 'All tasks…').click()
      await button(page, 'Edit Letter of discharge').click()
    },
  },
  ...atEachSize('reading', { query: 'open=c12' }),
  { name: 'reading-long-message', query: 'open=c12', act: toTop },
  {
    name: 'reading-long-message-open',
    query: 'open=c12',
    act: async (page) => {
      await toTop(page)
      await button(page, 'Show all').first().click()
    },
  },
  { name: 'reading-question-actions', query: 'open=c12', act: (page) => lastQuestion(page).hover() },
  {
    name: 'reading-question-source',
    query: 'open=c12',
    act: async (page) => {
      await lastQuestion(page).scrollIntoViewIfNeeded()
      await lastQuestion(page).getByRole('button', { name: 'Show as written' }).click()
    },
  },
  {
    name: 'reading-code-wrapped',
    query: 'open=c12',
    act: async (page) => {
      const code = page.getByRole('group', { name: 'Code', exact: true })
      await code.scrollIntoViewIfNeeded()
      await code.hover()
      await code.locator('..').getByRole('button', { name: 'Wrap lines' }).click()
    },
  },
  { name: 'reading-large', query: 'open=c12&scale=150' },
  { name: 'reading-contrast', query: 'open=c12', media: { contrast: 'more' } },
  { name: 'reading-forced-colours', query: 'open=c12', media: { forcedColors: 'active' } },
  ...atEachSize('reviewed', { query: 'open=c6' }),
  {
    name: 'sign-off',
    query: 'open=c6',
    act: async (page) => {
      await lastReply(page).hover()
      await lastReply(page).getByRole('button', { name: 'Sign off' }).click()
    },
  },
  ...atEachSize('conversation', { query: 'open=c0' }),
  ...atEachSize('whats-new', { act: command('whats-new') }),
  ...atEachSize('compare-versions', {
    query: 'open=c0',
    act: async (page) => {
      await lastReply(page).hover()
      await button(lastReply(page), 'Regenerate').click()
      await button(page, 'Stop').waitFor({ state: 'hidden' })
      await lastReply(page).hover()
      await button(lastReply(page), 'Compare versions').click()
      await dialog(page, 'Compare versions').waitFor()
    },
  }),
  { name: 'conversation-top', query: 'open=c0', act: toTop },
  { name: 'conversation-mac', query: 'open=c0&platform=darwin' },
  {
    name: 'conversation-reasoning-open',
    query: 'open=c0',
    act: async (page) => {
      await toTop(page)
      await page.getByRole('group', { name: 'Reasoning' }).first().getByRole('button').click()
    },
  },
  { name: 'reply-stopped-and-failed', query: 'open=c1' },
  { name: 'right-to-left-and-markup', query: 'open=c5', act: toTop },
  ...atEachSize('content-filter', { query: 'open=c13' }),
  {
    name: 'content-filter-reason',
    query: 'open=c13',
    act: (page) => page.getByRole('group', { name: 'Content filter' }).nth(3).getByRole('button').first().click(),
  },
  { name: 'answer-about-documents', query: 'open=c7' },
  { name: 'long-conversation', query: 'open=c9' },
  ...atEachSize('summaries', { query: 'open=c3', act: toTop }),
  { name: 'summaries-end', query: 'open=c3' },
  { name: 'summary-forms', query: 'open=c10', size: [1_100, 2_400], act: toTop },
  { name: 'batches', query: 'open=c11', size: [1_100, 1_600], act: toTop },
  ...['reading', 'reasoning', 'writing', 'queued'].map((state) => ({
    name: `reply-${state}`,
    query: 'open=c8',
    act: async (page) => {
      const words = { reading: 'read slow', reasoning: 'slow', writing: 'hang', queued: 'queue' }
      await send(page, `A question, ${words[state]}`)
      const shown = {
        reading: () => page.getByText(/Reading .* of/).first(),
        reasoning: () => page.getByText(/Thinking…/).first(),
        writing: () => lastReply(page).getByText('three decisions'),
        queued: () => lastReply(page).getByText('2nd in line'),
      }
      await shown[state]().waitFor()
    },
  })),
  {
    name: 'statistics',
    query: 'open=c0',
    act: async (page) => {
      await lastReply(page).getByRole('button', { name: 'Statistics' }).click()
      await dialog(page, 'Statistics').waitFor()
    },
  },
  {
    name: 'try-again-menu',
    query: 'open=c0',
    act: (page) => lastReply(page).getByRole('button', { name: 'Try again with' }).click(),
  },
  {
    name: 'edit-message',
    query: 'open=c0',
    act: (page) => lastQuestion(page).getByRole('button', { name: 'Edit' }).click(),
  },
  {
    name: 'edit-reply',
    query: 'open=c0',
    act: (page) => lastReply(page).getByRole('button', { name: 'Edit' }).click(),
  },
  {
    name: 'conversation-settings',
    query: 'open=c0',
    act: async (page) => {
      await button(page, 'Conversation settings').click()
      await dialog(page, 'Conversation settings').waitFor()
    },
  },
  { name: 'conversation-menu', query: 'open=c0', act: (page) => button(page, 'Conversation options').click() },
  {
    name: 'model-menu',
    query: 'open=c0',
    act: (page) => page.locator('.toolbar .model-button, .toolbar [aria-haspopup=menu]').last().click(),
  },
  {
    name: 'prompt',
    query: 'open=c0',
    act: async (page) => {
      await command('show-prompt')(page)
      await dialog(page, 'Prompt').waitFor()
    },
  },
  {
    name: 'context-overflow',
    query: 'open=c0',
    act: async (page) => {
      await field(page).fill('A long text about the harbour. '.repeat(260))
      await page.locator('.overflow-choice').waitFor()
    },
  },
  ...atEachSize('composer-documents', { query: 'attached' }),
  { name: 'composer-draft', query: 'open=c0&draft=Half%20a%20thought' },
  { name: 'error-disk-full', query: 'open=c0&error', act: (page) => send(page, 'A message') },
  ...['starting', 'failed', 'unloaded'].map((engine) => ({
    name: `engine-${engine}`,
    query: `open=c0&engine=${engine}`,
  })),
  ...['running', 'paused', 'waiting', 'failed', 'done'].map((download) => ({
    name: `download-${download}`,
    query: `download=${download}`,
  })),
  {
    name: 'search',
    act: async (page) => {
      await page.getByRole('searchbox').fill('ferry')
      await page.locator('nav mark').first().waitFor()
    },
  },
  {
    name: 'search-nothing',
    act: async (page) => {
      await page.getByRole('searchbox').fill('zzz')
      await page.getByText('Nothing found').waitFor()
    },
  },
  {
    name: 'trash',
    act: async (page) => {
      await button(page, 'Trash').click()
    },
  },
  { name: 'sidebar-closed', query: 'open=c0&closed' },
  { name: 'sidebar-many', query: 'many=500' },
  {
    name: 'sidebar-overlay',
    query: 'open=c0',
    size: sizes.narrow,
    act: (page) => button(page, 'Show sidebar').click(),
  },
  {
    name: 'toast',
    query: 'open=c0',
    act: async (page) => {
      await command('trash-conversation')(page)
    },
  },
  ...[
    'General',
    'Models',
    'Replies',
    'Presets',
    'Documents',
    'Shortcuts',
    'Backups',
    'Privacy & network',
    'Advanced',
  ].map((pane) => ({
    name: `settings-${pane.toLowerCase().replaceAll(/\W+/g, '-')}`,
    query: 'settings',
    size: [680, 640],
    act: async (page) => {
      await page.getByRole('tab', { name: pane }).click()
      await page.getByRole('tabpanel', { name: pane }).waitFor()
    },
  })),
  {
    name: 'settings-replies-filter',
    query: 'settings&filter',
    size: [680, 1_000],
    act: (page) => page.getByRole('tab', { name: 'Replies' }).click(),
  },
]
