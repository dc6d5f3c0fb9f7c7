import './settings-rows.css'
import { Check, Layers, Trash2 } from 'lucide-react'
import { Fragment, type ReactElement, useEffect, useRef } from 'react'
import type { KnownModel } from '../../contract/models.js'
import { type ModelSettingName, modelSettingNames } from '../../contract/settings.js'
import { demoLine } from '../models/model-line.js'
import { isUsable, modelDetail } from '../models/model-words.js'
import {
  addAdapter,
  addModel,
  chooseModel,
  lookForModels,
  removeModel,
  trashModel,
  useModels,
} from '../stores/models.js'
import { reportError } from '../stores/view.js'
import { Button } from '../ui/button.js'
import { mayLeave } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { MiddleCut } from '../ui/middle-cut.js'
import { AddRepository } from './add-repository.js'
import { ChoiceControl } from './choice-control.js'
import { DownloadsSection } from './downloads-section.js'
import { OfferedModels } from './offered-models.js'

/** The control of each setting of models, in the order of the table. */
const controls: Readonly<Record<ModelSettingName, ReactElement>> = {
  unloadsModel: (
    <ChoiceControl name="unloadsModel" label="Unload">
      A model that is not used then gives its memory back, and loads again when you send a message. Work that runs is
      never interrupted. When the memory runs short, an unused model goes sooner.
    </ChoiceControl>
  ),
}

/** The known models: chooses the one in use, adds and removes folders. */
export function ModelsPane() {
  const models = useModels(({ choice }) => choice?.models) ?? []
  useEffect(() => {
    // The user may have connected a disk.
    const look = () => void lookForModels().catch(reportError)
    look()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [])
  return (
    <>
      <p className="settings-lead">
        A model is a folder on this computer. One that Parley downloaded goes to the Trash when you remove it; the
        folder of any other stays. Models of other apps are used where they are.
      </p>
      <ul className="settings-rows" aria-label="Models">
        {models.map((model) => (
          <ModelRow key={model.id} model={model} />
        ))}
      </ul>
      <Button className="settings-rows-add" onClick={() => void addModel(() => {})}>
        Add a model…
      </Button>
      {modelSettingNames.map((name) => (
        <Fragment key={name}>{controls[name]}</Fragment>
      ))}
      <DownloadsSection />
      <OfferedModels />
      <AddRepository />
    </>
  )
}

function ModelRow({ model }: { readonly model: KnownModel }) {
  const { id, name, isAdded, isDemo, isOwn = false, fault } = model
  const isChosen = useModels(({ choice }) => choice?.chosenId === id)
  const isInUse = useModels(({ choice }) => isChosen || choice?.loadedId === id)
  const row = useRef<HTMLLIElement>(null)
  const remove = async () => {
    const own = row.current
    const near = own?.nextElementSibling ?? own?.previousElementSibling
    if ((await (isOwn ? trashModel : removeModel)(model)) && mayLeave(own))
      near?.querySelector<HTMLElement>('button')?.focus()
  }
  const isFixed = isChosen || !isUsable(model)
  const details = [modelDetail(model), isDemo ? demoLine : undefined]
  return (
    <li ref={row} className="settings-row">
      <div className="settings-row-words">
        <p className="settings-row-name" dir="auto">
          <MiddleCut text={name} />
        </p>
        <p className="settings-row-detail number">{details.filter(Boolean).join(' · ')}</p>
        {fault !== undefined && <p className="settings-row-fault">{fault}</p>}
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
      {!model.isAdapted && isUsable(model) && (
        <IconButton label={`Add an adapter to ${name}…`} size="small" onClick={() => void addAdapter(model)}>
          <Layers />
        </IconButton>
      )}
      {isAdded && !isInUse && (
        <IconButton
          label={isOwn ? `Move ${name} to the Trash` : `Remove ${name}`}
          size="small"
          onClick={() => void remove()}
        >
          <Trash2 />
        </IconButton>
      )}
    </li>
  )
}
