/** What a person does with Parley, each by its name: the audit records the network and the files meanwhile. */
import { until } from './run-app.mjs'

const remote = 'https://way-out.example'

/** A document whose pictures, styles and links are on a server. */
const page = `<!doctype html><title>A page</title><link rel="stylesheet" href="${remote}/a.css">
<h1>The ferry</h1><p>The ferry carries forty people. <img src="${remote}/b.png" alt="The ferry">
<a href="${remote}/c">More</a></p><script src="${remote}/d.js"></script>`
const markdown = `A [link](${remote}/e), a picture ![seen](${remote}/f.png) and <img src="${remote}/g.png">.

[1]: ${remote}/h`
const mail = `From: a@way-out.example\r\nSubject: The ferry\r\nContent-Type: text/html\r\n\r\n<p>It sails. <img src="${remote}/i.png"></p>`
const table = 'Name,Sails\nFerry,yes\nRaft,no\n'

/** A PDF of one page whose link leads to a server. */
const pdf = [
  '%PDF-1.4',
  '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
  '2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj',
  '3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R] >> endobj',
  '4 0 obj << /Length 53 >> stream\nBT /F1 18 Tf 20 100 Td (The ferry sails at noon.) Tj ET\nendstream endobj',
  '5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj',
  `6 0 obj << /Type /Annot /Subtype /Link /Rect [0 0 300 200] /A << /S /URI /URI (${remote}/j) >> >> endobj`,
  'trailer << /Root 1 0 R >>',
].join('\n')

const note = 'The old ferry was repaired by the harbour office in March. It carries 40 people.'

/**
 * @typedef {import('./driven-app.mjs').DrivenApp} DrivenApp
 * @type {readonly (readonly [name: string, work: (app: DrivenApp, seen: Record<string, string>) => Promise<unknown>])[]}
 */
export const actions = [
  ['limit the length of replies', limitReplies],
  ['write a message and send it', writeAndSend],
  ['read the reply', readTheReply],
  ['ask again in the same conversation', (app, seen) => app.ask('And who are you?', seen.conversation)],
  ['stop a reply', stopReply],
  ['try a reply again', async (app) => again(app, 'regenerateReply')],
  ['reply again with the same seed', async (app) => again(app, 'repeatReply')],
  [
    'put a text with remote pictures in place of a reply',
    async (app) => app.request('editMessage', await app.lastReply(), markdown),
  ],
  ['follow a link and cancel the dialog', followLink],
  ['copy the last reply', (app) => app.menu('Copy Last Reply')],
  ['show the prompt', (app, seen) => app.request('showPrompt', seen.conversation)],
  ['rename the conversation', (app, seen) => app.request('renameConversation', seen.conversation, `Ferry ${remote}`)],
  ['search all conversations', (app) => app.request('searchConversations', 'ferry')],
  ['find a passage', (app, seen) => app.request('nextPassage', seen.conversation, 'hello', null, 1)],
  ['enlarge the text', (app) => app.menu('Larger Text')],
  ['hide the sidebar and show it', async (app) => [await app.menu('Sidebar'), await app.menu('Sidebar')]],
  ['open Settings', (app) => app.openSettings()],
  ['visit every pane of Settings', visitPanes],
  ['save settings', async (app) => app.request('saveSettings', await app.request('getSettings'))],
  ['save a preset', async (app) => app.request('savePreset', 'Short', (await app.request('getSettings')).defaults)],
  ['add a web page with remote parts', (app) => add(app, 'page.html', page)],
  ['add an e-mail with a remote picture', (app) => add(app, 'mail.eml', mail)],
  ['add a PDF with a link', (app) => add(app, 'ferry.pdf', pdf)],
  ['ask about the documents', askAboutDocuments],
  ['look at a page of a document', lookAtPage],
  ['ask about each row of a table', askEach],
  ['summarise a document', summarise],
  ['move a conversation to the Trash and back', trashAndBack],
  ['unload the model and load it again', reload],
  ['close the main window and open it again', reopen],
]

