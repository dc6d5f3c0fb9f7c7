import './settings-rows.css'
import './backups-pane.css'
import { ChevronLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type BackedUpConversation, type Backup, maxBackedUpListed } from '../../contract/backup-requests.js'
import { formatBytes } from '../../contract/format-bytes.js'
import {
  backUpNow,
  closeBackup,
  loadBackups,
  lookInto,
  restoreBackup,
  takeFromBackup,
  useBackups,
} from '../stores/backups.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'
import { plural } from '../ui/words.js'

/** The copies of the store: makes one, restores one whole, or takes a conversation out of one. */
export function BackupsPane() {
  const opened = useBackups((state) => state.opened)
  useEffect(() => {
    loadBackups()
    window.addEventListener('focus', loadBackups)
    return () => {
      window.removeEventListener('focus', loadBackups)
      closeBackup()
    }
  }, [])
  return opened ? <OpenedBackup backup={opened.backup} conversations={opened.conversations} /> : <BackupRows />
}

function BackupRows() {
  const backups = useBackups((state) => state.backups)
  const isBusy = useBackups((state) => state.isBackingUp)
  return (
    <>
      <p className="settings-lead">
        Parley backs up all conversations every 15 minutes of use, when it quits, and before an update changes how they
        are stored. It keeps one backup of each of the last 7 days and 4 weeks on this computer, and checks each one.
      </p>
      {backups?.length === 0 ? (
        <p className="settings-empty">No backup yet. The first is made when you have used Parley for a while.</p>
      ) : (
        <ul className="settings-rows" aria-label="Backups">
          {backups?.map((backup) => (
            <BackupRow key={backup.id} backup={backup} />
          ))}
        </ul>
      )}
      <Button
        className="settings-rows-add"
        aria-disabled={isBusy}
        onClick={isBusy ? undefined : () => void backUpNow()}
      >
        {isBusy ? 'Backing up…' : 'Back Up Now'}
      </Button>
    </>
  )
}

const states: Readonly<Record<Backup['state'], string>> = {
  checking: 'checking…',
  good: 'checked',
  damaged: 'damaged: it can’t be restored',
  newer: 'by a newer Parley: update to restore it',
}

const reasons: Readonly<Record<Backup['reason'], string | undefined>> = {
  usual: undefined,
  'before-update': 'before an update',
  'before-restore': 'before a backup was restored',
}

const titleSearch = () => document.querySelector<HTMLElement>('.backup-search')
const lookButton = ({ id }: Backup) => document.querySelector<HTMLElement>(`[data-backup="${id}"]`)

const timeOf = (at: number) => new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })

function BackupRow({ backup }: { readonly backup: Backup }) {
  const { at, bytes, counts, state, reason } = backup
  const time = timeOf(at)
  const isUsable = state === 'good'
  const holds = counts && `${plural(counts.conversations, 'conversation')}, ${plural(counts.messages, 'message')}`
  return (
    <li className="settings-row">
      <div className="settings-row-words">
        <p className="settings-row-name">{[time, reasons[reason]].filter(Boolean).join(' · ')}</p>
        <p className="settings-row-detail number">
          {[holds, formatBytes(bytes), states[state]].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Button
        kind="quiet"
        aria-label={`Look into ${time}`}
        data-backup={backup.id}
        aria-disabled={!isUsable}
        onClick={isUsable ? () => drawThenFocus(() => lookInto(backup), titleSearch) : undefined}
      >
        Look Inside
      </Button>
      <Button
        kind="quiet"
        aria-label={`Restore ${time}`}
        aria-disabled={!isUsable}
        onClick={isUsable ? () => restoreBackup(backup.id) : undefined}
      >
        Restore…
      </Button>
    </li>
  )
}

interface OpenedBackupProps {
  readonly backup: Backup
  readonly conversations: readonly BackedUpConversation[] | undefined
}

function OpenedBackup({ backup, conversations }: OpenedBackupProps) {
  const [words, setWords] = useState('')
  return (
    <>
      <div className="backup-head">
        <Button kind="quiet" onClick={() => drawThenFocus(closeBackup, () => lookButton(backup))}>
          <ChevronLeft />
          Backups
        </Button>
        <h2>{timeOf(backup.at)}</h2>
      </div>
      <input
        type="search"
        className="setting-field backup-search"
        aria-label="Search titles"
        placeholder="Search titles"
        value={words}
        onChange={({ target }) => {
          setWords(target.value)
          lookInto(backup, target.value)
        }}
      />
      {conversations?.length === 0 ? (
        <p className="settings-empty">
          {words === '' ? 'There is nothing in this backup.' : `Nothing found for “${words}”.`}
        </p>
      ) : (
        <ul className="settings-rows" aria-label="Conversations in the backup">
          {conversations?.map((conversation) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              onTake={() => void takeFromBackup(backup, conversation, words)}
            />
          ))}
        </ul>
      )}
      <p className="setting-hint">
        {conversations?.length === maxBackedUpListed &&
          `Only ${maxBackedUpListed} are shown; a search finds the others. `}
        A conversation that is brought back gets what it lacks. Nothing in it is replaced.
      </p>
    </>
  )
}

const nows: Readonly<Record<BackedUpConversation['now'], string>> = {
  here: 'is in Parley now',
  trashed: 'is in the Trash now',
  gone: 'is not in Parley now',
}

interface ConversationRowProps {
  readonly conversation: BackedUpConversation
  readonly onTake: () => void
}

function ConversationRow({ conversation, onTake }: ConversationRowProps) {
  const { title, updatedAt, messages, now } = conversation
  return (
    <li className="settings-row">
      <div className="settings-row-words">
        <p className="settings-row-name" dir="auto">
          {title}
        </p>
        <p className="settings-row-detail number">
          {[timeOf(updatedAt), plural(messages, 'message'), nows[now]].join(' · ')}
        </p>
      </div>
      <Button kind="quiet" aria-label={`Bring back ${title}`} onClick={onTake}>
        Bring Back
      </Button>
    </li>
  )
}
