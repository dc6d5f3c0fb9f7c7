import './settings-rows.css'
import { Fragment, type ReactElement, useEffect } from 'react'
import { type ModelSettingName, modelSettingNames } from '../../contract/settings.js'
import { addModel, loadSpeeds, lookForModels, useModels } from '../stores/models.js'
import { reportError } from '../stores/view.js'
import { Button } from '../ui/button.js'
import { AddRepository } from './add-repository.js'
import { ChoiceControl } from './choice-control.js'
import { DownloadsSection } from './downloads-section.js'
import { ModelRow } from './model-row.js'
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
    loadSpeeds().catch(reportError)
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