async function limitReplies(app) {
  const settings = await app.request('getSettings')
  await app.request('saveSettings', { ...settings, defaults: { ...settings.defaults, maxTokens: 60 } })
}

async function writeAndSend(app) {
  await app.in('index.html', () => document.querySelector('[aria-label="Message"]').focus())
  await app.type('Hello')
  await app.press('Enter')
  await until(async () => (await app.request('listConversations')).length === 1)
  await app.idle()
}

async function readTheReply(app, seen) {
  const [{ id }] = await app.request('listConversations')
  seen.conversation = id
  await app.show(id)
  return app.lastReply()
}

async function stopReply(app, seen) {
  await app.request('sendMessage', seen.conversation, 'Tell me a long story.')
  await app.request('stopReply', seen.conversation)
  await app.idle()
}

async function again(app, request) {
  await app.request(request, await app.lastReply())
  await app.idle()
}

/** The dialog is the system's, so main gets a stand-in that presses Cancel. */
async function followLink(app) {
  await app.main(({ dialog }) => {
    dialog.showMessageBox = async ({ buttons }) => ({ response: buttons.indexOf('Cancel'), checkboxChecked: false })
  })
  await app.request('openLink', `${remote}/e`)
}

async function visitPanes(app) {
  const count = await app.in('settings.html', () => document.querySelectorAll('[role="tab"]').length)
  for (let index = 0; index < count; index++) {
    await app.in('settings.html', (at) => document.querySelectorAll('[role="tab"]')[at].click(), index)
    await until(() =>
      app.in('settings.html', (at) => document.querySelectorAll('[role="tab"]')[at].ariaSelected === 'true', index),
    )
  }
  await app.request('closeSettings')
}

async function add(app, name, text) {
  const { refused } = await app.request('addDocuments', null, [{ name, text }])
  if (refused.length > 0) throw new Error(refused[0].message)
  await until(async () => {
    const { documents } = await app.request('loadDraft')
    return documents.every(({ state }) => state !== 'waiting' && state !== 'reading')
  })
}

async function askAboutDocuments(app, seen) {
  const { documents } = await app.request('loadDraft')
  const unread = documents.find(({ state }) => state !== 'read')
  if (unread) throw new Error(`${unread.name}: ${unread.error?.message ?? unread.state}`)
  seen.pdf = documents.find(({ name }) => name === 'ferry.pdf').id
  seen.withDocuments = await app.ask('How many people does the ferry carry?')
  await app.show(seen.withDocuments)
}

async function lookAtPage(app, seen) {
  await app.request('readPage', seen.pdf, 1)
  const drawing = { width: 600, pixelRatio: 1, isTextRecognized: true }
  await app.in(
    'index.html',
    (id, options) => parley.request.drawPage(id, 1, options).then(({ ok }) => ok),
    seen.pdf,
    drawing,
  )
}

async function askEach(app) {
  await add(app, 'table.csv', table)
  await app.request('askEach', null, 'Does it sail?')
  await app.idle()
}

async function summarise(app) {
  await add(app, 'note.txt', note)
  await app.request('summariseDocuments', null)
  await app.idle()
}

async function trashAndBack(app, seen) {
  await app.request('trashConversation', seen.withDocuments)
  await app.request('restoreConversation', seen.withDocuments)
}

async function reload(app) {
  await app.request('unloadModel')
  await app.request('loadModel')
  await until(async () => (await app.request('getEngineStatus')).state === 'ready')
}

/** Settings stays open meanwhile, because on Linux the app quits with its last window. */
async function reopen(app) {
  await app.openSettings()
  await app.main(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().endsWith('index.html'))
    const closed = new Promise((done) => window.once('closed', done))
    window.close()
    return closed
  })
  await app.menu('New Chat')
  await until(() => app.in('index.html', () => document.querySelector('[aria-label="Message"]') !== null))
}
