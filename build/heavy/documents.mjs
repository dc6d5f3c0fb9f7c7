import { runHeavyTests } from './run-tests.mjs'

/** 2,000 mutations of a good file of each kind of document: every one is read, or refused with its reason. */
export const documents = () => runHeavyTests('heavy-documents', ['electron/reader/formats/hostile.test.ts'])
