import {
  Box,
  FileText,
  History,
  Keyboard,
  Lock,
  type LucideIcon,
  MessageSquareText,
  Settings,
  SlidersHorizontal,
  Wrench,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { SettingsPaneName } from '../../contract/support-requests.js'
import { AdvancedPane } from './advanced-pane.js'
import { BackupsPane } from './backups-pane.js'
import { DocumentsPane } from './documents-pane.js'
import { GeneralPane } from './general-pane.js'
import { ModelsPane } from './models-pane.js'
import { PresetsPane } from './presets-pane.js'
import { PrivacyPane } from './privacy-pane.js'
import { RepliesPane } from './replies-pane.js'
import { ShortcutsPane } from './shortcuts-pane.js'

interface SettingsPane {
  readonly name: SettingsPaneName
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
  { name: 'Shortcuts', Icon: Keyboard, Pane: ShortcutsPane },
  { name: 'Backups', Icon: History, Pane: BackupsPane },
  { name: 'Privacy & network', Icon: Lock, Pane: PrivacyPane },
  { name: 'Advanced', Icon: Wrench, Pane: AdvancedPane },
]
