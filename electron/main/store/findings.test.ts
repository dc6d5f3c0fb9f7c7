import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDocument } from '../testing/test-document.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const point = { text: 'Under the step.', page: 3, passage: 1, isQuote: false }

test('what was found in a part is kept for its document, question and size of parts, and goes with the document', () => {
  const { id } = addDocument(fixture.store, null)
  const place = { documentId: id, question: 'Where is it?', partTokens: 200, part: 2 }
  fixture.store.findings.add(place, [point])
  fixture.store.findings.add({ ...place, part: 3 }, [])
  const { findings, documents } = fixture.reopen()
  expect(findings.get(place)).toEqual([point])
  expect(findings.get({ ...place, part: 3 })).toEqual([])
  for (const other of [{ part: 1 }, { partTokens: 300 }, { question: 'Why?' }, { documentId: 'another' }])
    expect(findings.get({ ...place, ...other })).toBeUndefined()
  documents.detach(id)
  expect(findings.get(place)).toBeUndefined()
})
