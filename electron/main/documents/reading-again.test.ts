import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import { DocumentsApp, fileOf } from '../testing/documents-app.js'
import { goodReader, hangingReader } from '../testing/test-document.js'
import { readFailureError } from './document-kind.js'
import type { Reader } from './reader.js'

let app: DocumentsApp
let readAs: (readonly OcrLanguage[] | undefined)[]
beforeEach(() => {
  app = new DocumentsApp()
  readAs = []
  app.reader = scanReader
})
afterEach(() => app.close())

const refused = expect.objectContaining({ code: 'refused' })

/** Two pages, of which one is a picture. */
const scanReader: Reader = {
  async read(source, signal, options) {
    readAs.push(options?.languages)
    const [words] = options?.languages ?? []
    const pages = [
      { passages: [`Words in ${words}.`], status: 'read', isPicture: true },
      { passages: ['Typed words.'], status: 'read' },
    ] as const
    return { ...(await goodReader.read(source, signal)), pages }
  },
}

test('pictures are read in the languages that are set, and again in those that the card chooses', async () => {
  app.settings = { ...app.settings, ocrLanguages: ['deu', 'eng'] }
  const [id = ''] = await app.attach(null, fileOf('scan.pdf'))
  await app.documentIn('read', id)
  expect(app.documents.document(id).languages).toEqual(['deu', 'eng'])
  await app.documents.countTokens([id])
  await app.documents.readInLanguages(id, ['fra'])
  await app.untilIdle()
  expect(readAs).toEqual([['deu', 'eng'], ['fra']])
  expect(app.documents.document(id)).toMatchObject({ state: 'read', languages: ['fra'], pages: { total: 2 } })
  expect(app.documents.readPage(id, 1).passages).toEqual(['Words in fra.'])
  app.killAndOpenAgain()
  expect(app.documents.document(id).languages).toEqual(['fra'])
})

test('a choice while the document is being read, or after nothing was legible, reads it in the new languages only', async () => {
  app.reader = hangingReader
  const [id = ''] = await app.attach(null, fileOf('photo.png'))
  await app.documentIn('reading', id)
  app.reader = { read: () => Promise.reject(readFailureError('document-empty', 'image')) }
  await app.documents.readInLanguages(id, ['jpn'])
  await app.documentIn('failed', id)
  expect(app.documents.document(id)).toMatchObject({ languages: ['jpn'], error: { code: 'document-empty' } })
  app.reader = scanReader
  await app.documents.readInLanguages(id, ['kor'])
  await app.untilIdle()
  expect([readAs, app.documents.document(id).state]).toEqual([[['kor']], 'read'])
})

test('a document without pictures, or one that a message has, offers no languages and keeps its text', async () => {
  app.reader = goodReader
  const [typed = ''] = await app.attach(null, fileOf('typed.txt'))
  await app.documentIn('read', typed)
  expect(app.documents.document(typed)).not.toHaveProperty('languages')
  await expect(app.documents.readInLanguages(typed, ['deu'])).rejects.toEqual(refused)
  await app.documents.remove(typed)
  app.reader = scanReader
  const [id = ''] = await app.attach(null, fileOf('scan.pdf'))
  await app.documentIn('read', id)
  const { conversationId } = app.documents.summarise(null)
  await app.attach(conversationId, fileOf('scan.pdf'))
  expect(app.documents.document(id)).toMatchObject({ isAttached: true })
  await expect(app.documents.readInLanguages(id, ['deu'])).rejects.toEqual(refused)
  await app.untilIdle()
  expect(app.documents.readPage(id, 1).passages).toEqual(['Words in eng.'])
})

test('a document whose file is gone is not read again, and its text stays', async () => {
  const [id = ''] = await app.attach(null, fileOf('scan.pdf'))
  await app.documentIn('read', id)
  await app.originals.remove(id)
  await expect(app.documents.readInLanguages(id, ['deu'])).rejects.toThrow(
    'The file of this document is no longer there',
  )
  expect(app.documents.readPage(id, 1).passages).toEqual(['Words in eng.'])
})
