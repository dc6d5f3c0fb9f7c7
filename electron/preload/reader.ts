import { ipcRenderer } from 'electron'
import { removeWebRtc } from './remove-webrtc.js'

removeWebRtc()

// This port is the only access of the page to the rest of the app. `/` is the page's own origin, which has no name.
ipcRenderer.once('port', ({ ports }) => window.postMessage('port', '/', [...ports]))
