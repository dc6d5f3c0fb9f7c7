import './privacy-pane.css'
import { use } from 'react'
import { dataFolderLabel } from '../../contract/menu.js'
import { type NetworkAttempt, reachableHosts } from '../../contract/network.js'
import { showDataFolder } from '../stores/document-storage.js'
import { useNetwork } from '../stores/network.js'
import { Button } from '../ui/button.js'
import { PlatformContext } from '../ui/platform.js'
import { LockSection } from './lock-section.js'
import { SwitchControl } from './switch-control.js'

/** Which hosts the app reaches, what it tried, and where it keeps what. */
export function PrivacyPane() {
  return (
    <>
      <LockSection />
      <SwitchControl name="network" heading="Network" label="Parley may use the network">
        When off, Parley sends nothing to any host. Conversations and documents never leave this computer, on or off.
      </SwitchControl>
      <Hosts />
      <Attempts />
      <Stored />
    </>
  )
}

function Hosts() {
  return (
    <section className="setting setting-tall" aria-label="Hosts">
      <span>Hosts</span>
      <div>
        <ul className="privacy-list">
          {reachableHosts.map(({ host, when }) => (
            <li key={host}>
              <strong>{host}</strong> {when}
            </li>
          ))}
        </ul>
        <p>No other host is asked for anything. A link opens in your browser, after a question.</p>
      </div>
    </section>
  )
}

const outcomes: Readonly<Record<NetworkAttempt['outcome'], string>> = { refused: 'stopped', made: 'made' }

function Attempts() {
  const attempts = useNetwork((state) => state.attempts)
  return (
    <section className="setting setting-tall" aria-label="Attempts">
      <span>Attempts</span>
      {attempts.length === 0 ? (
        <p>No request since Parley was opened.</p>
      ) : (
        <ul className="privacy-list privacy-attempts" aria-live="off">
          {attempts.map(({ at, host, outcome }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two attempts may be alike, and the list only grows at its start
            <li key={attempts.length - index}>
              <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time> {host}{' '}
              {outcomes[outcome]}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Stored() {
  const platform = use(PlatformContext)
  return (
    <section className="setting setting-tall" aria-label="Stored">
      <span>Stored</span>
      <p>
        Conversations, settings, copies of documents and backups are in one folder that only you can read. Models stay
        in their own folders. Passwords of documents are never stored. {atRest(platform)}
      </p>
      <div className="settings-buttons">
        <Button onClick={showDataFolder}>{dataFolderLabel(platform)}</Button>
      </div>
    </section>
  )
}

/** What protects the files when the computer is off. */
const atRest = (platform: string) =>
  platform === 'darwin'
    ? 'Parley does not encrypt these files. FileVault does, with everything on the disk: System Settings ▸ Privacy & Security.'
    : 'Parley does not encrypt these files; an encrypted disk does.'
