import '../ui/tokens.css'
import '../ui/base.css'
import { listen, platform } from '../bridge.js'
import { drawWindow } from '../draw-window.js'
import { loadView, reportError } from '../stores/view.js'
import { setTextScale } from '../text-scale.js'
import { QuickEntry } from './quick-entry.js'

listen('textScaleChanged', setTextScale)
const scaled = loadView().then(({ textScale }) => setTextScale(textScale))
await drawWindow(scaled.catch(reportError), <QuickEntry platform={platform} />)
