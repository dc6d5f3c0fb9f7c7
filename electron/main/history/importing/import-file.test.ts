import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
import { importFile } from './import-file.js'

let folder: string
let testStore: TestStore
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-import-'))
  testStore = openTestStore()
})
afterAll(() => {
  testStore.remove()
  rmSync(folder, { recursive: true, force: true })
})

let files = 0
const write = (content: string | Uint8Array, name = `file-${++files}.json`) => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}
const run = (file: string) => importFile(testStore.store.archive, file, { isDry: false })
const chat = (uuid: string, ...texts: string[]) => ({
  uuid,
  name: `Chat ${uuid}`,
  chat_messages: texts.map((text, at) => ({
    uuid: `${uuid} ${at}`,
    sender: at % 2 === 0 ? 'human' : 'assistant',
    text,
  })),
})
const zipped = (entries: Readonly<Record<string, string>>) =>
  write(
    zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)]))),
    `a-${++files}.zip`,
  )

test('of an archive only conversations are read, in the order of their numbers, and nothing is written', async () => {
  const before = readdirSync(folder)
  const file = zipped({
    'export/conversations-10.json': JSON.stringify([chat('ten', 'a')]),
    'export/conversations-9.json': JSON.stringify([chat('nine', 'a', 'b')]),
    '__MACOSX/export/._conversations.json': 'no JSON',
    '../../outside.json': JSON.stringify([chat('outside', 'a')]),
    'user.json': '{"id": "me"}',
    'picture.png': 'bytes',
  })
  const report = await run(file)
  expect(report).toMatchObject({ conversations: 2, messages: 3, skipped: [], sources: ['Claude'] })
  expect(report.newIds.map((id) => testStore.store.conversations.get(id).title)).toEqual(['Chat nine', 'Chat ten'])
  expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual([file.split('/').at(-1)])
})

test('broken entries are skipped and named, and the others are imported', async () => {
  const file = write(
    `[${JSON.stringify(chat('good', 'a'))}, null, {"chat_messages": 5}, {"chat_messages": [}, ${JSON.stringify(chat('lost'))}`,
  )
  const report = await run(file)
  expect(report).toMatchObject({ conversations: 1, messages: 1 })
  expect(report.skipped.map(({ reason }) => reason)).toEqual([
    'It is no conversation of a known kind.',
    'Its messages are missing.',
    expect.any(String),
  ])
})

test.each([
  ['an empty list', '[]'],
  ['something else', '{"hello": [1, 2]}'],
  ['no JSON', 'Dear diary'],
  ['a list of something else', JSON.stringify(Array.from({ length: 2_000 }, (_, at) => ({ at })))],
  ['nothing', ''],
])('%s is no export, and changes nothing', async (_, content) => {
  const before = testStore.store.archive.conversationIds()
  await expect(run(write(content))).rejects.toMatchObject({ code: 'refused' })
  expect(testStore.store.archive.conversationIds()).toEqual(before)
})

test('a file of a newer Parley is refused', async () => {
  const file = write('{"format": "parley", "version": 99, "conversations": []}')
  await expect(run(file)).rejects.toThrow('newer Parley')
})

/** An archive that declares another size for its file than that has. */
function withDeclaredSize(bytes: number): Buffer {
  const zip = Buffer.from(zipSync({ 'conversations.json': strToU8(JSON.stringify([chat('bomb', 'a'.repeat(5_000))])) }))
  zip.writeUInt32LE(bytes, zip.indexOf('PK\u0001\u0002') + 24)
  return zip
}

test('an archive that would unpack to far more than it is, is refused', async () => {
  await expect(run(write(withDeclaredSize(1024 ** 3), 'bomb.zip'))).rejects.toThrow('far more')
})

test('of an archive that unpacks to more than it declares, nothing more is read', async () => {
  await expect(run(write(withDeclaredSize(100), 'lie.zip'))).rejects.toMatchObject({ code: 'refused' })
})

test.each([
  ['cut off', (zip: Buffer) => zip.subarray(0, zip.length / 2)],
  ['without its list', (zip: Buffer) => zip.fill(0, zip.length - 30)],
])('an archive that is %s is said to be damaged', async (_, damage) => {
  const zip = Buffer.from(zipSync({ 'conversations.json': strToU8(JSON.stringify([chat('x', 'a')])) }))
  await expect(run(write(damage(zip), `damaged-${++files}.zip`))).rejects.toMatchObject({ code: 'refused' })
})

test('a file that a person wrote needs no more than the fields of the issue, and broken messages cost only themselves', async () => {
  const at = '2026-01-02T03:04:05Z'
  const said = (id: string, parentId: string | null, text: unknown) => ({
    id,
    parentId,
    role: 'user',
    text,
    reasoning: '',
    createdAt: at,
  })
  const report = await run(
    write(
      JSON.stringify({
        conversations: [
          {
            id: 'ours',
            title: '',
            createdAt: at,
            currentMessageId: '3',
            messages: [
              said('1', null, 'First words'),
              said('2', '1', 5),
              said('3', '2', 'Third'),
              said('4', 'gone', 'Alone'),
            ],
          },
          { id: 'broken', title: 5, messages: [] },
        ],
        documents: [{ id: 'd', conversationId: 'nowhere', name: 'a', kind: 'text', state: 'read', pages: [] }],
        version: 1,
        format: 'parley',
      }),
    ),
  )
  expect(report).toMatchObject({ conversations: 1, messages: 3, newIds: ['ours'] })
  expect(report.skipped.map(({ entry }) => entry)).toEqual(['ours (#1): message 2', 'broken (#2)', 'a (#1)'])
  expect(testStore.store.conversations.get('ours').title).toBe('First words')
  expect(testStore.store.messages.path('ours')).toMatchObject([{ text: 'First words' }, { text: 'Third' }])
})

test('an id that another conversation has already is replaced, the same way each time', async () => {
  const file = write(
    JSON.stringify({
      format: 'parley',
      conversations: ['one', 'two'].map((id) => ({
        id: `same ${id}`,
        title: id,
        messages: [{ id: 'same', parentId: null, role: 'user', text: id }],
      })),
    }),
  )
  const report = await run(file)
  expect(report).toMatchObject({ conversations: 2, messages: 2, skipped: [] })
  expect(report.newIds.map((id) => testStore.store.messages.path(id))).toMatchObject([
    [{ text: 'one' }],
    [{ text: 'two' }],
  ])
  expect(await run(file)).toMatchObject({ conversations: 0, messages: 0, unchanged: 2 })
})
