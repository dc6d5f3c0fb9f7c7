import '../ui/tokens.css'
import '../ui/base.css'
import { listen, platform } from '../bridge.js'
import { drawWindow } from '../draw-window.js'
import { followDownloads } from '../stores/downloads.js'
import { followModels } from '../stores/models.js'
import { followNetwork } from '../stores/network.js'
import { followSettings } from '../stores/settings.js'
import { followPane } from '../stores/support.js'
import { loadView, reportError, textScaleChanged, useView } from '../stores/view.js'
import { setTextScale } from '../text-scale.js'
import { SettingsWindow } from './settings-window.js'

listen('textScaleChanged', textScaleChanged)
useView.subscribe(({ view }) => setTextScale(view.textScale))
const scaled = loadView()
void followDownloads()
const begun = Promise.all([followSettings(), followModels(), followNetwork(), followPane(), scaled]).catch(reportError)
await drawWindow(begun, <SettingsWindow platform={platform} />)
