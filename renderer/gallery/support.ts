import type { Backup } from '../../contract/backup-requests.js'
import type { Requests } from '../../contract/requests.js'
import { isSettingsPane, type MenuAction } from '../../contract/support-requests.js'

type RequestName =
  | 'reportFault'
  | 'getSettingsPane'
  | 'setTextScale'
  | 'getDiagnostics'
  | 'listMenuActions'
  | 'getUpdate'
  | 'listBackups'
  | 'listBackedUpConversations'
  | 'lockProblem'

const actions: readonly MenuAction[] = [
  { menus: ['File'], label: 'New Chat', accelerator: 'CmdOrCtrl+N' },
  { menus: ['File', 'Export'], label: 'Markdown…' },
  { menus: ['Edit'], label: 'Search Conversations', accelerator: 'CmdOrCtrl+Shift+F' },
]

const day = Date.UTC(2026, 10, 29, 9)
const backup = (id: string, at: number, rest: Partial<Backup> = {}): Backup => ({
  id,
  at,
  bytes: 2_100_000,
  reason: 'usual',
  state: 'good',
  ...rest,
  ...((rest.state ?? 'good') === 'good' && { counts: { conversations: 128, messages: 2_410 } }),
})

/** The requests of the panes General, Shortcuts, Backups and Advanced; `pane=Backups` opens one. */
export function supportRequests(options: URLSearchParams): Pick<Requests, RequestName> {
  const pane = options.get('pane')
  return {
    reportFault: async () => {},
    getSettingsPane: async () => (isSettingsPane(pane) ? pane : 'General'),
    setTextScale: async () => {},
    getDiagnostics: async () => 'Parley diagnostics\n\nApp\n  Version: 0.1.0\n',
    listMenuActions: async () => actions,
    lockProblem: async () => (options.get('platform') === 'darwin' ? null : 'The lock needs a Mac with Touch ID.'),
    getUpdate: async () => ({ state: 'ready', version: '1.1.0', notes: 'Herons are new.\nPages turn faster.' }),
    listBackups: async () => [
      backup('a', day + 86_400_000, { state: 'checking' }),
      backup('b', day),
      backup('c', day - 3_600_000, { reason: 'before-restore' }),
      backup('d', day - 7 * 86_400_000, { state: 'damaged' }),
      backup('e', day - 8 * 86_400_000, { state: 'newer', reason: 'before-update' }),
    ],
    listBackedUpConversations: async () =>
      (['here', 'trashed', 'gone'] as const).map((now, index) => ({
        id: now,
        title: ['Minutes of the board', 'Holiday in Bergen', 'Letter to the landlord'][index] ?? '',
        updatedAt: day,
        messages: 12,
        now,
      })),
  }
}
