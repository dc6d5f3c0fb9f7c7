import { Box, FileText, Lock, type LucideIcon, MessageSquareText, Settings, SlidersHorizontal } from 'lucide-react'
import type { ComponentType } from 'react'
import { DocumentsPane } from './documents-pane.js'
import { GeneralPane } from './general-pane.js'
import { ModelsPane } from './models-pane.js'
import { PresetsPane } from './presets-pane.js'
import { PrivacyPane } from './privacy-pane.js'
import { RepliesPane } from './replies-pane.js'

interface SettingsPane {
  readonly name: string
  readonly Icon: LucideIcon
  readonly Pane: ComponentType
}

/** The panes of the Settings window, in the order of their tabs. */
export const panes: readonly SettingsPane[] = [
  { name: 'General', Icon: Settings, Pane: GeneralPane },
  { name: 'Models', Icon: Box, Pane: ModelsPane },
  { name: 'Replies', Icon: MessageSquareText, Pane: RepliesPane },
  { name: 'Presets', Icon: SlidersHorizontal, Pane: PresetsPane },
  { name: 'Documents', Icon: FileText, Pane: DocumentsPane },
  { name: 'Privacy & network', Icon: Lock, Pane: PrivacyPane },
]
