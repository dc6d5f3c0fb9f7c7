import '../ui/tokens.css'
import '../ui/base.css'
import { platform } from '../bridge.js'
import { drawWindow } from '../draw-window.js'
import { followSettings } from '../stores/settings.js'
import { reportError } from '../stores/view.js'
import { SettingsWindow } from './settings-window.js'

await drawWindow(followSettings().catch(reportError), <SettingsWindow platform={platform} />)
