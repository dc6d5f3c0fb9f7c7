import { Check, Ellipsis, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { KnownModel } from '../../contract/models.js'
import { demoLine } from '../models/model-line.js'
import { isUsable, modelDetail } from '../models/model-words.js'
import { speedWords } from '../models/speed-words.js'
import { checkForNewer, startDownload, verifyModel } from '../stores/downloads.js'
import {
  addAdapter,
  chooseModel,
  measureModel,
  removeModel,
  stopMeasuring,
  trashModel,
  useModels,
} from '../stores/models.js'
import { Button } from '../ui/button.js'
import { mayLeave } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { Menu, type MenuEntry } from '../ui/menu.js'
import { MiddleCut } from '../ui/middle-cut.js'

/** What is being done with a model, or what came of it. */
interface Outcome {
  readonly words: string
  readonly isRunning?: boolean
  readonly isMeasuring?: boolean
  /** Fetches the model, or what is damaged of it, again. */
  readonly repository?: string
}

/** A model in the list: its facts, and what can be done with it. */
export function ModelRow({ model }: { readonly model: KnownModel }) {
  const { id, name, isDemo, fault } = model
  const isChosen = useModels(({ choice }) => choice?.chosenId === id)
  const speed = useModels(({ speeds }) => speeds[id])
  const [outcome, setOutcome] = useState<Outcome>()
  const row = useRef<HTMLLIElement>(null)
  const isFixed = isChosen || !isUsable(model)
  const details = [modelDetail(model), isDemo ? demoLine : undefined]
  const { repository } = outcome ?? {}
  return (
    <li ref={row} className="settings-row">
      <div className="settings-row-words">
        <p className="settings-row-name" dir="auto">
          <MiddleCut text={name} />
        </p>
        <p className="settings-row-detail number">{details.filter(Boolean).join(' · ')}</p>
        {fault !== undefined && <p className="settings-row-fault">{fault}</p>}
        {speed &&
          speedWords(speed).map((words) => (
            <p key={words} className="settings-row-fault number">
              {words}
            </p>
          ))}
        <div role="status">{outcome && <p className="settings-row-fault">{outcome.words}</p>}</div>
        {repository !== undefined && (
          <Button
            kind="quiet"
            onClick={() => {
              setOutcome(undefined)
              startDownload({ repository, bytes: model.weightBytes ?? 0 })
            }}
          >
            Fetch it
          </Button>
        )}
      </div>
      <Button
        kind="quiet"
        className="settings-row-choice"
        aria-label={isChosen ? `In use: ${name}` : `Use ${name}`}
        aria-disabled={isFixed}
        onClick={isFixed ? undefined : () => chooseModel(id)}
      >
        {isChosen && <Check />}
        {isChosen ? 'In use' : 'Use'}
      </Button>
      {isUsable(model) && (
        <Menu label={`More for ${name}`} align="end" entries={entriesOf(model, outcome, setOutcome)}>
          <IconButton label={`More for ${name}`} size="small">
            <Ellipsis />
          </IconButton>
        </Menu>
      )}
      <RemoveButton model={model} row={row} />
    </li>
  )
}

function entriesOf(
  model: KnownModel,
  outcome: Outcome | undefined,
  setOutcome: (outcome: Outcome | undefined) => void,
): readonly MenuEntry[] {
  const isRunning = outcome?.isRunning === true
  const during =
    (words: string, work: () => Promise<Outcome | undefined>, isMeasuring = false) =>
    async () => {
      setOutcome({ words, isRunning: true, isMeasuring })
      setOutcome(await work())
    }
  const own: readonly MenuEntry[] = [
    {
      label: 'Check the files',
      isDisabled: isRunning,
      run: during('Reading all of its files…', () => verifyModel(model.id)),
    },
    {
      label: 'Look for a newer version',
      isDisabled: isRunning,
      run: during('Asking Hugging Face…', () => checkForNewer(model.id)),
    },
  ]
  const work = async () => {
    await measureModel(model.id)
    return undefined
  }
  const measure = during('Measuring. Replies go first.', work, true)
  return [
    outcome?.isMeasuring
      ? { label: 'Stop measuring', run: () => void stopMeasuring() }
      : { label: 'Measure the speed', isDisabled: isRunning, run: measure },
    ...(model.isAdapted ? [] : [{ label: 'Add an adapter…', run: () => void addAdapter(model) }]),
    ...(model.isOwn ? own : []),
  ]
}

interface RemoveButtonProps {
  readonly model: KnownModel
  readonly row: { readonly current: HTMLLIElement | null }
}

function RemoveButton({ model, row }: RemoveButtonProps) {
  const { id, name, isAdded, isOwn = false } = model
  const isInUse = useModels(({ choice }) => choice?.chosenId === id || choice?.loadedId === id)
  if (!isAdded || isInUse) return null
  const remove = async () => {
    const own = row.current
    const near = own?.nextElementSibling ?? own?.previousElementSibling
    if ((await (isOwn ? trashModel : removeModel)(model)) && mayLeave(own))
      near?.querySelector<HTMLElement>('button')?.focus()
  }
  return (
    <IconButton
      label={isOwn ? `Move ${name} to the Trash` : `Remove ${name}`}
      size="small"
      onClick={() => void remove()}
    >
      <Trash2 />
    </IconButton>
  )
}
