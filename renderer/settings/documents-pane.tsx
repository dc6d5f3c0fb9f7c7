import { Fragment, type ReactElement, use, useEffect, useId } from 'react'
import { formatBytes } from '../../contract/format-bytes.js'
import { dataFolderLabel } from '../../contract/menu.js'
import { maxOcrLanguages } from '../../contract/ocr-languages.js'
import { type DocumentSettingName, documentSettingNames } from '../../contract/settings.js'
import { LanguageChecks } from '../documents/language-checks.js'
import { loadDocumentStorage, removeOriginals, showDataFolder, useDocumentStorage } from '../stores/document-storage.js'
import { changeSettings, useSettings } from '../stores/settings.js'
import { Button } from '../ui/button.js'
import { PlatformContext } from '../ui/platform.js'
import { plural } from '../ui/words.js'
import { ChoiceControl } from './choice-control.js'
import { SwitchControl } from './switch-control.js'

/** The control of each setting of documents, in the order of the table. */
const controls: Readonly<Record<DocumentSettingName, ReactElement>> = {
  summaryForm: (
    <ChoiceControl name="summaryForm" label="Summaries">
      The form of a summary, unless you choose another one on its card.
    </ChoiceControl>
  ),
  ocrLanguages: <Languages />,
  keepsOriginals: (
    <SwitchControl name="keepsOriginals" heading="Originals" label="Keep a copy of each file">
      When off, the copy is deleted once its text is read and sent. The text stays. Pages of it can’t be drawn then, and
      its pictures not be read again in another language. Your own file is never changed.
    </SwitchControl>
  ),
}

export function DocumentsPane() {
  useEffect(() => {
    // The main window may have added documents.
    const load = () => void loadDocumentStorage()
    load()
    window.addEventListener('focus', load)
    return () => window.removeEventListener('focus', load)
  }, [])
  return (
    <>
      {documentSettingNames.map((name) => (
        <Fragment key={name}>{controls[name]}</Fragment>
      ))}
      <Storage />
    </>
  )
}

function Languages() {
  const chosen = useSettings(({ settings }) => settings.ocrLanguages)
  const systemLanguages = useDocumentStorage((state) => state.systemLanguages)
  const hint = useId()
  return (
    <div className="setting setting-tall">
      <span aria-hidden="true">Pictures</span>
      <LanguageChecks
        label="Languages of pictures"
        describedBy={hint}
        value={chosen.length > 0 ? chosen : systemLanguages}
        onChange={(ocrLanguages) => void changeSettings(() => ({ ocrLanguages }))}
      />
      <p id={hint} className="setting-hint">
        Scanned pages and pictures are read in these languages, at most {maxOcrLanguages}. Others can be chosen on the
        card of a document.
      </p>
    </div>
  )
}

function Storage() {
  const platform = use(PlatformContext)
  const storage = useDocumentStorage((state) => state.storage)
  const isEmpty = storage === undefined || storage.files === 0
  const words =
    storage &&
    `${plural(storage.files, 'file')}, ${formatBytes(storage.fileBytes)}, and ${formatBytes(storage.textBytes)} of text`
  return (
    <section className="setting" aria-label="Storage">
      <span>Storage</span>
      <p className="number settings-storage">{words ?? 'Looking…'}</p>
      <div className="settings-buttons">
        <Button onClick={showDataFolder}>{dataFolderLabel(platform)}</Button>
        <Button aria-disabled={isEmpty} onClick={isEmpty ? undefined : () => void removeOriginals()}>
          Remove originals…
        </Button>
      </div>
    </section>
  )
}
