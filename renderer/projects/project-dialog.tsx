import './project-dialog.css'
import { type ReactNode, useId, useState } from 'react'
import type { Folder } from '../../contract/order.js'
import type { Project } from '../../contract/project.js'
import { replySettings } from '../../contract/settings.js'
import { replySettingsInWords } from '../settings/reply-settings-words.js'
import { useIsAdding } from '../stores/adding-files.js'
import { setProject, useFolders } from '../stores/folders.js'
import { useModels } from '../stores/models.js'
import { discardDraft, useProjectDraft } from '../stores/project-draft.js'
import { useSettings } from '../stores/settings.js'
import { editProject, useView } from '../stores/view.js'
import { useEfforts } from '../stores/wanted-model.js'
import { Button } from '../ui/button.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { ProjectDocuments } from './project-documents.js'

const none: Project = { settings: {} }

function cancel(): void {
  discardDraft()
  editProject(null)
}

/** What the conversations of a folder begin with. */
export function ProjectDialog() {
  const id = useView(({ project }) => project)
  const folder = useFolders(({ folders }) => folders.find((other) => other.id === id))
  return (
    <Dialog isOpen={folder !== undefined} onClose={cancel} className="project-dialog">
      {folder && <Form folder={folder} />}
    </Dialog>
  )
}

function Form({ folder }: { readonly folder: Folder }) {
  const [{ documentIds: _, ...project }, setDraft] = useState(folder.project ?? none)
  const isAdding = useIsAdding(folder.id)
  const presets = useSettings((state) => state.presets)
  const models = useModels(({ choice }) => choice?.models ?? [])
  const { instructions = '', ...others } = project.settings
  const isPresetGone = project.preset !== undefined && presets.every(({ name }) => name !== project.preset)
  const choosePreset = (name: string) => {
    const preset = presets.find((other) => other.name === name)
    const kept = instructions === '' ? {} : { instructions }
    const { model } = project
    // What a preset says about instructions stands in the field above, where it can be seen.
    const settings = preset ? { ...preset.settings, ...kept } : kept
    setDraft({ settings, ...(preset && { preset: name }), ...(model && { model }) })
  }
  const chooseModel = (id: string) => {
    const { model: before, ...rest } = project
    const model = models.find((other) => other.id === id) ?? (before?.id === id ? before : undefined)
    setDraft({ ...rest, ...(model && { model: { id: model.id, name: model.name } }) })
  }
  const write = (text: string) =>
    setDraft({ ...project, settings: { ...others, ...(text.trim() !== '' && { instructions: text }) } })
  const save = () => {
    const { documentIds } = useProjectDraft.getState()
    setProject(folder, { ...project, ...(documentIds.length > 0 && { documentIds }) })
    editProject(null)
  }
  const { model } = project
  return (
    <>
      <DialogTitle>Project “{folder.name}”</DialogTitle>
      <p>Every conversation in this folder begins with this. What you set in a conversation itself wins.</p>
      <Labelled label="Instructions">
        {(id) => (
          <textarea
            id={id}
            className="setting-field"
            rows={5}
            dir="auto"
            data-first-focus
            placeholder={replySettings.instructions.placeholder}
            maxLength={replySettings.instructions.maxLength}
            value={instructions}
            onChange={(event) => write(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled label="Preset" hint={<PresetWords settings={others} />}>
        {(id) => (
          <select
            id={id}
            className="setting-field"
            value={project.preset ?? ''}
            onChange={(event) => choosePreset(event.target.value)}
          >
            <option value="">None</option>
            {isPresetGone && <option>{project.preset}</option>}
            {presets.map(({ id: presetId, name }) => (
              <option key={presetId}>{name}</option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label="Model">
        {(id) => (
          <select
            id={id}
            className="setting-field"
            value={model?.id ?? ''}
            onChange={(event) => chooseModel(event.target.value)}
          >
            <option value="">As in other conversations</option>
            {model && models.every((other) => other.id !== model.id) && <option value={model.id}>{model.name}</option>}
            {models.map((other) => (
              <option key={other.id} value={other.id}>
                {other.name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <ProjectDocuments folder={folder} />
      <div className="project-choices">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button kind="primary" disabled={isAdding} onClick={save}>
          Save
        </Button>
      </div>
    </>
  )
}

function PresetWords({ settings }: { readonly settings: Project['settings'] }) {
  const { settings: app } = useSettings.getState()
  const efforts = useEfforts()
  if (Object.keys(settings).length === 0) return null
  return replySettingsInWords({ ...app.defaults, ...settings, instructions: '' }, efforts)
}

interface LabelledProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly children: (id: string) => ReactNode
}

function Labelled({ label, hint, children }: LabelledProps) {
  const id = useId()
  return (
    <div className="project-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      <p className="project-hint">{hint}</p>
    </div>
  )
}
