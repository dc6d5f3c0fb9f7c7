import './advanced-pane.css'
import { use, useEffect, useRef } from 'react'
import { dataFolderLabel } from '../../contract/menu.js'
import { showDataFolder } from '../stores/document-storage.js'
import {
  deleteAllData,
  hideDiagnostics,
  resetSettings,
  saveDiagnostics,
  showDiagnostics,
  showLogs,
  useSupport,
} from '../stores/support.js'
import { copyText } from '../stores/view.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'
import { PlatformContext } from '../ui/platform.js'

/** What helps when something goes wrong, and what takes everything back. */
export function AdvancedPane() {
  const isMac = use(PlatformContext) === 'darwin'
  return (
    <>
      <Diagnostics />
      <section className="setting setting-tall" aria-label="Logs">
        <span>Logs</span>
        <p>
          Parley writes down what fails: the kind of error and its place in the program, never a text, a title or a file
          name. The logs stay on this computer and take 1 MB at most.
        </p>
        <div className="settings-buttons">
          <Button onClick={showLogs}>{isMac ? 'Show Logs in Finder' : 'Show Logs'}</Button>
        </div>
      </section>
      <section className="setting setting-tall" aria-label="Settings">
        <span>Settings</span>
        <p>Makes every setting as in a new installation. Conversations, documents, models and presets stay.</p>
        <div className="settings-buttons">
          <Button onClick={() => void resetSettings()}>Reset Settings…</Button>
        </div>
      </section>
      <DataSection />
    </>
  )
}

function Diagnostics() {
  const text = useSupport((state) => state.diagnostics)
  const show = useRef<HTMLButtonElement>(null)
  useEffect(() => hideDiagnostics, [])
  return (
    <section className="setting setting-tall" aria-label="Diagnostics">
      <span>Diagnostics</span>
      <p>
        A text with versions, sizes, states and the logs, for whoever helps you. You read all of it before you save it,
        and nothing is sent.
      </p>
      {text === null ? (
        <div className="settings-buttons">
          <Button ref={show} onClick={showDiagnostics}>
            Show Diagnostics
          </Button>
        </div>
      ) : (
        <>
          <textarea
            ref={focusStart}
            className="diagnostics"
            aria-label="Text of the diagnostics"
            readOnly
            rows={14}
            value={text}
          />
          <div className="settings-buttons">
            <Button onClick={() => void saveDiagnostics()}>Save…</Button>
            <Button onClick={() => void copyText(text).catch(() => undefined)}>Copy</Button>
            <Button kind="quiet" onClick={() => drawThenFocus(hideDiagnostics, () => show.current)}>
              Hide
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

/** The button that had the focus is gone. */
function focusStart(field: HTMLTextAreaElement | null): void {
  field?.focus()
  field?.setSelectionRange(0, 0)
}

function DataSection() {
  const platform = use(PlatformContext)
  const isMac = platform === 'darwin'
  return (
    <section className="setting setting-tall" aria-label="Data">
      <span>Data</span>
      <p>
        To uninstall Parley, delete all your data here, quit, and move Parley to the {isMac ? 'Trash' : 'bin'}.
        {isMac &&
          ' Then these remain, and you can delete them: ~/Library/Preferences/app.parley.desktop.plist, ~/Library/Caches/app.parley.desktop.ShipIt after an update, and the entry “Parley Safe Storage” of the keychain if you saved a token of Hugging Face.'}
      </p>
      <div className="settings-buttons">
        <Button onClick={showDataFolder}>{dataFolderLabel(platform)}</Button>
        <Button onClick={deleteAllData}>Delete All My Data…</Button>
      </div>
    </section>
  )
}
