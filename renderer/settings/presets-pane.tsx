import './settings-rows.css'
import { Check, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Preset } from '../../contract/settings.js'
import { deletePreset, renamePreset, replaceDefaults, savePreset, useSettings } from '../stores/settings.js'
import { useEfforts } from '../stores/wanted-model.js'
import { Button } from '../ui/button.js'
import { drawThenFocus, mayLeave } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { InlineEdit } from '../ui/inline-edit.js'
import { isSame, replySettingsInWords } from './reply-settings-words.js'

/** Renames and deletes presets, uses one as the default, and saves the defaults as a preset. */
export function PresetsPane() {
  const presets = useSettings((state) => state.presets)
  return (
    <>
      {presets.length === 0 ? (
        <p className="settings-empty">No presets yet. A preset saves reply settings under a name.</p>
      ) : (
        <>
          <p className="settings-lead">
            Apply a preset in the settings of a conversation. The conversation gets a copy.
          </p>
          <ul className="settings-rows" aria-label="Presets">
            {presets.map((preset) => (
              <PresetRow key={preset.id} preset={preset} />
            ))}
          </ul>
        </>
      )}
      <SaveDefaults />
    </>
  )
}

function SaveDefaults() {
  const defaults = useSettings(({ settings }) => settings.defaults)
  const [isNaming, setNaming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const endNaming = (isLeft: boolean) =>
    isLeft
      ? setNaming(false)
      : drawThenFocus(
          () => setNaming(false),
          () => button.current,
        )
  if (isNaming) {
    return <InlineEdit label="Preset name" value="" onSave={(name) => savePreset(name, defaults)} onEnd={endNaming} />
  }
  return (
    <Button ref={button} className="settings-rows-add" onClick={() => setNaming(true)}>
      Save the defaults as a preset…
    </Button>
  )
}

function PresetRow({ preset }: { readonly preset: Preset }) {
  const { id, name, settings } = preset
  const isDefault = useSettings((state) => isSame(state.settings.defaults, settings))
  const efforts = useEfforts()
  const [isRenaming, setRenaming] = useState(false)
  const row = useRef<HTMLLIElement>(null)
  const endRenaming = (isLeft: boolean) =>
    isLeft
      ? setRenaming(false)
      : drawThenFocus(
          () => setRenaming(false),
          () => actionOf(row.current, 'rename'),
        )
  const remove = async () => {
    const own = row.current
    const near = own?.nextElementSibling ?? own?.previousElementSibling
    if (!(await deletePreset(preset)) || !mayLeave(own)) return
    const next = near ? actionOf(near, 'delete') : saveDefaultsButton()
    next?.focus()
  }
  const makeDefault = () => void replaceDefaults(settings, `New conversations start with “${name}”`)
  return (
    <li ref={row} className="settings-row">
      {isRenaming ? (
        <InlineEdit label="Preset name" value={name} onSave={(value) => renamePreset(id, value)} onEnd={endRenaming} />
      ) : (
        <div className="settings-row-words">
          <p className="settings-row-name" dir="auto">
            {name}
          </p>
          <p className="settings-row-detail" dir="auto">
            {replySettingsInWords(settings, efforts)}
          </p>
        </div>
      )}
      <Button
        kind="quiet"
        className="settings-row-choice"
        aria-label={isDefault ? `Default: ${name}` : `Use as default: ${name}`}
        aria-disabled={isDefault}
        onClick={isDefault ? undefined : makeDefault}
      >
        {isDefault && <Check />}
        {isDefault ? 'Default' : 'Use as default'}
      </Button>
      <IconButton label={`Rename ${name}`} size="small" data-action="rename" onClick={() => setRenaming(true)}>
        <Pencil />
      </IconButton>
      <IconButton label={`Delete ${name}`} size="small" data-action="delete" onClick={() => void remove()}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

/** Takes the focus after the last preset is deleted. */
const saveDefaultsButton = () => document.querySelector<HTMLElement>('.settings-rows-add')

const actionOf = (row: Element | null, action: 'rename' | 'delete') =>
  row?.querySelector<HTMLElement>(`[data-action=${action}]`)
