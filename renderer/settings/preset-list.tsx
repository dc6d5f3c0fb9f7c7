import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Preset } from '../../contract/settings.js'
import { deletePreset, renamePreset, useSettings } from '../stores/settings.js'
import { IconButton } from '../ui/icon-button.js'
import { InlineEdit } from '../ui/inline-edit.js'

export function PresetList() {
  const presets = useSettings((state) => state.presets)
  if (presets.length === 0) {
    return <p className="settings-empty">None yet. Save one from the settings of a conversation.</p>
  }
  return (
    <ul className="preset-list">
      {presets.map((preset) => (
        <PresetRow key={preset.id} preset={preset} />
      ))}
    </ul>
  )
}

function PresetRow({ preset }: { readonly preset: Preset }) {
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming) {
    return (
      <li className="preset-row">
        <InlineEdit
          label="Preset name"
          value={preset.name}
          onSave={(name) => renamePreset(preset.id, name)}
          onEnd={() => setRenaming(false)}
        />
      </li>
    )
  }
  return (
    <li className="preset-row">
      <span className="preset-name" dir="auto">
        {preset.name}
      </span>
      <IconButton label={`Rename ${preset.name}`} size="small" onClick={() => setRenaming(true)}>
        <Pencil />
      </IconButton>
      <IconButton label={`Delete ${preset.name}`} size="small" onClick={() => void deletePreset(preset)}>
        <Trash2 />
      </IconButton>
    </li>
  )
}
