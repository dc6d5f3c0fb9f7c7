import '../ui/tokens.css'
import '../ui/base.css'
import { platform } from '../bridge.js'
import { drawWindow } from '../draw-window.js'
import { followModels } from '../stores/models.js'
import { followSettings } from '../stores/settings.js'
import { reportError } from '../stores/view.js'
import { SettingsWindow } from './settings-window.js'

const begun = Promise.all([followSettings(), followModels()]).catch(reportError)
await drawWindow(begun, <SettingsWindow platform={platform} />)
