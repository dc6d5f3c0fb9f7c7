import { create } from 'zustand'
import type { DocumentStorage } from '../../contract/documents.js'
import type { OcrLanguage } from '../../contract/ocr-languages.js'
import { request } from '../bridge.js'
import { plural } from '../ui/words.js'
import { notify, reportError } from './view.js'

interface StorageStore {
  /** Undefined until it is known. */
  readonly storage: DocumentStorage | undefined
  readonly systemLanguages: readonly OcrLanguage[]
}

export const useDocumentStorage = create<StorageStore>(() => ({ storage: undefined, systemLanguages: [] }))

export async function loadDocumentStorage(): Promise<void> {
  try {
    const [storage, systemLanguages] = await Promise.all([request.getDocumentStorage(), request.getSystemLanguages()])
    useDocumentStorage.setState({ storage, systemLanguages })
  } catch (error) {
    reportError(error)
  }
}

export async function removeOriginals(): Promise<void> {
  try {
    const count = await request.removeOriginals()
    if (count > 0) notify({ message: `${plural(count, 'original file')} ${count === 1 ? 'is' : 'are'} removed` })
  } catch (error) {
    reportError(error)
  }
  await loadDocumentStorage()
}

export function showDataFolder(): void {
  request.showDataFolder().catch(reportError)
}
