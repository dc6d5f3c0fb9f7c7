import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentsApp, fileOf, reportFile } from '../testing/documents-app.js'
import { goodReader } from '../testing/test-document.js'
import { readFailureError } from './document-kind.js'

const password = 'heron at noon'
const locked = fileOf('locked.pdf')

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
  app.reader = {
    read(source, signal) {
      if (source.password === password) return goodReader.read(source, signal)
      const code = source.password === undefined ? 'document-encrypted' : 'document-password'
      return Promise.reject(readFailureError(code, 'pdf'))
    },
  }
})
afterEach(() => app.close())

test('a file that needs a password is read with it, and says of a wrong one that it is wrong', async () => {
  const [id = ''] = await app.attach(null, locked)
  expect((await app.documentIn('failed', id)).error?.code).toBe('document-encrypted')
  app.documents.unlock(id, 'stork')
  await app.untilIdle()
  expect(app.documents.document(id).error).toEqual({
    code: 'document-password',
    message: 'This is not the password of this file. Nothing was changed. Enter another one.',
  })
  app.documents.unlock(id, password)
  await app.untilIdle()
  expect(app.documents.document(id)).toMatchObject({ state: 'read', pages: { total: 3 } })
})

test('the password is in no file, and after a kill it is asked for again', async () => {
  const [id = ''] = await app.attach(null, locked)
  await app.documentIn('failed', id)
  let reach = () => {}
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const { reader } = app
  app.reader = {
    read: (_, signal) => {
      reach()
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
  }
  app.documents.unlock(id, password)
  await reached
  app.reader = reader
  app.killAndOpenAgain()
  expect((await app.documentIn('failed', id)).error?.code).toBe('document-encrypted')
  const files = readdirSync(app.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name)).includes(Buffer.from(password))).toBe(false)
  app.documents.unlock(id, password)
  await app.documentIn('read', id)
})

test('the password of a document that is deleted with the Trash is forgotten', async () => {
  const { id: conversationId } = app.store.conversations.create('Locked')
  const [id = ''] = await app.attach(conversationId, locked)
  await app.documentIn('failed', id)
  app.documents.unlock(id, password)
  await app.untilIdle()
  expect(app.documents.passwordOf(id)).toBe(password)
  app.store.conversations.trash(conversationId)
  app.store.conversations.emptyTrash()
  await app.documents.sweep()
  expect(app.documents.passwordOf(id)).toBeUndefined()
})

test('only a PDF that needs a password takes one', async () => {
  app.reader = goodReader
  const [id = ''] = await app.attach(null, reportFile)
  await app.documentIn('read', id)
  expect(() => app.documents.unlock(id, password)).toThrow('needs no password')
})
